import { api } from '../api.ts'

/** A page that fails in a loop must not fill the disk. */
const MOST = 50
let written = 0

/** Unexpected errors of the page go into the log in the data folder, with their stack. */
export function writeErrorsToLog(): void {
  window.addEventListener('error', ({ error, message }) => write(error ?? message))
  window.addEventListener('unhandledrejection', ({ reason }) => write(reason))
}

function write(error: unknown): void {
  if (++written > MOST) return
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  // Where the door does not answer there is nobody to write it down either.
  void api.log
    .$post({ json: { level: 'error', text: text.slice(0, 8000) || 'an error without words' } })
    .catch(() => {})
}
