import { UnrollError } from '../contract/errors.ts'
import type { Part } from '../contract/dataset.ts'
import type { SplitReport } from '../contract/experiment.ts'
import type { SplitSpec } from '../contract/spec.ts'
import { stream } from '../engine/training/random.ts'
import { apportion } from './apportion.ts'

export interface SplitRow {
  text: string
  /** Class index, from 0. */
  label: number
  /** The part that the file names for this row, if any. */
  part: Part | null
}

export const TRAIN = 0
export const VALIDATION = 1
export const TEST = 2
/** In no part: the same text stands in a part that the file names as validation or test. */
export const LEFT_OUT = 3

/** One entry per row: TRAIN, VALIDATION, TEST or LEFT_OUT. */
export type SplitAssignment = Uint8Array<ArrayBuffer>

const partNames = ['train', 'validation', 'test'] as const
const codeOf: Record<Part, number> = { train: TRAIN, validation: VALIDATION, test: TEST }

/** Rows of one text, which move together. */
interface Group {
  rows: number[]
  label: number
}

/**
 * Divides rows into training, validation and test part: a pure function of rows, spec and seed.
 *
 * - The same text (NFC, letter case folded, white space collapsed) never stands in two parts; its rows move as one group. A
 *   group whose rows disagree on the label counts for the class that most of them have.
 * - Every class is divided in the proportions of the spec, to within one row where texts are distinct.
 * - With `useGiven`, rows that name a part keep it. Parts that no row names are drawn from the rows that name none, or, where
 *   those do not suffice, from the training rows too: a file with train and test gets its validation part out of train, as
 *   the fraction validation / (train + validation). Other rows with the text of a given test or validation row are left out.
 *
 * @param classes names of the classes, for messages.
 * @throws {UnrollError} 'data-too-few' when a part would be empty or a class have no training row.
 */
export function splitRows(
  rows: readonly SplitRow[],
  spec: SplitSpec,
  seed: number,
  classes: readonly string[] = [],
): SplitAssignment {
  const groups = groupByText(rows)
  const assignment: SplitAssignment = new Uint8Array(rows.length)
  const named = new Set(spec.useGiven ? rows.map((row) => row.part).filter((part) => part !== null) : [])
  const { free, train } = named.size > 0 ? placeGiven(groups, rows, assignment) : { free: groups, train: [] }

  const missing = [VALIDATION, TEST].filter((code) => !named.has(partNames[code]))
  const shares = partNames.map((name, code) => (code === TRAIN || missing.includes(code) ? spec[name] : 0))
  divide(free, shares, seed, assignment)
  if (train.length > 0 && missing.some((code) => !assignment.includes(code)))
    divide([...free, ...train], shares, seed, assignment)

  check(rows, assignment, groups.length, classes)
  return assignment
}

/** Counts an assignment, per part and class. */
export function splitReport(
  rows: readonly Pick<SplitRow, 'label'>[],
  assignment: SplitAssignment,
  classes: number,
): SplitReport {
  const counts = partNames.map(() => new Array<number>(classes).fill(0))
  const totals = [0, 0, 0, 0]
  rows.forEach(({ label }, row) => {
    totals[assignment[row]]++
    if (assignment[row] !== LEFT_OUT) counts[assignment[row]][label]++
  })
  return {
    train: totals[TRAIN],
    validation: totals[VALIDATION],
    test: totals[TEST],
    leftOut: totals[LEFT_OUT],
    classCounts: { train: counts[TRAIN], validation: counts[VALIDATION], test: counts[TEST] },
  }
}

/** What two rows must share to be the same text. Upper case first: it also folds ß and ss, σ and ς. */
export function textKey(text: string): string {
  return text.toUpperCase().toLowerCase().normalize('NFC').replace(/\s+/gu, ' ').trim()
}

function groupByText(rows: readonly SplitRow[]): Group[] {
  const byKey = new Map<string, number[]>()
  rows.forEach(({ text }, row) => {
    const key = textKey(text)
    const found = byKey.get(key)
    if (found) found.push(row)
    else byKey.set(key, [row])
  })
  return [...byKey.values()].map((members) => ({ rows: members, label: commonLabel(members, rows) }))
}

/** The most frequent label of these rows; of equally frequent ones the smallest. */
function commonLabel(members: readonly number[], rows: readonly SplitRow[]): number {
  if (members.length === 1) return rows[members[0]].label
  const counts = new Map<number, number>()
  for (const row of members) counts.set(rows[row].label, (counts.get(rows[row].label) ?? 0) + 1)
  const [[label]] = [...counts].sort(([a, m], [b, n]) => n - m || a - b)
  return label
}

/** Puts rows that name their part there, and answers which groups name none and which name train. */
function placeGiven(groups: readonly Group[], rows: readonly SplitRow[], assignment: SplitAssignment) {
  const free: Group[] = []
  const train: Group[] = []
  for (const group of groups) {
    const codes = group.rows.map((row) => codeOf[rows[row].part ?? 'train'])
    const held = Math.max(...codes) // a text that is given for two parts stays where it is tested
    if (held === TRAIN) (group.rows.some((row) => rows[row].part !== null) ? train : free).push(group)
    else group.rows.forEach((row, i) => (assignment[row] = codes[i] === held ? held : LEFT_OUT))
  }
  return { free, train }
}

/**
 * Divides groups in proportion to `shares` (of train, validation, test), class by class: large groups first, each to the
 * part that lacks most rows. Where every group is one row, each part gets exactly what `apportion` gave it.
 */
function divide(groups: readonly Group[], shares: readonly number[], seed: number, assignment: SplitAssignment): void {
  const random = stream(seed, 'split')
  const byClass = Map.groupBy(groups, (group) => group.label)
  const owed = shares.map(() => 0)
  for (const [, members] of [...byClass].sort(([a], [b]) => a - b)) {
    const order = random.shuffle([...members]).sort((a, b) => b.rows.length - a.rows.length)
    const total = order.reduce((sum, group) => sum + group.rows.length, 0)
    const lacking = apportion(total, shares, owed)
    for (const group of order) {
      const part = lacking.indexOf(Math.max(...lacking))
      lacking[part] -= group.rows.length
      for (const row of group.rows) assignment[row] = part
    }
  }
}

function check(
  rows: readonly SplitRow[],
  assignment: SplitAssignment,
  distinct: number,
  classes: readonly string[],
): void {
  const found = `${rows.length} ${rows.length === 1 ? 'row' : 'rows'} with ${distinct} distinct ${distinct === 1 ? 'text' : 'texts'}`
  for (const [code, part] of partNames.entries())
    if (!assignment.includes(code))
      throw new UnrollError(
        'data-too-few',
        `Too few distinct texts to split: of ${found}, none is left for the ${part} part. ` +
          'The same text never stands in two parts, so repeated rows do not help. ' +
          'Add rows with other texts, or choose a larger share for that part.',
        { part, rows: rows.length, distinct },
      )
  const trained = new Set<number>()
  const present = new Set<number>()
  rows.forEach(({ label }, row) => {
    present.add(label)
    if (assignment[row] === TRAIN) trained.add(label)
  })
  for (const label of present)
    if (!trained.has(label))
      throw new UnrollError(
        'data-too-few',
        `Class ${classes[label] === undefined ? label : `“${classes[label]}”`} has no row in the training part ` +
          `(${found} in all), so no model can learn it. Add rows of that class with other texts, or leave the class out.`,
        { class: label, rows: rows.length, distinct },
      )
}
