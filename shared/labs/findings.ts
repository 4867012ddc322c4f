import { CUE_TOKEN } from '../tasks/memory/distance.ts'
import { taskAtLength } from '../tasks/memory/tasks.ts'
import type { LabPoint } from './document.ts'
import type { DistanceSpec, LabSpec, MemorySpec, OrderSpec, PaddingSpec } from './spec.ts'
import { curveOf, meanAt, seriesOf, summarise } from './summary.ts'
import type { SummaryRow } from './summary.ts'
import { english } from './speech.ts'
import type { LabSpeech } from './speech.ts'
import { numbersIn, seriesName } from './words.ts'

interface Measured {
  spec: LabSpec
  points: readonly LabPoint[]
  names: Readonly<Record<string, string>>
}

/** Something that was found: a sentence's beginning, and what it says of each series. */
export interface Finding {
  lead: string
  items: string[]
}

/** The whole sentence. */
export const sentenceOf = ({ lead, items }: Finding): string =>
  items.length === 0 ? `${lead}.` : `${lead}: ${items.join('; ')}.`

type Words = LabSpeech & ReturnType<typeof numbersIn> & { name: (series: string) => string }

/** What was found, computed from the numbers. Empty before anything was measured. */
export function findingsOf({ spec, points, names }: Measured, speech: LabSpeech = english): Finding[] {
  const rows = summarise(points)
  if (rows.length === 0) return []
  const words: Words = { ...speech, ...numbersIn(speech), name: (series) => seriesName(spec, series, names, speech) }
  switch (spec.lab) {
    case 'distance':
      return distanceFindings(spec, rows, words)
    case 'order':
      return orderFindings(spec, rows, words)
    case 'padding':
      return paddingFindings(spec, rows, words)
    default:
      return memoryFindings(spec, rows, words)
  }
}

/** From this mean accuracy on a distance counts as bridged; below GUESSED it cannot be told from guessing. */
const BRIDGED = 0.95
const GUESSED = 0.55
/** The best seed of a guesser: on 512 sentences guessing alone reaches 0.57 in one of a thousand. */
const GUESSED_MOST = 0.57

function distanceFindings(spec: DistanceSpec, rows: SummaryRow[], words: Words): Finding[] {
  const {
    name,
    percent,
    say: { labs: say },
  } = words
  const reach = seriesOf(rows).map((series) => {
    const bridged = curveOf(rows, 'accuracy', series).filter(({ mean }) => (mean ?? 0) >= BRIDGED)
    return bridged.length === 0
      ? say.bridgesNone(name(series))
      : say.bridges(name(series), bridged[bridged.length - 1].x)
  })
  const far = Math.max(...rows.filter(({ measure }) => measure === 'accuracy').map(({ x }) => x))
  const atFar = rows.filter(({ measure, x }) => measure === 'accuracy' && x === far)
  const share = atFar.map(({ series, mean, spread, seeds, most }) => {
    const reached = `${name(series)} ${percent(mean)}${seeds > 1 ? ` ± ${percent(spread)}` : ''}`
    return (mean ?? 0) < GUESSED && (most ?? 0) < GUESSED_MOST ? say.noBetter(reached) : reached
  })
  const gradient = atFar.map(
    ({ series }) => `${name(series)} ${words.factor(meanAt(rows, 'gradient-start', series, far))}`,
  )
  if (!Number.isFinite(far)) return []
  return [
    { lead: say.atLeastRight(percent(BRIDGED)), items: reach },
    { lead: say.rightAt(far, far + CUE_TOKEN, say.seeds(spec.seeds)), items: share },
    { lead: say.reachesTheCue, items: gradient },
  ]
}

