import type { SnapshotInfo } from '../../contract/snapshots.ts'
import type { Finding } from './diagnosis.ts'
import { english, wordsOf } from './speech.ts'

/** cs231n notes, part 3 ("Ratio of weights:updates"): an update of about a thousandth of the weights is healthy. */
export const UPDATE_GUIDE = 1e-3
/** A factor of ten either way is worth a word; the notes speak of "somewhere around" the guide. */
export const UPDATE_TOLERANCE = 10

export interface UpdateCurve {
  name: string
  /** ‖Δw‖ / ‖w‖ of the step after each snapshot. */
  points: { step: number; ratio: number }[]
}

/**
 * ‖Δw‖ / ‖w‖ of each parameter over training. The update, not the raw gradient: what the optimiser made of it. Left out
 * where no step follows, and where a parameter is still zero (biases at the start), of which nothing can be a share.
 */
export function updateCurves(snapshots: readonly SnapshotInfo[]): UpdateCurve[] {
  const names = snapshots[0]?.parameters.map(({ name }) => name) ?? []
  return names.map((name) => ({
    name,
    points: snapshots.flatMap(({ step, parameters }) => {
      const found = parameters.find((one) => one.name === name)
      if (!found || found.update === null || !(found.norm > 0)) return []
      return [{ step, ratio: found.update / found.norm }]
    }),
  }))
}

/** The middle half of training counts: the first steps are always large, the last ones may follow an early stop. */
export function diagnoseUpdates(curves: readonly UpdateCurve[], speech = english): Finding[] {
  const { say, number } = wordsOf(speech)
  const rule = say.stepsRule(UPDATE_TOLERANCE, number(UPDATE_GUIDE))
  const matrices = curves.filter(({ name }) => !/\.b[u]?$/.test(name))
  const typical = matrices.flatMap(({ name, points }) => {
    const end = points.at(-1)?.step ?? 0
    const middle = points.filter(({ step }) => step >= end / 4).map(({ ratio }) => ratio)
    if (!middle.length) return []
    const sorted = middle.toSorted((a, b) => a - b)
    return [{ name, ratio: sorted[Math.floor(sorted.length / 2)] }]
  })
  if (!typical.length) return []
  const list = (some: typeof typical) => some.map(({ name, ratio }) => `${name} (${number(ratio)})`).join(', ')
  const fast = typical.filter(({ ratio }) => ratio > UPDATE_GUIDE * UPDATE_TOLERANCE)
  const slow = typical.filter(({ ratio }) => ratio < UPDATE_GUIDE / UPDATE_TOLERANCE)
  const findings: Finding[] = []
  if (fast.length)
    findings.push({
      level: 'warning',
      title: say.largeSteps,
      text: say.largeStepsText(list(fast)),
      rule,
    })
  if (slow.length)
    findings.push({
      level: 'note',
      title: say.smallSteps,
      text: say.smallStepsText(list(slow)),
      rule,
    })
  if (!findings.length)
    findings.push({
      level: 'good',
      title: say.healthySteps,
      text: say.healthyStepsText(list(typical)),
      rule,
    })
  return findings
}
