import type { FileRole, ImportOptions, ImportPreview, PreviewRequest } from '../../shared/contract/dataset.ts'
import { detectColumns } from './columns.ts'
import { delimiterName, detectDialect } from './dialect.ts'
import { decoderFor, detectEncoding } from './encoding.ts'
import { fileRoles } from './file-roles.ts'
import { detectFormat } from './formats/detect-format.ts'
import type { RawRow } from './formats/record-reader.ts'
import { detectLabels, MOST_LABELS_COUNTED } from './labels.ts'
import type { LabelCount } from './labels.ts'
import { findProblem, findWarnings } from './preview-findings.ts'
import { columnsOf, readerFor, recordsOf } from './row-source.ts'
import type { ImportedFile } from './row-source.ts'
import { headOf } from './source.ts'

/** Looked at for encoding, for dialect and columns, and for the labels, in bytes or characters. */
const ENCODING_BYTES = 4 * 1024 * 1024
const SAMPLE_CHARACTERS = 512 * 1024
const LABEL_BYTES = 32 * 1024 * 1024
const ROWS_SHOWN = 50
const LABELS_SHOWN = 200
/** Below this share of rows with one width, several files with labels in their names are lines of text. */
const TABLE_SHARE = 0.9

export interface PreviewedFile extends ImportedFile {
  id: string
  /** Further files of the import; `bytes` is the size of the first. */
  more?: readonly ImportedFile[]
}

/** Everything that can be known of a file before it is imported; what the request fixes stays, the rest is detected. */
export async function previewFile(file: PreviewedFile, request: PreviewRequest): Promise<ImportPreview> {
  const files: ImportedFile[] = [file, ...(file.more ?? [])]
  const detected: ImportPreview['detected'] = {}
  const note = (name: keyof ImportOptions, reason: string) => {
    if (request[name] === undefined) detected[name] = reason
  }
  const roles = files.length === 1 ? undefined : (request.files ?? fileRoles(files.map(({ fileName }) => fileName)))
  if (roles) note('files', 'from the names of the files')

  const head = await headOf(file.path, file.fileName, ENCODING_BYTES)
  const foundEncoding = detectEncoding(head.bytes)
  const encoding = request.encoding ?? foundEncoding.encoding
  note('encoding', foundEncoding.reason)

  const decoder = decoderFor(encoding)
  const text = decoder.write(head.bytes) + (head.whole ? decoder.end() : '')
  const sample = text.slice(0, SAMPLE_CHARACTERS)
  const whole = head.whole && sample.length === text.length
  const dialect = detectDialect(sample, whole, request)
  const byName = new Set(roles?.map(({ label }) => label).filter((label) => label !== '')).size > 1
  const found = detectFormat(head.bytes, sample) ?? {
    format: byName && dialect.share < TABLE_SHARE ? ('plain' as const) : ('delimited' as const),
    reason: byName && dialect.share < TABLE_SHARE ? 'the files have no columns, but labels in their names' : 'text',
  }
  const format = request.format ?? found.format
  note('format', found.reason)
  note('delimiter', dialect.delimiterReason)
  note('quoting', dialect.quotingReason)

  const how = { format, encoding, delimiter: dialect.delimiter, quoting: dialect.quoting }
  const known = format === 'delimited' ? null : (await columnsOf(file, { ...how, header: false })).names
  const rows = format === 'parquet' ? await firstRows(file, how) : readerFor(how, known ?? []).push(sample, whole)
  const inFile = known?.length ?? dialect.width
  const usable = rows.filter((row) => !row.unclosed && !row.fault).map((row) => row.cells)
  const detectedColumns = detectColumns(usable, inFile, inOneFile(request, inFile, roles), known)
  const columns = withRoles(detectedColumns, request, roles, usable.length, inFile)
  note('header', columns.headerReason)
  note('textColumn', 'the longest text on average')
  note('labelColumn', columns.labelReason)
  note('partColumn', columns.partReason)

  const { header, textColumn, labelColumn, partColumn } = columns
  const { values, clean } = await countLabels(files, { ...how, header, labelColumn }, known, inFile, roles)
  const foundLabels = detectLabels(values)
  const labels = request.labels ?? foundLabels.labels
  note('labels', foundLabels.reason)
  note('name', 'from the name of the file')

  const options: ImportOptions = {
    name: request.name ?? nameOf(file.fileName),
    ...{ format, encoding, delimiter: dialect.delimiter, quoting: dialect.quoting, header },
    ...(roles ? { files: roles } : {}),
    ...{ textColumn, labelColumn, partColumn, labels },
    ...(request.cleaning ? { cleaning: request.cleaning } : {}),
    ...(request.mended ? { mended: request.mended } : {}),
  }
  const shown = (header ? rows.slice(1) : rows).slice(0, ROWS_SHOWN)
  const byFile = roles ? [roles[0].label, roles[0].part ?? ''] : []
  const bytes = files.reduce((sum, { bytes }) => sum + bytes, 0)
  return {
    ...{ id: file.id, fileName: shownName(files), bytes, options, detected, columns: columns.columns },
    rows: shown.map(({ line, cells, raw, fault }) => ({
      line,
      cells: [...(fault ? [raw] : cells), ...(cells.length === inFile ? byFile : [])].map((cell) =>
        cell.slice(0, 2000),
      ),
    })),
    labelValues: values.slice(0, areNumbers(values) ? values.length : LABELS_SHOWN),
    partial: bytes > LABEL_BYTES,
    warnings: findWarnings({ rows, clean, options, values, delimiterName: delimiterName(dialect.delimiter) }),
    problem: findProblem({ file, width: columns.columns.length, rows: shown.length, options, values }),
  }
}

