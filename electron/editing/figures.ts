import { setImmediate } from 'node:timers/promises'
import { performance } from 'node:perf_hooks'
import { ReportBuilder } from '../importing/report.ts'
import type { DatasetStore } from '../storage/dataset-store.ts'
import type { EditStore } from '../storage/edit-store.ts'

const STRETCH = 2000

/** Works out what takes a look at every text of a revision: its fingerprint and report. Each revision once. */
export function figures(edits: EditStore, datasets: DatasetStore, onKnown: () => void) {
  const working = new Map<string, Promise<string>>()
  let closed = false

  async function work(dataset: number, revision: number): Promise<string> {
    const started = performance.now()
    const { classes, report } = datasets.byKey(dataset)
    const builder = new ReportBuilder(classes.length)
    const end = edits.rows.end(dataset)
    for (let from = 0; from < end && !closed; from += STRETCH) {
      for (const row of edits.rows.range(dataset, revision, from, from + STRETCH)) builder.keepRow(row)
      await setImmediate()
    }
    if (closed) return ''
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
    onKnown()
    return fingerprint
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
      closed = true
      return Promise.allSettled(working.values())
    },
  }
}
export type Figures = ReturnType<typeof figures>
