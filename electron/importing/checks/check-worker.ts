// The thread that looks at a file before it is imported. It only reads; to stop it is to end it.
import { parentPort, workerData } from 'node:worker_threads'
import { UnrollError } from '../../../shared/contract/errors.ts'
import type { CheckStart, FromChecks } from './check-messages.ts'
import { lookAtRows } from './look.ts'

const TELL_MILLISECONDS = 250
/** Of the refused rows so far: enough for the screen; all come at the end. */
const REFUSED_MEANWHILE = 50

const { files, options } = workerData as CheckStart
const say = (message: FromChecks) => parentPort?.postMessage(message)
let told = 0
try {
  const checks = await lookAtRows(files, options, (soFar) => {
    if (performance.now() - told < TELL_MILLISECONDS) return
    told = performance.now()
    say({ kind: 'checks', checks: { ...soFar, refused: soFar.refused.slice(0, REFUSED_MEANWHILE) } })
  })
  say({ kind: 'checks', checks })
} catch (error) {
  const message = error instanceof Error ? error.message : String(error)
  say({ kind: 'failed', error: { code: error instanceof UnrollError ? error.code : 'internal', message } })
}
