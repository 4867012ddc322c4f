import { Worker } from 'node:worker_threads'
import type { Dataset } from '../../shared/contract/dataset.ts'
import { UnrollError } from '../../shared/contract/errors.ts'
import type { ImportTask } from './import-file.ts'
import { threadLimits, workerFile } from './worker-file.ts'
import type { FromImport, ImportStart } from './import-messages.ts'

/**
 * `importFile` in a thread of its own. Resolves when the thread has ended, so nothing writes any more.
 * @throws {UnrollError} as importFile does. @throws {Error} what broke in the thread.
 */
export function importInThread(
  folder: string,
  { signal, onProgress, onStopped, ...task }: ImportTask,
): Promise<Dataset> {
  return new Promise((resolve, reject) => {
    const start: ImportStart = { folder, task }
    const thread = new Worker(workerFile('import-worker'), { workerData: start, resourceLimits: threadLimits })
    let settle = () => reject(new Error('the thread of the import ended on its own'))
    const cancel = () => thread.postMessage('cancel')
    if (signal.aborted) cancel()
    signal.addEventListener('abort', cancel)
    thread.on('message', (message: FromImport) => {
      if (message.kind === 'progress') onProgress(message.progress)
      else if (message.kind === 'stopped') onStopped?.()
      else if (message.kind === 'done') settle = () => resolve(message.dataset)
      else if (message.kind === 'refused') {
        const { code, message: words, detail } = message.error
        settle = () => reject(new UnrollError(code, words, detail))
      } else settle = () => reject(new Error(message.message))
    })
    thread.on('error', (error) => {
      settle = () => reject(error instanceof Error ? error : new Error(String(error)))
    })
    thread.on('exit', () => {
      signal.removeEventListener('abort', cancel)
      settle()
    })
  })
}
