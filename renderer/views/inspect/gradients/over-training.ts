import type { ChartTable } from '../../../charts/chart-table.ts'
import { formatCount, formatNumber } from '../../../charts/format.ts'
import type { Line, LineContent } from '../../../charts/line-content.ts'
import type { ChartTheme } from '../../../charts/theme.ts'
import type { UpdateCurve } from '../../../../shared/engine/gradients/update-ratio.ts'
import { UPDATE_GUIDE } from '../../../../shared/engine/gradients/update-ratio.ts'
import type { Spectrum } from './gradient-questions.ts'
import { say } from '../../../messages.ts'

const atStep = (x: number) => say.gradients.step(formatCount(Math.round(x)))
const dashes = [undefined, [6, 3], [2, 2], [8, 3, 2, 3]]

/** ‖Δw‖ / ‖w‖ per parameter with the guide at a thousandth. */
export const updateContent = (curves: readonly UpdateCurve[], theme: ChartTheme): LineContent => ({
  lines: curves.map(({ name, points }, at): Line => ({
    id: name,
    label: name,
    points: points.filter(({ ratio }) => ratio > 0).map(({ step, ratio }) => ({ x: step, y: ratio })),
    colour: theme.models[at % theme.models.length],
    width: 1.5,
    dash: dashes[Math.floor(at / theme.models.length) % dashes.length],
  })),
  marks: [{ id: 'guide', axis: 'y', value: UPDATE_GUIDE, label: say.gradients.guide, at: 0.01 }],
  ...{ xLabel: say.gradients.trainingStep, yLabel: say.gradients.updateWeightWW, yScale: 'logarithmic' },
  yReach: 3 * UPDATE_GUIDE,
  formatX: atStep,
})

export function updateTable(curves: readonly UpdateCurve[]): ChartTable {
  const steps = [...new Set(curves.flatMap(({ points }) => points.map(({ step }) => step)))].sort((a, b) => a - b)
  return {
    head: [say.gradients.step2, ...curves.map(({ name }) => name)],
    rows: steps.map((step) => [
      step,
      ...curves.map(({ points }) => points.find((one) => one.step === step)?.ratio ?? null),
    ]),
    write: (value, column) => (column === 0 ? formatCount(value) : formatNumber(value)),
  }
}

/** ρ and σ₁ of the recurrent matrix over training, with the line at which powers neither grow nor fade. */
export const radiusContent = (spectra: readonly Spectrum[], colour: string, theme: ChartTheme): LineContent => ({
  lines: [
    {
      id: 'sigma',
      label: say.gradients.largestSingularValue,
      points: spectra.map(({ step, sigma }) => ({ x: step, y: sigma })),
      colour: theme.muted,
      dash: [5, 3],
    },
    {
      id: 'rho',
      label: say.gradients.spectralRadius,
      points: spectra.map(({ step, rho }) => ({ x: step, y: rho })),
      colour,
    },
  ],
  marks: [{ id: 'one', axis: 'y', value: 1, label: '1', at: 0.99 }],
  ...{ xLabel: say.gradients.trainingStep, yLabel: say.gradients.sizeOfUAFactor, yMin: 0, yReach: 1.2 },
  formatX: atStep,
})

export const radiusTable = (spectra: readonly Spectrum[]): ChartTable => ({
  head: [say.gradients.step2, say.gradients.spectralRadius2, say.gradients.largestSingularValue2],
  rows: spectra.map(({ step, rho, sigma }) => [step, rho, sigma]),
  write: (value, column) => (column === 0 ? formatCount(value) : formatNumber(value)),
})
