import type { GateSaturation, UnitHealth } from '../inspect/units.ts'
import type { Finding } from './diagnosis.ts'
import { constantRange, openAbove, saturatedShare, saturatedSlope } from '../inspect/units.ts'
import { inPercent, inWords } from './numbers-in-words.ts'

/** From this share of units on, it is more than a curiosity: a choice of ours, no published limit. */
export const MANY_UNITS = 0.2

/** The thresholds in words; they stand in engine/inspect/units.ts. */
const rules = {
  units: `dead, a ReLU at 0 throughout; saturated, a slope below ${saturatedSlope} for ${inPercent(saturatedShare)} of the words; idle, moving by less than ${inWords(constantRange)}. The signs are those of the CS231n notes, part 3; the numbers, and the warning from ${inPercent(MANY_UNITS)} of the units on, are Unroll’s choice.`,
  gates: `above ${openAbove} for more than half of the words (after Karpathy, Johnson & Fei-Fei 2015).`,
}

/** Dead, saturated and idle units (cs231n notes, part 3), and what the gates do with their range (Karpathy 2015). */
export function diagnoseUnits(
  health: readonly UnitHealth[],
  saturation: readonly GateSaturation[],
  sentences: number,
): Finding[] {
  if (!health.length) return []
  const findings: Finding[] = []
  const names = {
    dead: 'are never on',
    saturated: 'sit at an end nearly always',
    constant: 'hardly ever move',
  } as const
  for (const verdict of ['dead', 'saturated', 'constant'] as const) {
    const found = health.filter((unit) => unit.verdict === verdict)
    if (!found.length) continue
    const share = found.length / health.length
    findings.push({
      level: share >= MANY_UNITS ? 'warning' : 'note',
      title: `${found.length} of ${health.length} units ${names[verdict]}`,
      text: `Over ${sentences} test sentences: ${list(found.map(({ unit }) => unit + 1))}. ${reasons[verdict]}`,
      rule: rules.units,
    })
  }
  if (!findings.length)
    findings.push({
      level: 'good',
      title: 'All units work',
      text: `None of the ${health.length} units is dead, saturated or idle over ${sentences} test sentences.`,
      rule: rules.units,
    })
  return [...findings, ...gates(saturation)]
}

const reasons = {
  dead: 'No gradient passes through a unit that is off for every sentence. A smaller learning rate keeps them alive.',
  saturated:
    'Where a tanh is at its end its slope is near 0, so little gradient passes. Smaller weights or steps leave it room.',
  constant: 'They say the same of every word and could be left out.',
}

function gates(saturation: readonly GateSaturation[]): Finding[] {
  const keeping = saturation.filter(({ gate }) => gate === 'f' || gate === 'z')
  if (!keeping.length) return []
  const open = keeping.filter((one) => one.open > 0.5).length / keeping.length
  const name = keeping[0].gate === 'f' ? 'forget' : 'update'
  return [
    {
      level: 'note',
      title:
        open === 0
          ? `No ${name} gate is open most of the time`
          : `${inPercent(open)} of the ${name} gates are mostly open`,
      text:
        open === 0
          ? 'None is above 0.9 for more than half of the words, so no unit carries its state over many words unchanged.'
          : 'Above 0.9 for more than half of the words: those units carry their state over many words and are the long-term memory.',
      rule: rules.gates,
    },
  ]
}

const list = (units: readonly number[]) =>
  units.length > 12
    ? `units ${units.slice(0, 12).join(', ')} and others`
    : `${units.length === 1 ? 'unit' : 'units'} ${units.join(', ')}`
