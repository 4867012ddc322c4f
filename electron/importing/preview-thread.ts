import { Worker } from 'node:worker_threads'
import type { ImportPreview, PreviewRequest } from '../../shared/contract/dataset.ts'
import { UnrollError } from '../../shared/contract/errors.ts'
import type { CheckStart, FromChecks } from './checks/check-messages.ts'
import { previewFile } from './preview.ts'
import type { PreviewedFile } from './preview.ts'
import { threadLimits, workerFile } from './worker-file.ts'

/** From here on a preview reads so much at a stretch that the host's other work would wait: 29 ms at 512 KiB, 9 ms at half of it. */
const OWN_THREAD_BYTES = 256 * 1024

/**
 * `previewFile`, for larger files in the thread that also looks at all rows, so that the host answers meanwhile.
 * @throws {UnrollError} as previewFile does. @throws {Error} what broke in the thread.
 */
export function previewAside(file: PreviewedFile, request: PreviewRequest): Promise<ImportPreview> {
  const bytes = [file, ...(file.more ?? [])].reduce((sum, one) => sum + one.bytes, 0)
  if (bytes < OWN_THREAD_BYTES) return previewFile(file, request)
  return new Promise((resolve, reject) => {
    const start: CheckStart = { kind: 'preview', file, request }
    const thread = new Worker(workerFile('check-worker'), { workerData: start, resourceLimits: threadLimits })
    thread.on('message', (message: FromChecks) => {
      if (message.kind === 'preview') resolve(message.preview)
      else if (message.kind === 'failed')
        reject(new UnrollError(message.error.code, message.error.message, message.error.detail))
    })
    thread.on('error', (error) => reject(error instanceof Error ? error : new Error(String(error))))
    thread.on('exit', () => reject(new Error('the thread of the preview ended on its own')))
  })
}
