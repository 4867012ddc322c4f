import type { ImportOptions, ImportPreview } from '../../shared/contract/dataset.ts'
import type { RawRow } from './formats/record-reader.ts'
import { MOST_CLASSES, MOST_LABELS_COUNTED } from './labels.ts'
import type { LabelCount } from './labels.ts'
import { binOf } from '../../shared/text/checks/number-bins.ts'

/** Above so many classes the label column is worth a second look. */
const MOST_LIKELY_CLASSES = 20
const countLabels = ({ length }: readonly LabelCount[]) =>
  `${length < MOST_LABELS_COUNTED ? '' : 'at least '}${length.toLocaleString('en')}`

/** Why a file cannot be imported with these options; null when it can. */
export function findProblem({
  file,
  width,
  rows,
  options,
  values,
}: {
  file: { fileName: string }
  width: number
  rows: number
  options: ImportOptions
  values: readonly LabelCount[]
}): ImportPreview['problem'] {
  if (width < 2)
    return {
      code: 'csv-one-column',
      message:
        `“${file.fileName}” has only one column with any of the usual delimiters (comma, tab, semicolon, bar). ` +
        'A text column and a label column are needed. Choose another delimiter, or add the labels.',
    }
  if (rows === 0)
    return {
      code: 'csv-no-rows',
      message: `“${file.fileName}” has ${options.header ? 'a header but no rows below it' : 'no rows'}.`,
    }
  if (Math.max(options.textColumn, options.labelColumn, options.partColumn ?? 0) >= width)
    return { code: 'bad-request', message: `The file has ${width} columns; one of the chosen columns is beyond them.` }
  if (options.textColumn === options.labelColumn)
    return { code: 'bad-request', message: 'Text and label must be two different columns.' }
  return labelProblem(options, values)
}

function labelProblem({ labels }: ImportOptions, all: readonly LabelCount[]): ImportPreview['problem'] {
  // Rows without a label are refused, unless they have a class of their own.
  const values = all.filter(({ value }) => value !== '' || (labels.kind === 'values' && labels.map[''] != null))
  if (values.length === 1)
    return {
      code: 'labels-one-class',
      message: `Every row has the label “${values[0].value}”. A model needs at least two classes to tell apart: choose another label column or another file.`,
    }
  if (labels.kind !== 'values') {
    const edges = labels.kind === 'bins' ? labels.edges : [labels.atLeast]
    const sides = new Set(values.map(({ value }) => binOf(Number(value), edges)))
    return sides.size === 1
      ? {
          code: 'labels-one-class',
          message: `All labels are on one side of ${edges.join(', ')}. Choose another threshold.`,
        }
      : null
  }
  const used = new Set(values.map(({ value }) => labels.map[value] ?? null).filter((index) => index !== null))
  if (used.size === 0)
    return {
      code: 'labels-unmapped',
      message:
        values.length > MOST_CLASSES
          ? `The label column holds ${countLabels(values)} different labels; that is no set of classes. Choose another label column, or give at least two of the labels a class.`
          : 'No label belongs to a class. Give at least two labels a class.',
    }
  return used.size === 1
    ? { code: 'labels-one-class', message: 'All labels belong to one class. A model needs at least two to tell apart.' }
    : null
}

/** What the user should look at before importing. */
export function findWarnings({
  rows,
  clean,
  options,
  values,
  delimiterName,
}: {
  rows: readonly RawRow[]
  clean: boolean
  options: ImportOptions
  values: readonly LabelCount[]
  delimiterName: string
}): string[] {
  const warnings: string[] = []
  const unclosed = rows.find((row) => row.unclosed)
  if (unclosed)
    warnings.push(
      `Line ${unclosed.line} opens a quote that is never closed; it will be refused. If quotes are part of the text, turn quoting off.`,
    )
  const width = rows[0]?.cells.length ?? 0
  const ragged = rows.find((row) => !row.unclosed && row.cells.length > width)
  if (ragged)
    warnings.push(
      `Line ${ragged.line} has ${ragged.cells.length} columns instead of ${width} (${delimiterName}-separated); such rows are refused.`,
    )
  if (!clean)
    warnings.push(
      'Some bytes are no characters in the chosen encoding and are shown as \uFFFD. Choose another one if words look wrong.',
    )
  if (options.labels.kind === 'values' && Math.max(options.labels.classes.length, values.length) > MOST_LIKELY_CLASSES)
    warnings.push(`${countLabels(values)} different labels: is this the right label column?`)
  return warnings
}
