import { ref } from 'vue'
import { defineStore } from 'pinia'
import { messageOf } from '../api.ts'

export interface Notice {
  id: number
  text: string
  tone: 'plain' | 'danger'
  /** How long it stays; one with an undo stays longer. */
  milliseconds: number
  undo?: () => void | Promise<void>
}

export interface NewNotice {
  text: string
  tone?: Notice['tone']
  milliseconds?: number
  /** Called when the user takes back what the notice speaks of. */
  undo?: () => void | Promise<void>
}

const MOST = 4

/** Short words about what has just happened. Shown by toast-list.vue. */
export const useNoticesStore = defineStore('notices', () => {
  const list = ref<Notice[]>([])
  let last = 0

  /** Shows a notice; the oldest goes when there are more than four. Returns its id. */
  function notify({
    text,
    tone = 'plain',
    undo,
    milliseconds = undo || tone === 'danger' ? 10_000 : 4_000,
  }: NewNotice) {
    const notice: Notice = { id: ++last, text, tone, milliseconds, undo }
    list.value = [...list.value, notice].slice(-MOST)
    return notice.id
  }

  /** Says what went wrong, in the words of the error. */
  function complain(error: unknown) {
    return notify({ text: messageOf(error), tone: 'danger' })
  }

  function dismiss(id: number) {
    list.value = list.value.filter((notice) => notice.id !== id)
  }

  async function undo(id: number) {
    const notice = list.value.find((one) => one.id === id)
    dismiss(id)
    try {
      await notice?.undo?.()
    } catch (error) {
      complain(error)
    }
  }

  return { list, notify, complain, dismiss, undo }
})