const nameOf = (fileName: string) =>
  fileName
    .replace(/^.*[/\\]/, '')
    .replace(/\.gz$/i, '')
    .replace(/\.[^.]+$/, '')
    .trim()
    .slice(0, 200) || 'Data set'

const shownName = ([first, ...others]: readonly ImportedFile[]) =>
  others.length === 0 ? first.fileName : `${first.fileName} and ${others.length} more`

async function firstRows(file: ImportedFile, how: Omit<Parameters<typeof recordsOf>[1], 'header'>): Promise<RawRow[]> {
  for await (const { rows } of recordsOf(file, { ...how, header: false }, [], 1)) return rows
  return []
}

/** What the request says of the columns that lie in the file. */
function inOneFile(request: PreviewRequest, width: number, roles: readonly FileRole[] | undefined) {
  if (!roles) return request
  const inside = (column: number | undefined) => (column !== undefined && column < width ? column : undefined)
  const part = request.partColumn
  return {
    header: request.header,
    textColumn: inside(request.textColumn),
    labelColumn: inside(request.labelColumn),
    partColumn: part === null || part === undefined ? part : inside(part),
  }
}

/** Adds the two columns that several files have by their names; they are taken where the file itself has none. */
function withRoles(
  found: ReturnType<typeof detectColumns>,
  request: PreviewRequest,
  roles: readonly FileRole[] | undefined,
  rows: number,
  width: number,
) {
  const noPart = 'no column names train, validation and test'
  if (!roles) return { ...found, partReason: found.partColumn === null ? noPart : 'names the parts' }
  const label = { index: width, name: 'Label by file', looksLike: 'label', sample: roles[0].label }
  const part = { index: width + 1, name: 'Part by file', looksLike: 'part', sample: roles[0].part ?? '' }
  const byName = new Set(roles.map((role) => role.label)).size > 1
  const own = found.columns.find((column) => column.index === found.labelColumn)
  const hasOwn = found.columns.length > 1 && own?.looksLike === 'label' && rows > 0 && (!byName || found.labelIsSure)
  const parts = new Set(roles.map((role) => role.part)).size > 1
  return {
    ...found,
    columns: [
      ...found.columns
        .slice(0, width)
        .map((column) => (!hasOwn && column.index === found.textColumn ? { ...column, looksLike: 'text' } : column)),
      label,
      part,
    ],
    labelColumn: request.labelColumn ?? (hasOwn ? found.labelColumn : width),
    labelReason: hasOwn ? found.labelReason : 'the names of the files tell it',
    partColumn:
      request.partColumn === undefined ? (found.partColumn ?? (parts ? width + 1 : null)) : request.partColumn,
    partReason: parts ? 'the names of the files tell it' : noPart,
  }
}

/** Numbers are cut into classes on the page, which needs all of them. */
const areNumbers = (values: readonly LabelCount[]) =>
  values.every(({ value }) => value === '' || Number.isFinite(Number(value)))

/** Distinct labels with counts, most frequent first, from the first megabytes of each file. */
async function countLabels(
  files: readonly ImportedFile[],
  how: Parameters<typeof recordsOf>[1] & Pick<ImportOptions, 'labelColumn'>,
  names: readonly string[] | null,
  width: number,
  roles: readonly FileRole[] | undefined,
): Promise<{ values: LabelCount[]; clean: boolean }> {
  const counts = new Map<string, number>()
  let clean = true
  for (const [index, file] of files.entries()) {
    let header = how.header
    for await (const { rows, text } of recordsOf(file, how, names ?? [], LABEL_BYTES / files.length)) {
      if (clean && text.includes('\uFFFD')) clean = false
      for (const { cells, unclosed, fault } of rows) {
        if (header) {
          header = false
          continue
        }
        if (unclosed || fault) continue
        // The import refuses such a row (row-reader.ts): what stands in its column of labels is no class.
        if (cells.length > width && cells.slice(width).some((cell) => cell.trim() !== '')) continue
        const own = cells[how.labelColumn]?.trim()
        const value = roles && how.labelColumn >= width ? roles[index].label : own
        // Rows without a label are counted too: they may have a class of their own.
        if (value !== undefined && (counts.has(value) || counts.size < MOST_LABELS_COUNTED))
          counts.set(value, (counts.get(value) ?? 0) + 1)
      }
    }
  }
  const values = [...counts].map(([value, count]) => ({ value, count }))
  return { values: values.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)), clean }
}
