import { lessons as english } from '../messages/en/lessons.ts'
import type { Messages } from '../messages/catalogues.ts'
import { formats } from '../messages/languages.ts'
import type { Formats } from '../messages/formats.ts'
import { startValues } from './lesson.ts'
import type { Condition, Lesson, Quantity, Task, Values } from './lesson.ts'

/** What a check is worded with. */
export interface CheckSpeech {
  say: Pick<Messages, 'lessons'>
  format: Formats
}
const inEnglish: CheckSpeech = { say: { lessons: english }, format: formats.en }

/** One condition of a task against what is measured now. */
export interface Finding {
  condition: Condition
  holds: boolean
  /** What is, and what should be: 'The half-life is 69 words; it must be between 99 and 101 words.' */
  words: string
}

export interface TaskCheck {
  solved: boolean
  findings: Finding[]
  /** Keys that the task asks to keep and that were changed. */
  changed: string[]
}

/** Everything a condition of this lesson can speak of: what is measured, and the numbers themselves. */
export const quantitiesOf = ({ quantities, numbers }: Pick<Lesson, 'quantities' | 'numbers'>): Quantity[] => [
  ...quantities,
  ...numbers.map(({ key, label }) => ({ key, label })),
]

/**
 * Whether a task is solved, and where not, why, in words. `measured` as from `lesson.measure(values)`.
 * A quantity that is not there or not a number fulfils nothing.
 */
export function checkTask(
  lesson: Lesson,
  task: Pick<Task, 'conditions' | 'keeps'>,
  values: Values,
  measured: Readonly<Record<string, number>> = lesson.measure(values),
  speech: CheckSpeech = inEnglish,
): TaskCheck {
  const known = quantitiesOf(lesson)
  const all: Record<string, number> = { ...values.numbers, ...measured }
  const findings = task.conditions.map((condition): Finding => {
    const quantity = known.find(({ key }) => key === condition.quantity)
    const value = quantity ? all[condition.quantity] : Number.NaN
    return { condition, holds: holds(condition, value), words: inWords(condition, quantity, value, speech) }
  })
  const changed = changedKeys(lesson, values).filter((key) => task.keeps?.some((beginning) => begins(key, beginning)))
  return { solved: changed.length === 0 && findings.every((one) => one.holds), findings, changed }
}

/** Keys of numbers and texts that differ from the start. */
export function changedKeys(lesson: Pick<Lesson, 'numbers' | 'texts'>, values: Values): string[] {
  const start = startValues(lesson)
  return [
    ...lesson.numbers.map(({ key }) => key).filter((key) => values.numbers[key] !== start.numbers[key]),
    ...lesson.texts.map(({ key }) => key).filter((key) => values.texts[key] !== start.texts[key]),
  ]
}

/** 'W_h' speaks of W_h[1,2], not of W_hidden. */
const begins = (key: string, beginning: string) => key === beginning || key.startsWith(`${beginning}[`)

function holds({ is, value, within = 0 }: Condition, measured: number): boolean {
  if (Number.isNaN(measured)) return false
  switch (is) {
    case 'below':
      return measured < value
    case 'above':
      return measured > value
    case 'at most':
      return measured <= value
    case 'at least':
      return measured >= value
    case 'near':
      return Math.abs(measured - value) <= within
  }
}

function inWords(condition: Condition, quantity: Quantity | undefined, measured: number, speech: CheckSpeech): string {
  const { lessons: say } = speech.say
  if (!quantity) return say.noQuantity(condition.quantity)
  if (quantity.answers) return measured === 1 ? quantity.answers.yes : quantity.answers.no
  const unit = quantity.unit ? ` ${quantity.unit}` : ''
  const asked = `${wanted(condition, speech)}${unit}`
  return Number.isNaN(measured)
    ? say.notMeasured(quantity.label, asked)
    : say.finding(quantity.label, `${shown(measured, speech)}${unit}`, asked)
}

/** 'below 0.001', 'between 99 and 101'. */
export function wanted({ is, value, within = 0 }: Condition, speech = inEnglish): string {
  const { lessons: say } = speech.say
  if (is === 'near' && within === 0) return say.exactly(shown(value, speech))
  return is === 'near'
    ? say.between(shown(value - within, speech), shown(value + within, speech))
    : say.wanted[is](shown(value, speech))
}

/** Up to six significant digits; very small and large ones as powers of ten. */
export function shown(value: number, { say, format } = inEnglish): string {
  if (!Number.isFinite(value)) return value > 0 ? say.lessons.infinite : say.lessons.negative
  const size = Math.abs(value)
  const text =
    size !== 0 && (size < 1e-4 || size >= 1e7)
      ? value.toExponential(2).replace(/e\+?(-?\d+)$/, ' · 10^$1')
      : String(Number(value.toPrecision(5)))
  return format.digits(text).replaceAll('-', '−')
}
