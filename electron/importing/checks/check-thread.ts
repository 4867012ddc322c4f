import { Worker } from 'node:worker_threads'
import type { ImportOptions } from '../../../shared/contract/dataset.ts'
import type { ImportChecks } from '../../../shared/contract/import-checks.ts'
import type { ImportedFile } from '../row-source.ts'
import { threadLimits, workerFile } from '../worker-file.ts'
import type { CheckStart, FromChecks } from './check-messages.ts'

/** A look at the rows of an import that goes on in a thread of its own. */
export interface Looking {
  readonly checks: ImportChecks
  /** Resolves when nothing reads the files any more. */
  stop(): Promise<void>
}

const nothingYet = (files: readonly ImportedFile[], { labels }: ImportOptions): ImportChecks => ({
  ...{ state: 'running', error: null, bytesRead: 0, bytesTotal: files.reduce((sum, { bytes }) => sum + bytes, 0) },
  ...{ rowsRead: 0, rowsKept: 0, rowsRefused: 0, refusedByReason: {}, refused: [], mendedByHand: 0 },
  ...{ classes: labels.classes, classCounts: labels.classes.map(() => 0), parts: null, lengths: [], texts: null },
})

/** Starts to look; `onChange` is called whenever more is known, also when it has failed. */
export function startLooking(files: readonly ImportedFile[], options: ImportOptions, onChange: () => void): Looking {
  const start: CheckStart = { kind: 'rows', files, options }
  const thread = new Worker(workerFile('check-worker'), {
    workerData: start,
    // It keeps the word pairs of every text.
    resourceLimits: { ...threadLimits, maxOldGenerationSizeMb: 512 },
  })
  let checks = nothingYet(files, options)
  let stopped = false
  const put = (now: ImportChecks) => {
    checks = now
    if (!stopped) onChange()
  }
  const fail = (code: string, message: string) => put({ ...checks, state: 'failed', error: { code, message } })
  thread.on('message', (message: FromChecks) => {
    if (message.kind === 'checks') put(message.checks)
    else if (message.kind === 'failed') fail(message.error.code, message.error.message)
  })
  thread.on('error', (error) => fail('internal', error instanceof Error ? error.message : String(error)))
  thread.on('exit', () => {
    if (checks.state === 'running' && !stopped) fail('internal', 'The look at the rows ended on its own.')
  })
  return {
    get checks() {
      return checks
    },
    async stop() {
      stopped = true
      await thread.terminate()
    },
  }
}
