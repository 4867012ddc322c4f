import type { ChartTable } from '../../../charts/chart-table.ts'
import { formatShare } from '../../../charts/format.ts'
import type { GateName } from '../../../../shared/engine/inspect/interventions.ts'
import type { UnitFacts } from './gradient-questions.ts'

export const gateNames: Record<GateName, string> = {
  ...{ h: 'state', i: 'input gate', f: 'forget gate', g: 'candidate', o: 'output gate' },
  ...{ r: 'reset gate', z: 'update gate', n: 'candidate' },
}
export const verdictNames = { alive: 'alive', dead: 'dead', saturated: 'saturated', constant: 'idle' } as const

export const saturationTable = ({ saturation }: UnitFacts): ChartTable => ({
  head: ['Gate and unit', 'Time below 0.1', 'Time above 0.9'],
  rows: saturation.map(({ gate, unit, shut, open }) => [`${gate} ${unit + 1}`, shut, open]),
  write: (value) => formatShare(value),
})

export const healthTable = ({ health }: UnitFacts): ChartTable => ({
  head: ['Unit', 'Least', 'Mean', 'Most', 'Time with a flat slope', 'Verdict'],
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
      return `The ${gateNames[gate]}s are below 0.1 for ${formatShare(shut)} and above 0.9 for ${formatShare(open)} of the time, on average over ${own.length} units.`
    })
    .join(' ')
}

export function summariseHealth({ health, sentences }: UnitFacts): string {
  const count = (verdict: keyof typeof verdictNames) => health.filter((one) => one.verdict === verdict).length
  return `Over ${sentences} test sentences ${count('alive')} of ${health.length} units are alive, ${count('dead')} dead, ${count('saturated')} saturated and ${count('constant')} idle.`
}
