/**
 * What a lesson is, apart from its prose: the numbers and texts that a reader may change, what the engine measures of them, and
 * tasks that are conditions on those measures. Everything a lesson set in a file may touch has a key here.
 */

/** A number on the page that the reader may change. */
export interface LessonNumber {
  /** Unique in its lesson, e.g. 'W_h[1,2]' (rows and columns count from 1, as in the formulas). */
  key: string
  /** How it is spoken of, e.g. 'W_h, row 1, column 2'. */
  label: string
  start: number
  min: number
  max: number
  whole?: boolean
  /** What the arrow keys add. */
  step?: number
}

/** A text on the page that the reader may change. */
export interface LessonText {
  key: string
  label: string
  start: string
}
/** Characters of a text; more is cut off. */
export const LONGEST_TEXT = 200

export interface Values {
  numbers: Readonly<Record<string, number>>
  texts: Readonly<Record<string, string>>
}

/** Something the engine measures on the page, and a task may ask for. */
export interface Quantity {
  key: string
  /** Stands at the start of a sentence: 'The half-life'. */
  label: string
  unit?: string
  /** Of a quantity that is 1 or 0: what to say then. */
  answers?: { yes: string; no: string }
}

export const relations = ['below', 'above', 'at most', 'at least', 'near'] as const
export type Relation = (typeof relations)[number]

export interface Condition {
  /** Key of a quantity, or of one of the lesson's numbers. */
  quantity: string
  is: Relation
  value: number
  /** Of 'near': how far away is near. */
  within?: number
}

export interface Task {
  id: string
  ask: string
  hint: string
  /** All must hold. */
  conditions: readonly Condition[]
  /** Beginnings of keys whose numbers and texts must stay as they were at the start. */
  keeps?: readonly string[]
  /** A teacher asks for other thresholds than `ask` speaks of: the conditions are then shown in full. */
  thresholdsChanged?: boolean
}

export interface Lesson {
  id: string
  title: string
  /** What the lesson answers, in one line. */
  question: string
  numbers: readonly LessonNumber[]
  texts: readonly LessonText[]
  quantities: readonly Quantity[]
  tasks: readonly Task[]
  /** Every quantity, by key. NaN where there is nothing to measure. */
  measure(values: Values): Record<string, number>
}

export const startValues = ({ numbers, texts }: Pick<Lesson, 'numbers' | 'texts'>): Values => ({
  numbers: Object.fromEntries(numbers.map(({ key, start }) => [key, start])),
  texts: Object.fromEntries(texts.map(({ key, start }) => [key, start])),
})

/** Whether a number may stand in a field. */
export const fits = ({ min, max, whole }: LessonNumber, value: number): boolean =>
  Number.isFinite(value) && value >= min && value <= max && (!whole || Number.isInteger(value))

/** The values with those changes that the lesson knows and that fit; others are left out, as after an update of Unroll. */
export function withChanges(
  { numbers, texts }: Pick<Lesson, 'numbers' | 'texts'>,
  values: Values,
  changes: { numbers?: Readonly<Record<string, number>>; texts?: Readonly<Record<string, string>> },
): Values {
  const changed = { numbers: { ...values.numbers }, texts: { ...values.texts } }
  for (const number of numbers) {
    const value = own(changes.numbers, number.key)
    if (value !== undefined && fits(number, value)) changed.numbers[number.key] = value
  }
  for (const { key } of texts) {
    const text = own(changes.texts, key)
    if (text !== undefined) changed.texts[key] = text.slice(0, LONGEST_TEXT)
  }
  return changed
}

/** The lesson as a teacher starts it: other values at the start, other tasks. */
export function startingFrom(
  lesson: Lesson,
  changes: Parameters<typeof withChanges>[2],
  tasks: readonly Task[] = lesson.tasks,
): Lesson {
  const start = withChanges(lesson, startValues(lesson), changes)
  return {
    ...lesson,
    numbers: lesson.numbers.map((one) => ({ ...one, start: start.numbers[one.key] })),
    texts: lesson.texts.map((one) => ({ ...one, start: start.texts[one.key] })),
    tasks,
  }
}

/** A key from a file may be called 'constructor'. */
const own = <T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined =>
  record && Object.hasOwn(record, key) ? record[key] : undefined
