import { formatCount, formatDuration, formatLoss, formatNumber, formatShare } from '../../charts/format.ts'
import type { Run } from '../../../shared/contract/experiment.ts'
import { say } from '../../messages.ts'

/** A column of numbers in the table of runs. */
export interface TableColumn {
  key: string
  title: string
  /** The same with its unit, for the head of a file; the title where that says all. */
  fullTitle?: string
  /** What the number is, in one sentence. */
  about: string
  value: (run: Run) => number | null
  format: (value: number) => string
  /** Which value is the best; null where more is neither better nor worse. */
  better: 'high' | 'low' | 'near-one' | null
}

export const tableColumns: readonly TableColumn[] = [
  {
    key: 'bestValidation',
    get title() {
      return say.compare.bestValidation
    },
    get fullTitle() {
      return say.compare.bestValidationAccuracy
    },
    get about() {
      return say.compare.highestValidationAccuracyOfAny
    },
    value: ({ epochs }) =>
      epochs.length ? Math.max(...epochs.map(({ validationAccuracy }) => validationAccuracy)) : null,
    format: (value) => formatShare(value),
    better: 'high',
  },
  {
    key: 'lastValidation',
    get title() {
      return say.compare.lastValidation
    },
    get fullTitle() {
      return say.compare.lastValidationAccuracy
    },
    get about() {
      return say.compare.validationAccuracyAfterTheLast
    },
    value: ({ epochs }) => epochs[epochs.length - 1]?.validationAccuracy ?? null,
    format: (value) => formatShare(value),
    better: 'high',
  },
  {
    key: 'testAccuracy',
    get title() {
      return say.compare.test
    },
    get fullTitle() {
      return say.compare.testAccuracy
    },
    get about() {
      return say.compare.accuracyOnTheTestPartMeasured
    },
    value: ({ test }) => test?.accuracy ?? null,
    format: (value) => formatShare(value),
    better: 'high',
  },
  {
    key: 'testLoss',
    get title() {
      return say.compare.testLoss
    },
    get about() {
      return say.compare.meanCrossEntropyPerTestSentence
    },
    value: ({ test }) => test?.loss ?? null,
    format: (value) => formatLoss(value),
    better: 'low',
  },
  {
    key: 'parameters',
    get title() {
      return say.compare.parameters
    },
    get about() {
      return say.compare.howManyNumbersTheModelLearns
    },
    value: ({ parameters }) => parameters,
    format: formatCount,
    better: null,
  },
  {
    key: 'secondsPerEpoch',
    get title() {
      return say.compare.perEpoch
    },
    get fullTitle() {
      return say.compare.secondsPerEpoch
    },
    get about() {
      return say.compare.trainingTimeOfAnEpochIts
    },
    value: ({ epochs }) => median(epochs.map(({ seconds }) => seconds)),
    format: (value) => formatDuration(value),
    better: 'low',
  },
  {
    key: 'decayPerWord',
    get title() {
      return say.compare.decayPerWord
    },
    get about() {
      return say.compare.factorByWhichTheGradientChanges
    },
    value: ({ decay }) => decay?.perWord ?? null,
    format: (value) => `× ${formatNumber(value)}`,
    better: 'near-one',
  },
]

/** The middle value, the mean of both middles of an even number; null of nothing. */
export function median(values: readonly number[]): number | null {
  if (!values.length) return null
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** The best value of a column; null when there is nothing to choose from. */
export function bestValue({ value, better }: TableColumn, runs: readonly Run[]): number | null {
  const values = runs.map(value).filter((one): one is number => one !== null && Number.isFinite(one))
  if (better === null || values.length < 2) return null
  if (better === 'high') return Math.max(...values)
  if (better === 'low') return Math.min(...values)
  const away = (one: number) => Math.abs(Math.log(one))
  return values.reduce((a, b) => (away(b) < away(a) ? b : a))
}

export interface Sorting {
  /** A column's key, or 'name'. */
  key: string
  descending: boolean
}

/** Sorts by a column, runs without a value last in either direction. Equal values keep their order. */
export function sortRuns<Item extends { run: Run }>(items: readonly Item[], sorting: Sorting | null): Item[] {
  if (!sorting) return [...items]
  const sign = sorting.descending ? -1 : 1
  if (sorting.key === 'name')
    return [...items].sort((a, b) => sign * a.run.spec.model.name.localeCompare(b.run.spec.model.name, 'en'))
  const column = tableColumns.find(({ key }) => key === sorting.key)
  if (!column) return [...items]
  return [...items].sort((a, b) => {
    const [x, y] = [column.value(a.run), column.value(b.run)]
    if (x === null || y === null) return Number(x === null) - Number(y === null)
    return sign * (x - y)
  })
}

/** The next state of a header that is pressed: best first, the other way round, unsorted. */
export function nextSorting(now: Sorting | null, key: string): Sorting | null {
  const first = tableColumns.find((column) => column.key === key)?.better !== 'low' && key !== 'name'
  if (now?.key !== key) return { key, descending: first }
  return now.descending === first ? { key, descending: !first } : null
}
