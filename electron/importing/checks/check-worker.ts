// The thread that looks at a file before it is imported, for a preview or at every row. It only reads; to stop it is to end it.
import { parentPort, workerData } from 'node:worker_threads'
import { UnrollError } from '../../../shared/contract/errors.ts'
import type { CheckStart, FromChecks } from './check-messages.ts'
import { previewFile } from '../preview.ts'
import { lookAtRows } from './look.ts'

const TELL_MILLISECONDS = 250
/** Of the refused rows so far: enough for the screen; all come at the end. */
const REFUSED_MEANWHILE = 50

const start = workerData as CheckStart
const say = (message: FromChecks) => parentPort?.postMessage(message)
let told = 0
try {
  if (start.kind === 'preview') say({ kind: 'preview', preview: await previewFile(start.file, start.request) })
  else {
    const checks = await lookAtRows(start.files, start.options, (soFar) => {
      if (performance.now() - told < TELL_MILLISECONDS) return
      told = performance.now()
      say({ kind: 'checks', checks: { ...soFar, refused: soFar.refused.slice(0, REFUSED_MEANWHILE) } })
    })
    say({ kind: 'checks', checks })
  }
} catch (error) {
  const message = error instanceof Error ? error.message : String(error)
  say({ kind: 'failed', error: error instanceof UnrollError ? error.toBody() : { code: 'internal', message } })
}
