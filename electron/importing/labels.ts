import type { LabelMapping, RefusalReason } from '../../shared/contract/dataset.ts'
import { binOf, quantileEdges } from '../../shared/text/checks/number-bins.ts'

export interface LabelCount {
  value: string
  count: number
}

/** More distinct labels than this are no classes, but texts or names. */
export const MOST_CLASSES = 100
/** From so many distinct labels on, further ones are no longer told apart: a column of texts is no label column. */
export const MOST_LABELS_COUNTED = 10_000
/** Above so many distinct numbers they are a scale, not names of classes. */
const MOST_NUMBER_CLASSES = 20
const positives = ['positive', 'pos', 'good', 'yes', 'true']
const negatives = ['negative', 'neg', 'bad', 'no', 'false']
const number = (text: string) => (text.trim() === '' ? NaN : Number(text))

/** Proposes classes for the labels found. Two spellings of one label (Positive, positive; 1, 1.0) are one class. */
export function detectLabels(all: readonly LabelCount[]): { labels: LabelMapping; reason: string } {
  const values = all.filter(({ value }) => value !== '')
  const numeric = values.length > 0 && values.every(({ value }) => Number.isFinite(number(value)))
  if (numeric) return numberLabels(values)
  const byKey = Map.groupBy(values, ({ value }) => value.toLowerCase())
  const reason = `${byKey.size.toLocaleString('en')} different labels`
  // To guess a hundred of them would be a guess too many: the person chooses, most likely another column.
  if (byKey.size > MOST_CLASSES)
    return {
      labels: { kind: 'values', classes: ['negative', 'positive'], map: {} },
      reason: `${reason}, too many to be classes`,
    }
  const keys = [...byKey.keys()].sort(compareWords)
  return valuesLabels(
    keys.map((key) => byKey.get(key) ?? []),
    reason,
  )
}

/** Negative words first and positive ones last, so that class 1 of two is the positive one; else by alphabet. */
function compareWords(a: string, b: string): number {
  const rank = (key: string) => (positives.includes(key) ? 1 : negatives.includes(key) ? -1 : 0)
  return rank(a) - rank(b) || (a < b ? -1 : 1)
}

function numberLabels(values: readonly LabelCount[]) {
  const distinct = [...new Set(values.map(({ value }) => number(value)))].sort((a, b) => a - b)
  const [lowest, highest] = [distinct[0], distinct[distinct.length - 1]]
  const stars = distinct.length > 2 && lowest >= 1 && highest <= 10 && (highest === 5 || highest === 10)
  if (stars) {
    const labels: LabelMapping = {
      ...{ kind: 'threshold', classes: ['negative', 'positive'], atLeast: highest === 5 ? 4 : 7 },
    }
    return { labels, reason: `stars from ${lowest} to ${highest}` }
  }
  if (distinct.length > MOST_NUMBER_CLASSES) {
    const counts = distinct.map((wanted) => ({
      number: wanted,
      count: values.reduce((sum, { value, count }) => sum + (number(value) === wanted ? count : 0), 0),
    }))
    const edges = quantileEdges(counts, 3)
    const classes = edges.length === 2 ? ['low', 'middle', 'high'] : ['low', 'high']
    return {
      labels: { kind: 'bins', classes, edges } as LabelMapping,
      reason: `${distinct.length.toLocaleString('en')} different numbers, cut into classes of about equally many rows`,
    }
  }
  const groups = distinct.map((wanted) => values.filter(({ value }) => number(value) === wanted))
  return valuesLabels(groups, `the numbers ${distinct.join(', ')}`)
}

/** One class per group, called as its most frequent spelling. */
function valuesLabels(groups: readonly (readonly LabelCount[])[], reason: string) {
  const classes = groups.map((group) => (group[0]?.value ?? '').slice(0, 80))
  const map = Object.fromEntries(groups.flatMap((group, index) => group.map(({ value }) => [value, index])))
  return { labels: { kind: 'values', classes, map } as LabelMapping, reason }
}

/** Class index of a label text, or why it has none. */
export type LabelReader = (label: string) => number | { reason: RefusalReason; message: string }

export function labelReader(mapping: LabelMapping): LabelReader {
  const empty = { reason: 'empty-label', message: 'The label is empty.' } as const
  if (mapping.kind !== 'values')
    return (label) => {
      if (label === '') return empty
      const value = number(label)
      if (Number.isFinite(value)) return binOf(value, mapping.kind === 'bins' ? mapping.edges : [mapping.atLeast])
      return { reason: 'label-not-a-number', message: `The label “${cut(label)}” is not a number.` }
    }
  const map = new Map(Object.entries(mapping.map))
  return (label) => {
    const index = map.get(label)
    if (index !== undefined && index !== null) return index
    if (label === '') return empty
    const message =
      index === null
        ? `Rows with the label “${cut(label)}” were left out by choice.`
        : `The label “${cut(label)}” belongs to no class.`
    return { reason: 'unmapped-label', message }
  }
}

const cut = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text)
