import { setImmediate } from 'node:timers/promises'
import { performance } from 'node:perf_hooks'
import type { Dataset, ImportOptions } from '../../shared/contract/dataset.ts'
import { UnrollError } from '../../shared/contract/errors.ts'
import type { RowSink } from './append-thread.ts'
import type { DatasetStore, OpenDataset } from '../storage/dataset-store.ts'
import { dropsOf } from './checks/drops.ts'
import { delimiterName } from './dialect.ts'
import { readFileRows } from './read-file.ts'
import { columnsOf } from './row-source.ts'
import type { ImportedFile } from './row-source.ts'
import { ReportBuilder } from './report.ts'
import { RowGatherer } from './row-gatherer.ts'

export interface ImportTask {
  path: string
  fileName: string
  bytes: number
  /** Further files of the same import, in order; `bytes` is the size of all. */
  more?: readonly ImportedFile[]
  origin: Dataset['origin']
  owner: string
  options: ImportOptions
  signal: AbortSignal
  /** Writes the rows; absent: the store itself does. */
  sink?: RowSink
  /** Told when a cancelled or failed import writes no more; what is left of it, which nothing shows, is then removed. */
  onStopped?: () => void
  onProgress: (progress: { bytesRead: number; rowsKept: number; rowsRefused: number }) => void
}

/**
 * Reads a file into a data set. Rows are written in short transactions under a data set that nothing shows; the last
 * transaction makes it ready. When it fails or is cancelled, nothing of it stays.
 */
export async function importFile(datasets: DatasetStore, task: ImportTask): Promise<Dataset> {
  const { path, fileName, bytes, origin, owner, options, signal } = task
  const { more = [] } = task
  const files = [{ path, fileName, bytes: bytes - more.reduce((sum, file) => sum + file.bytes, 0) }, ...more]
  const started = performance.now()
  const report = new ReportBuilder(options.labels.classes.length)
  const sink = task.sink ?? { append: datasets.appendBlock, end: () => {} }
  let ended = false
  const columns = await columnsOf(files[0], options)
  const target = datasets.begin({ name: options.name, fileName, origin, options: { ...options, columns }, owner })
  try {
    const rows = new RowGatherer(report)
    const write: Parameters<RowGatherer['flush']>[0] = (block, refused) => {
      refuseCancelled(signal)
      return sink.append(target, block, refused)
    }
    const drop = await dropsOf(files, options, () => refuseCancelled(signal))
    for await (const bytesRead of readFileRows(files, options, rows, columns, drop)) {
      refuseCancelled(signal)
      await rows.flush(write)
      task.onProgress({ bytesRead, rowsKept: report.kept, rowsRefused: report.refused })
    }
    await rows.flush(write, true)
    ended = true
    await sink.end()
    refuseCancelled(signal)
    refuseUseless(report, fileName, options)
    const milliseconds = Math.round(performance.now() - started)
    const figures = report.report(options.encoding, separatorName(options), milliseconds)
    return datasets.finish(target, report.fingerprint(), figures)
  } catch (error) {
    // Nothing may write behind the back of the clearing up.
    if (!ended) await Promise.resolve(sink.end()).catch(() => {})
    datasets.abandon(target)
    task.onStopped?.()
    await discard(datasets, target)
    throw error
  }
}

/** How the rows are told apart, for the report. */
function separatorName({ format = 'delimited', delimiter }: ImportOptions): string {
  const names = { 'json-lines': 'JSON lines', 'json-array': 'JSON array', parquet: 'Parquet', plain: 'a text a line' }
  return format === 'delimited' ? delimiterName(delimiter) : names[format]
}

export function refuseCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new UnrollError('import-cancelled', 'The import was cancelled. Nothing of it was kept.')
}

/** In steps: a million rows take seconds to delete, and the program must stay fluid. */
async function discard(datasets: DatasetStore, target: OpenDataset): Promise<void> {
  while (datasets.discardSome(target)) await setImmediate()
}

function refuseUseless(report: ReportBuilder, fileName: string, { labels }: ImportOptions): void {
  const used = report.classCounts.flatMap((rows, index) => (rows > 0 ? [labels.classes[index]] : []))
  const detail = { rowsRefused: report.refused, refusedByReason: report.refusedByReason }
  if (report.kept === 0) {
    const { 'unmapped-label': unmapped = 0, 'unclosed-quote': unclosed = 0 } = report.refusedByReason
    if (report.refused > 0 && unmapped === report.refused)
      throw new UnrollError(
        'labels-unmapped',
        `None of the ${unmapped} rows of “${fileName}” has a label that belongs to a class. Give the labels classes and import again.`,
        detail,
      )
    if (report.refused > 0 && unclosed === report.refused)
      throw new UnrollError(
        'csv-unclosed-quote',
        `Every row of “${fileName}” opens a quote that is never closed. Import it with quoting turned off.`,
        detail,
      )
    const reasons = Object.entries(report.refusedByReason).map(([reason, rows]) => `${rows} ${reason}`)
    const why = reasons.length > 0 ? ` All ${report.refused} were refused: ${reasons.join(', ')}.` : ''
    throw new UnrollError(
      'csv-no-rows',
      `“${fileName}” has no rows that can be used.${why} Check the chosen columns.`,
      detail,
    )
  }
  if (used.length < 2)
    throw new UnrollError(
      'labels-one-class',
      `All ${report.kept} rows of “${fileName}” belong to the class “${used[0]}”. A model needs at least two classes to tell apart: choose another label column, threshold or file.`,
      detail,
    )
}
