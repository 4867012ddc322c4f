import { computed, ref, shallowReactive, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import { ApiError, api, request } from '../api.ts'
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
  /** File names of the imports this page has previewed. */
  const names = shallowReactive(new Map<string, string>())
  let running: Upload | null = null

  /**
   * Sends files, which become one data set, and gives their first preview; null when it was cancelled, or replaced by
   * another. What was sent of files that cannot all be taken is forgotten.
   * @throws {ApiError} file-empty, file-binary, file-too-large, disk-full …
   */
  async function send(files: readonly File[]): Promise<ImportPreview | null> {
    let preview: ImportPreview | null = null
    try {
      for (const file of files) {
        const next = await sendOne(file, preview?.id)
        if (next === null) {
          if (preview) await cancel(preview.id)
          return null
        }
        preview = next
      }
      return remember(preview)
    } catch (error) {
      if (preview) await cancel(preview.id)
      throw error
    }
  }

  async function sendOne(file: File, to?: string): Promise<ImportPreview | null> {
    running?.abort()
    sending.value = { fileName: file.name, sent: 0, total: file.size }
    const onSent = (sent: number) => {
      if (running === mine) sending.value = { fileName: file.name, sent, total: file.size }
    }
    const mine = upload(file, onSent, to)
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

  function remember<P extends ImportPreview | null>(preview: P): P {
    if (preview) names.set(preview.id, preview.fileName)
    return preview
  }

  const lastPreview = async (id: string) => remember(await request(api.imports[':id'].preview.$get({ param: { id } })))
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

  /** Cancels at any point; nothing is kept. One that the main process no longer knows is over already. */
  async function cancel(id: string) {
    try {
      await request(api.imports[':id'].$delete({ param: { id } }))
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 'import-not-found')) throw error
    }
    forget(id)
  }

  function forget(id: string) {
    states.delete(id)
    names.delete(id)
  }

  /** Takes in what the main process says of an import; one that was cancelled is over. */
  function hear(state: ImportState) {
    if (state.state === 'cancelled') forget(state.id)
    else states.set(state.id, state)
  }

  /** Imports that are not finished, to come back to from anywhere. */
  const open = computed(() =>
    [...names]
      .map(([id, fileName]) => ({ id, fileName, state: states.get(id)?.state ?? 'previewing' }))
      .filter(({ state }) => state === 'previewing' || state === 'running'),
  )

  return {
    sending,
    sendError,
    states,
    open,
    send,
    cancelSending,
    lastPreview,
    preview,
    readState,
    commit,
    cancel,
    hear,
  }
})
