import type { ChartTable } from '../../../charts/chart-table.ts'
import { formatShare } from '../../../charts/format.ts'
import type { GateName } from '../../../../shared/engine/inspect/interventions.ts'
import type { UnitFacts } from './gradient-questions.ts'
import { say } from '../../../messages.ts'

export const gateNames: Record<GateName, string> = {
  ...{
    h: 'state',
    get i() {
      return say.gradients.inputGate
    },
    get f() {
      return say.gradients.forgetGate
    },
    g: 'candidate',
    get o() {
      return say.gradients.outputGate
    },
  },
  ...{
    get r() {
      return say.gradients.resetGate
    },
    get z() {
      return say.gradients.updateGate
    },
    n: 'candidate',
  },
}
export const verdictNames = { alive: 'alive', dead: 'dead', saturated: 'saturated', constant: 'idle' } as const

export const saturationTable = ({ saturation }: UnitFacts): ChartTable => ({
  head: [say.gradients.gateAndUnit, say.gradients.timeBelow, say.gradients.timeAbove],
  rows: saturation.map(({ gate, unit, shut, open }) => [`${gate} ${unit + 1}`, shut, open]),
  write: (value) => formatShare(value),
})

export const healthTable = ({ health }: UnitFacts): ChartTable => ({
  head: [
    say.gradients.unit,
    say.gradients.least,
    say.gradients.mean,
    say.gradients.most,
    say.gradients.timeWithAFlatSlope,
    say.gradients.verdict,
  ],
  rows: health.map(({ unit, min, mean, max, flat, verdict }) => [
    ...[unit + 1, min, mean, max, flat],
    verdictNames[verdict],
  ]),
})

/** 'The forget gates are below 0.1 in 12 % and above 0.9 in 30 % of the time, on average over 32 units.' for each gate. */
export function summariseSaturation({ saturation }: UnitFacts): string {
  const gates = [...new Set(saturation.map(({ gate }) => gate))]
  const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length
  return gates
    .map((gate) => {
      const own = saturation.filter((one) => one.gate === gate)
      const [shut, open] = [mean(own.map((one) => one.shut)), mean(own.map((one) => one.open))]
      return say.gradients.theSAreBelowForAnd(gateNames[gate], formatShare(shut), formatShare(open), own.length)
    })
    .join(' ')
}

export function summariseHealth({ health, sentences }: UnitFacts): string {
  const count = (verdict: keyof typeof verdictNames) => health.filter((one) => one.verdict === verdict).length
  return say.gradients.overTestSentencesOfUnitsAre(
    sentences,
    count('alive'),
    health.length,
    count('dead'),
    count('saturated'),
    count('constant'),
  )
}