function orderFindings(spec: OrderSpec, rows: SummaryRow[], words: Words): Finding[] {
  const {
    name,
    percent,
    say: { labs: say },
  } = words
  const falls = seriesOf(rows).flatMap((series) => {
    const curve = curveOf(rows, 'accuracy', series)
    if (curve.length < 2) return []
    const [written, mixed] = [curve[0].mean, curve[curve.length - 1].mean]
    const widest = Math.max(...curve.map(({ mean }) => Math.abs((mean ?? 0) - (written ?? 0))))
    return [
      widest < 1e-9
        ? say.stays(name(series), percent(written))
        : say.goes(name(series), percent(written), percent(mixed)),
    ]
  })
  const apart = seriesOf(rows).flatMap((series) => {
    const pairs = curveOf(rows, 'apart', series)
    if (pairs.length === 0) return []
    const told = pairs.reduce((sum, { mean }) => sum + (mean ?? 0), 0) / pairs.length
    return [`${name(series)} ${percent(told)}`]
  })
  if (falls.length === 0) return []
  const [least, most] = [percent(Math.min(...spec.shares)), percent(Math.max(...spec.shares))]
  return [
    { lead: say.accuracyShuffled(least, most, say.seeds(spec.seeds)), items: falls },
    ...(apart.length > 0 ? [{ lead: say.toldApart, items: apart }] : []),
  ]
}

function paddingFindings(spec: PaddingSpec, rows: SummaryRow[], words: Words): Finding[] {
  const {
    name,
    percent,
    say: { labs: say },
  } = words
  const tests = rows.filter(({ measure }) => measure === 'test')
  if (tests.length === 0) return []
  const results = tests.map(({ series, mean, spread, seeds }) => {
    const reached = `${name(series)} ${percent(mean)}${seeds > 1 ? ` ± ${percent(spread)}` : ''}`
    return (mean ?? 0) < GUESSED ? say.guess(reached) : reached
  })
  const ends = curveOf(rows, 'gradient', 'after')
  const early = ends.length > 1 ? ends[0].mean : null
  const late = ends.length > 1 ? ends[ends.length - 1].mean : null
  const lead = say.rightOnTest(spec.cell.toUpperCase(), spec.padTo, say.seeds(spec.seeds))
  if (early === null || late === null || late === 0) return [{ lead, items: results }]
  return [
    { lead, items: results },
    { lead: say.firstWordGets(words.factor(early / late)), items: [] },
  ]
}

/**
 * What cannot be had without memory: a share of the memoryless loss, or an accuracy so far above chance. On 512 sequences the
 * error of the constant answer to 'adding' varies by 5 %, the loss of 'copy' by less than 1 %.
 */
const BELOW: Partial<Record<MemorySpec['lab'], number>> = { adding: 0.8, copy: 0.97 }
const ABOVE_CHANCE = 0.1

function memoryFindings(spec: MemorySpec, rows: SummaryRow[], words: Words): Finding[] {
  const {
    name,
    percent,
    factor,
    say: { labs: say },
  } = words
  const { baseline } = taskAtLength(spec.lab, spec.length)
  const ends = seriesOf(rows).flatMap((series) => {
    const [loss, accuracy] = [curveOf(rows, 'loss', series).at(-1), curveOf(rows, 'accuracy', series).at(-1)]
    return loss && accuracy ? [{ series, loss, accuracy }] : []
  })
  if (ends.length === 0 || ends.some(({ loss }) => loss.x === 0)) return []
  const below = BELOW[spec.lab]
  const used = ({ loss, accuracy }: (typeof ends)[number]) =>
    below !== undefined && baseline.loss !== null
      ? (loss.mean ?? Infinity) < below * baseline.loss
      : (accuracy.mean ?? 0) > (baseline.accuracy ?? 0) + ABOVE_CHANCE
  const numbers = ends.map(({ series, loss, accuracy }) =>
    say.lossAndRight(
      `${name(series)} ${factor(loss.mean)}${loss.seeds > 1 ? ` ± ${words.rough(loss.spread)}` : ''}`,
      percent(accuracy.mean),
    ),
  )
  const without = baseline.loss === null ? [] : [say.withoutMemoryLoss(factor(baseline.loss))]
  const names = (part: typeof ends) => words.format.list(part.map(({ series }) => name(series)))
  const [good, bad] = [ends.filter(used), ends.filter((end) => !used(end))]
  const verdict = [
    ...(good.length > 0 ? [say.usedMemory(names(good))] : []),
    ...(bad.length > 0 ? [say.noMemory(names(bad))] : []),
  ]
  const step = Math.max(...ends.map(({ loss }) => loss.x))
  const after = spec.lab === 'adding' ? say.errorAfter : say.entropyAfter
  return [
    { lead: verdict.join('; '), items: [] },
    { lead: after(step, say.seeds(spec.seeds)), items: [...numbers, ...without] },
  ]
}
