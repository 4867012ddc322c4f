import type { GateSaturation, UnitHealth } from '../inspect/units.ts'
import type { Finding } from './diagnosis.ts'
import { constantRange, openAbove, saturatedShare, saturatedSlope } from '../inspect/units.ts'
import { english, wordsOf } from './speech.ts'
import type { DiagnosisSpeech } from './speech.ts'

/** From this share of units on, it is more than a curiosity: a choice of ours, no published limit. */
export const MANY_UNITS = 0.2

/** Dead, saturated and idle units (cs231n notes, part 3), and what the gates do with their range (Karpathy 2015). */
export function diagnoseUnits(
  health: readonly UnitHealth[],
  saturation: readonly GateSaturation[],
  sentences: number,
  speech = english,
): Finding[] {
  if (!health.length) return []
  const { say, number, percent } = wordsOf(speech)
  const { digits } = speech.format
  const slope = digits(String(saturatedSlope))
  const rule = say.unitsRule(slope, percent(saturatedShare), number(constantRange), percent(MANY_UNITS))
  const findings: Finding[] = []
  for (const verdict of ['dead', 'saturated', 'constant'] as const) {
    const found = health.filter((unit) => unit.verdict === verdict)
    if (!found.length) continue
    const units = listed(
      found.map(({ unit }) => unit + 1),
      speech,
    )
    findings.push({
      level: found.length / health.length >= MANY_UNITS ? 'warning' : 'note',
      title: say.units[verdict](found.length, health.length),
      text: say.overSentences(sentences, units, say.unitReasons[verdict]),
      rule,
    })
  }
  if (!findings.length)
    findings.push({ level: 'good', title: say.allWork, text: say.allWorkText(health.length, sentences), rule })
  return [...findings, ...gates(saturation, speech)]
}

function gates(saturation: readonly GateSaturation[], speech: DiagnosisSpeech): Finding[] {
  const keeping = saturation.filter(({ gate }) => gate === 'f' || gate === 'z')
  if (!keeping.length) return []
  const { say, percent } = wordsOf(speech)
  const open = keeping.filter((one) => one.open > 0.5).length / keeping.length
  const forget = keeping[0].gate === 'f'
  const rule = say.gatesRule(speech.format.digits(String(openAbove)))
  if (open === 0)
    return [{ level: 'note', title: forget ? say.noForgetOpen : say.noUpdateOpen, text: say.noneOpenText, rule }]
  const title = (forget ? say.forgetOpen : say.updateOpen)(percent(open))
  return [{ level: 'note', title, text: say.openText, rule }]
}

function listed(units: readonly number[], { say: { diagnoses: say } }: DiagnosisSpeech): string {
  if (units.length > 12) return say.someUnits(units.slice(0, 12).join(', '))
  return units.length === 1 ? say.oneUnit(units[0]) : say.theseUnits(units.join(', '))
}
