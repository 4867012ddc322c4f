import { ref, shallowReactive, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import { api, request } from '../api.ts'
import { upload } from './upload.ts'
import type { Upload } from './upload.ts'
import type { ImportOptions, ImportPreview, ImportState, PreviewRequest } from '../../shared/contract/dataset.ts'

/** Files on their way in: sent, previewed, read. The rows themselves never pass through here. */
export const useImportsStore = defineStore('imports', () => {
  /** The file being sent, if any. One at a time. */
  const sending = shallowRef<{ fileName: string; sent: number; total: number } | null>(null)
  const sendError = ref<string | null>(null)
  /** The state of each import this page knows of, kept up to date by events. */
  const states = shallowReactive(new Map<string, ImportState>())
  let running: Upload | null = null

  /**
   * Sends a file and gives its first preview; null when it was cancelled, or replaced by another file.
   * @throws {ApiError} file-empty, file-binary, file-too-large, disk-full …
   */
  async function send(file: File): Promise<ImportPreview | null> {
    running?.abort()
    sending.value = { fileName: file.name, sent: 0, total: file.size }
    const mine = upload(file, (sent) => {
      if (running === mine) sending.value = { fileName: file.name, sent, total: file.size }
    })
    running = mine
    try {
      return await mine.answer
    } finally {
      if (running === mine) {
        running = null
        sending.value = null
      }
    }
  }

  function cancelSending() {
    running?.abort()
  }

  const lastPreview = (id: string) => request(api.imports[':id'].preview.$get({ param: { id } }))
  const preview = (id: string, options: PreviewRequest) =>
    request(api.imports[':id'].preview.$post({ param: { id }, json: options }))

  async function readState(id: string) {
    const state = await request(api.imports[':id'].$get({ param: { id } }))
    states.set(id, state)
    return state
  }

  async function commit(id: string, options: ImportOptions) {
    const state = await request(api.imports[':id'].commit.$post({ param: { id }, json: options }))
    // An event may have overtaken the answer.
    if (states.get(id)?.state !== 'done') states.set(id, state)
    return state
  }

  /** Cancels at any point; nothing is kept. */
  async function cancel(id: string) {
    await request(api.imports[':id'].$delete({ param: { id } }))
    states.delete(id)
  }

  function hear(state: ImportState) {
    states.set(state.id, state)
  }

  return { sending, sendError, states, send, cancelSending, lastPreview, preview, readState, commit, cancel, hear }
})
