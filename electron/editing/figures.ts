import { setImmediate } from 'node:timers/promises'
import { performance } from 'node:perf_hooks'
import { ReportBuilder } from '../importing/report.ts'
import type { DatasetStore } from '../storage/dataset-store.ts'
import type { EditStore } from '../storage/edit-store.ts'
import { THREAD_ROWS } from './thread/row-thread.ts'
import type { RowThread } from './thread/row-thread.ts'

const STRETCH = 1000

export interface FiguresTask {
  dataset: number
  revision: number
  signal: AbortSignal
}

/**
 * Works out what takes a look at every text of a revision, its fingerprint and report, and keeps it; answers the fingerprint.
 * @throws {DOMException} AbortError
 */
export async function workOutFigures(
  edits: EditStore,
  datasets: DatasetStore,
  { dataset, revision, signal }: FiguresTask,
): Promise<string> {
  const started = performance.now()
  const { classes, report } = datasets.byKey(dataset)
  const builder = new ReportBuilder(classes.length)
  const end = edits.rows.end(dataset)
  for (let from = 0; from < end; from += STRETCH) {
    for (const row of edits.rows.range(dataset, revision, from, from + STRETCH)) builder.keepRow(row)
    await setImmediate()
    signal.throwIfAborted()
  }
  const fingerprint = builder.fingerprint()
  const { encoding, delimiter } = report
  const now = builder.report(encoding, delimiter, Math.round(performance.now() - started))
  // What the import refused stays part of the report; what was mended since comes to what was mended before it.
  const { rowsRefused, refusedByReason } = report
  const mendedByHand = datasets.mendedAtImport(dataset) + edits.mended(dataset, revision).size
  edits.keepFigures(dataset, revision, fingerprint, {
    ...{ ...now, rowsRefused, refusedByReason, rowsRead: report.rowsRead, milliseconds: report.milliseconds },
    ...(mendedByHand > 0 ? { mendedByHand } : {}),
  })
  return fingerprint
}

/** The figures of revisions, each worked out once; those of many rows in the thread. */
export function figures(edits: EditStore, datasets: DatasetStore, thread: RowThread, onKnown: () => void) {
  const working = new Map<string, Promise<string>>()
  const stopper = new AbortController()
  const { signal } = stopper

  async function work(dataset: number, revision: number): Promise<string> {
    try {
      const fingerprint = await (edits.rows.end(dataset) < THREAD_ROWS
        ? workOutFigures(edits, datasets, { dataset, revision, signal })
        : thread.call('figures', { dataset, revision }, { signal }))
      onKnown()
      return fingerprint
    } catch (error) {
      if (signal.aborted) return ''
      throw error
    }
  }

  return {
    /** The fingerprint of the rows at a revision. */
    async fingerprint(dataset: number, revision: number): Promise<string> {
      const known = edits.fingerprintAt(dataset, revision)
      if (known || revision === 0) return known
      const key = `${dataset}/${revision}`
      const mine = working.get(key) ?? work(dataset, revision).finally(() => working.delete(key))
      working.set(key, mine)
      return await mine
    },
    close: () => {
      stopper.abort()
      return Promise.allSettled(working.values())
    },
  }
}
export type Figures = ReturnType<typeof figures>
