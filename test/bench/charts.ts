// npm run bench -- charts [steps]: what an update of the training charts costs the page when many steps have been recorded
// (100,000 unless told), without the drawing itself.
import { lossContent, normContent, parameterContent } from '../../renderer/charts/contents.ts'
import type { ChartModel } from '../../renderer/charts/chart-model.ts'
import { buildHeatGrid } from '../../renderer/charts/heat-grid.ts'
import { appendTable, seriesOf } from '../../renderer/charts/metric-series.ts'
import { summariseNorm, summariseParameterNorms } from '../../renderer/charts/summaries.ts'
import type { ChartTheme } from '../../renderer/charts/theme.ts'
import { stream } from '../../shared/engine/training/random.ts'

const steps = Number(process.argv[2] ?? 100_000)
if (!Number.isSafeInteger(steps) || steps < 1)
  throw new RangeError('charts: the number of steps must be a whole number')
const words = 40
const parameters = ['embedding', 'rnn1.W', 'rnn1.U', 'rnn1.b', 'output.W', 'output.b']
const columns = [
  ...['step', 'epoch', 'loss', 'accuracy', 'norm', 'clipped'],
  ...parameters.map((name) => `parameter:${name}`),
  ...Array.from({ length: words }, (_, t) => `h:${t}`),
  ...Array.from({ length: words }, (_, t) => `h-last:${t}`),
]
const { next } = stream(1, 'bench')
const rows = (from: number, count: number) => {
  const values = Float64Array.from({ length: count * columns.length }, next)
  for (let row = 0; row < count; row++) values[row * columns.length] = from + row
  return { columns, values }
}

const theme: ChartTheme = { ...{ text: '', muted: '', grid: '', surface: '', font: '' }, models: ['#4477aa'] }
const modelOf = (series: ChartModel['series']): ChartModel => ({
  ...{ id: 'a', name: 'RNN', cell: 'rnn', index: 0, series, epochs: [], decay: null, clipNorm: 1 },
  look: { colour: '#4477aa', mark: 'circle', sign: '●' },
})

let series = seriesOf(rows(1, steps))
const parts: Record<string, () => unknown> = {
  'append 20 steps': () => (series = appendTable(series, rows(series.rows + 1, 20))),
  'loss curve': () => lossContent([modelOf(series)], 'both'),
  'norm curves': () => normContent(modelOf(series), theme),
  'parameter curves': () => parameterContent(modelOf(series), theme),
  'heat map': () => buildHeatGrid(series, 'h'),
  'norm in words': () => summariseNorm('RNN', series, 1),
  'parameters in words': () => summariseParameterNorms('RNN', series),
}
console.log(`${steps.toLocaleString('en-GB')} recorded steps, ${columns.length} columns; median of 9 updates, ms`)
let total = 0
for (const [name, run] of Object.entries(parts)) {
  const times = Array.from({ length: 9 }, () => {
    const began = performance.now()
    run()
    return performance.now() - began
  }).sort((a, b) => a - b)
  total += times[4]
  console.log(`${name.padEnd(24)}${times[4].toFixed(1).padStart(8)}   longest ${times[8].toFixed(1)}`)
}
console.log(`${'all'.padEnd(24)}${total.toFixed(1).padStart(8)}`)
