import type { Dataset, ImportPreview, PreviewRequest } from '../../shared/contract/dataset.ts'
import { errorCode, UnrollError } from '../../shared/contract/errors.ts'
import type { Services } from '../service-types.ts'
import { UsageError } from './options.ts'
import { plainText } from './plain-text.ts'
import { sourceFiles } from './sources.ts'
import type { NamedSource, SourceFile } from './sources.ts'

export interface ImportRequest {
  /** Files and folders; they become one data set. */
  files: readonly NamedSource[]
  /** Names or numbers (from 1) of the columns; what is absent is detected. */
  text?: string
  label?: string
}

/**
 * Imports files as the application would with the options that it detects. A data set that already holds the same rows is
 * taken instead of a second copy.
 * @throws {UnrollError} what is wrong with the file. @throws {UsageError} a column that it does not have.
 */
export async function importFile(services: Services, request: ImportRequest, signal: AbortSignal): Promise<Dataset> {
  const { imports, datasets } = services
  const [first, ...others] = sourceFiles(request.files)
  let preview = await imports.open(first.name, first.source)
  const { id } = preview
  const cancel = () => void imports.cancel(id)
  signal.addEventListener('abort', cancel)
  try {
    signal.throwIfAborted()
    for (const { name, source } of others) {
      preview = await imports.add(id, name, source)
      signal.throwIfAborted()
    }
    const columns = {
      ...columnsOf(request, preview),
      ...rolesOf([first, ...others], preview),
    }
    if (Object.keys(columns).length > 0) preview = await imports.preview(id, columns)
    if (preview.problem) throw problemOf(preview.problem)
    imports.commit(id, preview.options)
    const dataset = await imports.finished(id)
    return useExisting(datasets, dataset)
  } catch (error) {
    if (!signal.aborted) await imports.cancel(id)
    throw error
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}

const columnsOf = ({ text, label }: ImportRequest, preview: ImportPreview) => ({
  ...(text === undefined ? {} : { textColumn: findColumn(preview, '--text', text) }),
  ...(label === undefined ? {} : { labelColumn: findColumn(preview, '--label', label) }),
})

/** Parts that were given by --train, --validation and --test; they count, whatever names and columns of the files say. */
function rolesOf(files: readonly SourceFile[], { options, columns }: ImportPreview): PreviewRequest {
  if (!options.files || files.every(({ part }) => part === null)) return {}
  const roles = options.files.map((role, index) => ({ ...role, part: files[index].part }))
  return { files: roles, partColumn: columns.length - 1 }
}

/** Rows read, kept and refused, and the classes, as lines for the terminal. */
export function importReport({ report, classes, fileName }: Dataset): string[] {
  const count = (rows: number) => rows.toLocaleString('en')
  const balance = classes.map((name, i) => `${plainText(name)} ${count(report.classCounts[i])}`).join(', ')
  const refused = Object.entries(report.refusedByReason).map(([reason, rows]) => `${reason} ${count(rows)}`)
  return [
    `${plainText(fileName)}: ${count(report.rowsRead)} rows read, ${count(report.rowsKept)} kept, ` +
      `${count(report.rowsRefused)} refused${refused.length ? ` (${refused.join(', ')})` : ''}`,
    `classes: ${balance}; words per text: median ${report.lengths.median}, longest ${report.lengths.max}`,
  ]
}

function findColumn({ columns }: ImportPreview, flag: string, wanted: string): number {
  const matches = [
    columns.filter((column) => column.name === wanted),
    columns.filter((column) => column.name.trim().toLowerCase() === wanted.trim().toLowerCase()),
    columns.filter((column) => String(column.index + 1) === wanted.trim()),
  ].find((found) => found.length > 0)
  if (matches?.length === 1) return matches[0].index
  const names = columns.map(({ index, name }) => `${index + 1} ${name}`).join(', ')
  throw new UsageError(
    matches
      ? `${flag}: ${matches.length} columns are called "${wanted}"; give the number of one: ${names}.`
      : `${flag}: there is no column "${wanted}"; the file has: ${names}.`,
  )
}

/** The preview names its problem as the door would: with a code of the closed list. */
function problemOf({ code, message }: NonNullable<ImportPreview['problem']>): UnrollError {
  return new UnrollError(errorCode.catch('file-unreadable').parse(code), message)
}

/** Data sets are never changed, so one with the same rows and classes does as well; the new copy is hidden. */
function useExisting(datasets: Services['datasets'], dataset: Dataset): Dataset {
  const same = datasets
    .list()
    .find(
      ({ id, fingerprint, classes }) =>
        id !== dataset.id &&
        fingerprint === dataset.fingerprint &&
        JSON.stringify(classes) === JSON.stringify(dataset.classes),
    )
  if (!same) return dataset
  datasets.remove(dataset.id)
  // What was refused belongs to the file, not to the rows that both have: the report stays that of this import.
  return { ...same, fileName: dataset.fileName, report: dataset.report }
}
