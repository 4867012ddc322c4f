import type { ComparedRun } from '../../stores/comparison.ts'
import { runFields } from '../../stores/spec-fields.ts'
import { tableColumns } from './table-columns.ts'
import { say } from '../../messages.ts'

export type Cell = string | number | null

/**
 * One cell of a CSV file (RFC 4180). A text that a spreadsheet would take for a formula gets an apostrophe in front
 * (OWASP, CSV injection); numbers stay numbers, negative ones too.
 */
export function csvCell(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : ''
  const text = guardFormula(cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Spreadsheets look past spaces in front, and take the wide signs of East Asian keyboards for their narrow twins. */
export const guardFormula = (text: string): string => (/^[\t\r\n]|^\s*[=+\-@＝＋－＠]/.test(text) ? `'${text}` : text)

export const toCsv = (rows: readonly Cell[][]): string =>
  rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')

/** For the clipboard: cells apart by tabs, which a spreadsheet takes as columns. */
export const toTabs = (rows: readonly Cell[][]): string =>
  rows
    .map((row) =>
      row
        .map((cell) => (typeof cell === 'string' ? guardFormula(cell.replace(/[\t\r\n]+/g, ' ')) : csvCell(cell)))
        .join('\t'),
    )
    .join('\n')

/** The table of runs with every number in full and every setting. */
export function tableRows(items: readonly ComparedRun[]): Cell[][] {
  const settings = items.length ? runFields(items[0].run.spec).map(({ label }) => label) : []
  const head = [
    say.compare.experiment,
    say.compare.model,
    say.compare.status,
    ...tableColumns.map(({ title, fullTitle }) => fullTitle ?? title),
    ...settings,
    say.compare.notes,
  ]
  return [
    head,
    ...items.map(({ run, experiment }): Cell[] => [
      experiment.name,
      run.spec.model.name,
      run.status,
      ...tableColumns.map(({ value }) => value(run)),
      ...runFields(run.spec).map(({ value }) => value),
      run.notes,
    ]),
  ]
}

/** A file name that every system accepts. */
export const fileName = (name: string, ending: string): string =>
  `${
    name
      .replace(/[^\p{L}\p{N} ._-]+/gu, ' ')
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, 80) || 'comparison'
  }.${ending}`
