import { stream } from '../training/random.ts'
import { backwardTrace, gradientOf } from './backward-trace.ts'
import type { BackwardTrace } from './backward-trace.ts'
import { sumOfTerms } from './contributions.ts'
import { withoutWeights } from './interventions.ts'
import { matrix, norm } from './matrix.ts'
import { weightOf, withWeight } from './model.ts'
import { lossOf, outputAfter, trace } from './trace.ts'
import type { Trace } from './trace.ts'

export interface GradientCheckOptions {
  label: number
  /** As in `backwardTrace`. */
  at?: number
  /** Largest number of entries tried per parameter, drawn at random; all unless given. */
  perParameter?: number
  /** Of that draw. */
  seed?: number
}

/** One weight: the gradient by back-propagation, and the slope of the loss when the weight is moved. */
export interface CheckedEntry {
  row: number
  column: number
  analytic: number
  numeric: number
}

/**
 * wrong: above 1e-2; doubtful: above 1e-4, or above 1e-7 without kinks (tanh, sigmoid); fine: the rest. Thresholds of cs231n,
 * neural networks part 3, "Gradient checks" (cs231n.github.io/neural-networks-3/#gradcheck), for double precision.
 * Differences too small for a double to resolve count as fine.
 */
export type Verdict = 'fine' | 'doubtful' | 'wrong'

export interface ParameterCheck {
  parameter: string
  /** Entries tried, and entries that this sentence uses. */
  checked: number
  entries: number
  /** ‖analytic - numeric‖ / max(‖analytic‖, ‖numeric‖) over the entries tried; 0 when both are 0. */
  error: number
  /** The entry with the largest difference. */
  worst: CheckedEntry | null
  verdict: Verdict
}

/** Small enough for the curvature, large enough for a double: both errors are near 1e-10 there. */
const STEP = 1e-5

/**
 * Moves every weight up and down by 1e-5 and compares the slope of the loss, (L(w + ε) - L(w - ε)) / 2ε, with
 * back-propagation through time; in double precision, with the interventions of the trace. Of a word table only the rows that
 * the sentence reads are tried: the loss does not see the others.
 *
 * A generator, so that the page can work it off in slices: it yields the entries done so far, 16 at a time, and returns the
 * result. Two forward passes per entry.
 */
export function* gradientCheck(
  read: Trace,
  options: GradientCheckOptions,
): Generator<{ done: number; total: number }, ParameterCheck[]> {
  const back = backwardTrace(read, options)
  const resolution = (Number.EPSILON * Math.max(1, back.loss)) / STEP
  const plans = back.gradients.map(({ parameter }) => planOf(read, back, parameter, options))
  const total = plans.reduce((sum, { chosen }) => sum + chosen.length, 0)
  const kinks = read.model.spec.activation === 'relu'
  let done = 0
  const checks: ParameterCheck[] = []
  for (const { parameter, columns, chosen, entries } of plans) {
    const slope = slopes(read, parameter, options)
    const analytic = sumOfTerms(gradientOf(back, parameter)).values
    const tried: CheckedEntry[] = []
    for (const n of chosen) {
      tried.push({ row: Math.floor(n / columns), column: n % columns, analytic: analytic[n], numeric: slope(n) })
      if (++done % 16 === 0) yield { done, total }
    }
    checks.push({ parameter, checked: chosen.length, entries, ...judged(tried, { kinks, resolution }) })
  }
  yield { done, total }
  return checks
}

/** The whole check at one go. */
export function checkGradients(read: Trace, options: GradientCheckOptions): ParameterCheck[] {
  const check = gradientCheck(read, options)
  for (;;) {
    const { done, value } = check.next()
    if (done) return value
  }
}

/** Which entries of a parameter are tried. */
function planOf(
  { lookUps, model }: Trace,
  back: BackwardTrace,
  parameter: string,
  { perParameter = Infinity, seed = 0 }: GradientCheckOptions,
): { parameter: string; columns: number; chosen: number[]; entries: number } {
  const { rows, columns } = weightOf(model, parameter)
  const table = lookUps.find((one) => one.table === parameter)
  const used = table
    ? [...new Set(table.rows.slice(0, back.word + 1))].sort((a, b) => a - b)
    : Array.from({ length: rows }, (_, row) => row)
  const all = used.flatMap((row) => Array.from({ length: columns }, (_, column) => row * columns + column))
  const few = all.length > perParameter
  const chosen = few
    ? stream(seed, 'gradient check', parameter)
        .shuffle([...all])
        .slice(0, perParameter)
    : all
  return { parameter, columns, chosen, entries: all.length }
}

/** The slope of the loss by entry n of a parameter, from two forward passes. */
function slopes(read: Trace, parameter: string, { label, at }: GradientCheckOptions): (n: number) => number {
  const { rows, columns, values } = weightOf(read.model, parameter)
  const copy = values.slice()
  const model = withWeight(read.model, parameter, matrix(rows, columns, copy))
  const ids = read.words.map(({ id }) => id)
  const held = withoutWeights(read.interventions)
  const loss = () => {
    const moved = trace(model, ids, held)
    return lossOf(at === undefined ? moved : outputAfter(moved, at), label)
  }
  return (n) => {
    copy[n] = values[n] + STEP
    const above = loss()
    copy[n] = values[n] - STEP
    const below = loss()
    copy[n] = values[n]
    return (above - below) / (2 * STEP)
  }
}

function judged(
  tried: CheckedEntry[],
  { kinks, resolution }: { kinks: boolean; resolution: number },
): Pick<ParameterCheck, 'error' | 'worst' | 'verdict'> {
  const difference = (one: CheckedEntry) => Math.abs(one.analytic - one.numeric)
  const size = (of: (one: CheckedEntry) => number) => norm(Float64Array.from(tried, of))
  const apart = size(difference)
  const error =
    apart === 0
      ? 0
      : apart /
        Math.max(
          size((one) => one.analytic),
          size((one) => one.numeric),
        )
  const worst = tried.reduce<CheckedEntry | null>(
    (most, one) => (most === null || difference(one) > difference(most) ? one : most),
    null,
  )
  // A few roundings of the loss per entry: nothing smaller can be told by differences.
  const unresolved = apart <= 10 * resolution * Math.sqrt(tried.length)
  return { error, worst, verdict: unresolved ? 'fine' : verdictOf(error, kinks) }
}

function verdictOf(error: number, kinks: boolean): Verdict {
  if (error > 1e-2) return 'wrong'
  return error > (kinks ? 1e-4 : 1e-7) ? 'doubtful' : 'fine'
}
