import { setImmediate } from 'node:timers/promises'
import type { ImportOptions, ImportPreview, PreviewRequest } from '../../shared/contract/dataset.ts'
import { detectColumns } from './columns.ts'
import { DelimitedReader } from './delimited.ts'
import { delimiterName, detectDialect, readSample } from './dialect.ts'
import { decoderFor, detectEncoding } from './encoding.ts'
import { detectLabels, MOST_LABELS_COUNTED } from './labels.ts'
import type { LabelCount } from './labels.ts'
import { findProblem, findWarnings } from './preview-findings.ts'
import { headOf, piecesOf } from './source.ts'

/** Looked at for encoding, for dialect and columns, and for the labels, in bytes or characters. */
const ENCODING_BYTES = 4 * 1024 * 1024
const SAMPLE_CHARACTERS = 512 * 1024
const LABEL_BYTES = 32 * 1024 * 1024
const ROWS_SHOWN = 50
const LABELS_SHOWN = 200

export interface PreviewedFile {
  id: string
  fileName: string
  path: string
  bytes: number
}

/** Everything that can be known of a file before it is imported; what the request fixes stays, the rest is detected. */
export async function previewFile(file: PreviewedFile, request: PreviewRequest): Promise<ImportPreview> {
  const head = await headOf(file.path, file.fileName, Math.min(file.bytes, ENCODING_BYTES))
  const detected: ImportPreview['detected'] = {}
  const note = (name: keyof ImportOptions, reason: string) => {
    if (request[name] === undefined) detected[name] = reason
  }

  const foundEncoding = detectEncoding(head)
  const encoding = request.encoding ?? foundEncoding.encoding
  note('encoding', foundEncoding.reason)

  const decoder = decoderFor(encoding)
  const text = decoder.write(head) + (head.length === file.bytes ? decoder.end() : '')
  const sample = text.slice(0, SAMPLE_CHARACTERS)
  const whole = head.length === file.bytes && sample.length === text.length
  const dialect = detectDialect(sample, whole, request)
  note('delimiter', dialect.delimiterReason)
  note('quoting', dialect.quotingReason)

  const rows = readSample(sample, whole, dialect)
  const usable = rows.filter((row) => !row.unclosed)
  const roles = detectColumns(
    usable.map((row) => row.cells),
    dialect.width,
    request,
  )
  note('header', roles.headerReason)
  note('textColumn', 'the longest text on average')
  note('labelColumn', roles.labelReason)
  note('partColumn', roles.partColumn === null ? 'no column names train, validation and test' : 'names the parts')

  const { values, clean } = await countLabels(file, { encoding, ...dialect, ...roles })
  const foundLabels = detectLabels(values)
  const labels = request.labels ?? foundLabels.labels
  note('labels', foundLabels.reason)
  note('name', 'from the name of the file')

  const options: ImportOptions = {
    name:
      request.name ??
      (file.fileName
        .replace(/\.[^.]+$/, '')
        .trim()
        .slice(0, 200) ||
        'Data set'),
    ...{ encoding, delimiter: dialect.delimiter, quoting: dialect.quoting, header: roles.header },
    ...{ textColumn: roles.textColumn, labelColumn: roles.labelColumn, partColumn: roles.partColumn, labels },
  }
  const shown = (roles.header ? rows.slice(1) : rows).slice(0, ROWS_SHOWN)
  return {
    ...{ id: file.id, fileName: file.fileName, bytes: file.bytes, options, detected, columns: roles.columns },
    rows: shown.map(({ line, cells }) => ({ line, cells: cells.map((cell) => cell.slice(0, 2000)) })),
    labelValues: values.slice(0, LABELS_SHOWN),
    partial: file.bytes > LABEL_BYTES,
    warnings: findWarnings({ rows, clean, options, values, delimiterName: delimiterName(dialect.delimiter) }),
    problem: findProblem({ file, width: roles.columns.length, rows: shown.length, options, values }),
  }
}

/** Distinct labels with counts, most frequent first, from the first megabytes. */
async function countLabels(
  file: PreviewedFile,
  how: Pick<ImportOptions, 'encoding' | 'delimiter' | 'quoting' | 'header' | 'labelColumn'>,
): Promise<{ values: LabelCount[]; clean: boolean }> {
  const counts = new Map<string, number>()
  const decoder = decoderFor(how.encoding)
  const reader = new DelimitedReader(how)
  let header = how.header
  let clean = true
  const take = (text: string, last: boolean) => {
    if (clean && text.includes('\uFFFD')) clean = false
    for (const { cells, unclosed } of reader.push(text, last)) {
      if (header) {
        header = false
        continue
      }
      const value = unclosed ? '' : (cells[how.labelColumn]?.trim() ?? '')
      if (value !== '' && (counts.has(value) || counts.size < MOST_LABELS_COUNTED))
        counts.set(value, (counts.get(value) ?? 0) + 1)
    }
  }
  for await (const piece of piecesOf(file.path, file.fileName, LABEL_BYTES)) {
    take(decoder.write(piece), false)
    await setImmediate()
  }
  if (file.bytes <= LABEL_BYTES) take(decoder.end(), true)
  const values = [...counts].map(([value, count]) => ({ value, count }))
  return { values: values.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)), clean }
}
