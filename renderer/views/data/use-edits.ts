import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { api, request } from '../../api.ts'
import { useNoticesStore } from '../../stores/notices.ts'
import { useDatasetsStore } from '../../stores/datasets.ts'
import type { EditLog, EditResult, RowEdit } from '../../../shared/contract/edits.ts'
import { editWords } from './edit-words.ts'

/** Edits of one data set, one after the other, with what can be undone and redone. */
export function useEdits(dataset: () => { id: string; revision: number }) {
  const [notices, datasets] = [useNoticesStore(), useDatasetsStore()]
  const log = shallowRef<EditLog | null>(null)
  const busy = ref(false)
  const canUndo = computed(() => !busy.value && !!log.value?.undo.length)
  const canRedo = computed(() => !busy.value && !!log.value?.redo.length)
  let gone = false
  onScopeDispose(() => (gone = true))

  async function readLog() {
    const { id } = dataset()
    try {
      const read = await request(api.datasets[':id'].edits.$get({ param: { id } }))
      if (!gone && dataset().id === id) log.value = read
    } catch (error) {
      notices.complain(error)
    }
  }
  watch(() => [dataset().id, dataset().revision], readLog, { immediate: true })

  /** Answers what came of it; null when it was refused, which the user is told. */
  async function act(work: (param: { id: string }) => Promise<EditResult>, told: boolean): Promise<EditResult | null> {
    if (busy.value) return null
    busy.value = true
    try {
      const result = await work({ id: dataset().id })
      const { entry } = result
      if (entry && told)
        notices.notify({ text: editWords(entry), undo: async () => void (await step('undo', entry.revision)) })
      await datasets.load()
      await readLog()
      return result
    } catch (error) {
      notices.complain(error)
      return null
    } finally {
      busy.value = false
    }
  }
  const edit = (edit: RowEdit) =>
    act(
      (param) => request(api.datasets[':id'].edits.$post({ param, json: { revision: dataset().revision, edit } })),
      true,
    )
  const step = (kind: 'undo' | 'redo', to: number | null = null) =>
    act((param) => request(api.datasets[':id'].edits[kind].$post({ param, json: { to } })), false)

  return { log, busy, canUndo, canRedo, edit, undo: () => step('undo'), redo: () => step('redo'), step }
}
