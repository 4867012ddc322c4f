import { partOf } from './parts.ts'

/** What the detection knows of one column, from the data rows of the sample. */
interface Column {
  index: number
  name: string
  averageLength: number
  distinct: number
  /** Shares from 0 to 1 of the non-empty cells. */
  numeric: number
  parts: number
  filled: number
  sample: string
}

export interface DetectedColumns {
  header: boolean
  headerReason: string
  textColumn: number
  labelColumn: number
  partColumn: number | null
  labelReason: string
  /** The label column is called so, or has a few values that repeat: it is one beyond doubt. */
  labelIsSure: boolean
  columns: { index: number; name: string; looksLike: string; sample: string }[]
}

const textNames =
  /^(text|review|reviews|sentence|sentences|comment|message|tweet|content|body|document|phrase|title)s?$/i
const labelNames = /^(label|labels|sentiment|class|category|target|rating|ratings|star|stars|score|polarity|y)$/i
const otherNames = /^(id|index|split|part|fold|set|date|user|name|product|source|lang|language)$/i
const isNumber = (text: string) => text !== '' && Number.isFinite(Number(text))
const MOST_CLASSES = 100

/** Finds header and roles of the columns; what is `given` stays. `names`: known ones, then no row is a header. */
export function detectColumns(
  rows: readonly string[][],
  width: number,
  given: { header?: boolean; textColumn?: number; labelColumn?: number; partColumn?: number | null },
  names: readonly string[] | null = null,
): DetectedColumns {
  const [first = []] = rows
  const guessed = names ? null : guessHeader(first, rows.slice(1))
  const header = !names && (given.header ?? guessed !== null)
  const data = header ? rows.slice(1) : rows
  const columns = Array.from({ length: Math.max(width, first.length) }, (_, index) =>
    describe(index, names ?? (header ? first : []), data),
  )
  const textColumn = given.textColumn ?? findText(columns, given.labelColumn)
  const partColumn = given.partColumn === undefined ? findPart(columns, textColumn) : given.partColumn
  const label = findLabel(columns, data.length, [textColumn, partColumn])
  const labelColumn = given.labelColumn ?? label.index
  return {
    header,
    headerReason: names ? 'the columns have names' : (guessed ?? 'the first row looks like the others'),
    ...{ textColumn, labelColumn, partColumn },
    labelReason: label.reason,
    labelIsSure: isSureLabel(
      columns.find(({ index }) => index === labelColumn),
      data.length,
    ),
    columns: columns.map((column) => ({
      index: column.index,
      name: column.name,
      looksLike: looksLike(column, textColumn, labelColumn, partColumn),
      sample: column.sample,
    })),
  }
}

/** Why the first row names the columns, or null when it is a row like the others. */
function guessHeader(first: readonly string[], rows: readonly string[][]): string | null {
  const cells = first.map((cell) => cell.trim())
  if (cells.length < 2 || cells.some(isNumber) || new Set(cells).size < cells.length) return null
  const known = cells.find((cell) => textNames.test(cell) || labelNames.test(cell) || otherNames.test(cell))
  if (known) return `the first row names a column “${known}”`
  if (cells.some((cell) => cell.length > 60 || cell === '')) return null
  for (const [column, cell] of cells.entries()) {
    const values = rows.map((row) => row[column]?.trim() ?? '').filter((value) => value !== '')
    if (values.length > 2 && values.every(isNumber)) return `“${cell}” stands above numbers`
    const distinct = new Set(values)
    if (values.length >= 10 && distinct.size <= 10 && !distinct.has(cell))
      return `“${cell}” occurs nowhere below itself`
  }
  return null
}

function describe(index: number, header: readonly string[], rows: readonly string[][]): Column {
  const cells = rows.map((row) => row[index]?.trim() ?? '').filter((cell) => cell !== '')
  const share = (test: (cell: string) => boolean) => (cells.length === 0 ? 0 : cells.filter(test).length / cells.length)
  return {
    index,
    name: header[index]?.trim() || `Column ${index + 1}`,
    averageLength: cells.reduce((sum, cell) => sum + cell.length, 0) / Math.max(1, cells.length),
    distinct: new Set(cells).size,
    numeric: share(isNumber),
    parts: share((cell) => partOf(cell) !== undefined),
    filled: rows.length === 0 ? 0 : cells.length / rows.length,
    sample: cells[0]?.slice(0, 80) ?? '',
  }
}

/** The column with the longest text on average; a name such as 'review' decides between similar ones. */
function findText(columns: readonly Column[], taken: number | undefined): number {
  const score = (column: Column) =>
    column.averageLength * (column.numeric > 0.9 ? 0.01 : 1) * (textNames.test(column.name) ? 2 : 1)
  const free = columns.filter(({ index }) => index !== taken)
  return free.reduce((a, b) => (score(b) > score(a) ? b : a), free[0] ?? ({ index: 0 } as Column)).index
}

function findPart(columns: readonly Column[], text: number): number | null {
  const found = columns.find(
    ({ index, parts, distinct, filled }) => index !== text && parts === 1 && distinct >= 2 && filled > 0.5,
  )
  return found?.index ?? null
}

/** Few distinct values; a telling name, then words, then the earlier column are preferred. */
function findLabel(columns: readonly Column[], rows: number, taken: readonly (number | null)[]) {
  const score = ({ name, numeric, distinct, filled }: Column) =>
    (labelNames.test(name) ? 4 : 0) +
    (numeric < 0.5 ? 2 : 0) +
    (distinct >= 2 && distinct <= 10 ? 2 : distinct >= 2 && distinct <= 20 ? 1 : 0) +
    (filled > 0.9 ? 1 : 0) -
    (distinct > MOST_CLASSES || (distinct === rows && rows > 3) ? 6 : 0) -
    (filled === 0 ? 10 : 0)
  const free = columns.filter(({ index }) => !taken.includes(index))
  if (free.length === 0)
    return { index: columns.find(({ index }) => index !== taken[0])?.index ?? 0, reason: 'no other column is left' }
  const best = free.reduce((a, b) => (score(b) > score(a) ? b : a))
  return { index: best.index, reason: `${best.distinct} distinct ${best.distinct === 1 ? 'value' : 'values'}` }
}

function isSureLabel(column: Column | undefined, rows: number): boolean {
  if (!column || column.filled < 0.5) return false
  return labelNames.test(column.name) || (column.distinct >= 2 && column.distinct <= 20 && column.distinct * 2 < rows)
}

function looksLike(column: Column, text: number, label: number, part: number | null): string {
  if (column.filled === 0) return 'empty'
  if (column.index === part) return 'part'
  if (column.index === label) return 'label'
  if (column.index === text) return 'text'
  return column.numeric > 0.9 ? 'number' : column.distinct <= 20 ? 'label' : 'text'
}
