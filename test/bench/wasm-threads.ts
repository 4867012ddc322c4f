// node test/bench/wasm-threads.ts [--json] [--threads N]
// Training steps on one thread and on several, taking turns within one run: the same weights, the same bits. A step is begun
// after a short rest, so that on a busy machine both variants find the processors equally rested.
import { parseArgs } from 'node:util'
import { availableParallelism } from 'node:os'
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import { kernelHelpers } from '../../electron/cli/kernel-helpers.ts'
import { registerCpuKernels } from '../../shared/engine/kernels/cpu/register.ts'
import type { WasmBackend } from '../../shared/engine/kernels/wasm/backend.ts'
import { initialiseWasm } from '../../shared/engine/kernels/wasm/register.ts'
import { threadsFor } from '../../shared/engine/kernels/wasm/team.ts'
import { load, lowerQuartile, median, rest, shapeText, stepTimes } from './step-times.ts'
import type { Shape } from './step-times.ts'

const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    threads: { type: 'string', default: String(threadsFor(availableParallelism())) },
  },
})

const sizes = { V: 5000, E: 32, H: 64, T: 100, B: 32 }
const shapes: { shape: Shape; steps: number }[] = [
  { shape: { cell: 'lstm', ...sizes }, steps: 120 },
  { shape: { cell: 'gru', ...sizes }, steps: 120 },
  { shape: { cell: 'rnn', ...sizes }, steps: 160 },
  { shape: { cell: 'lstm', ...sizes, V: 20_000, E: 64, H: 128, T: 200, B: 64 }, steps: 40 },
  { shape: { cell: 'lstm', V: 1000, E: 16, H: 16, T: 20, B: 32 }, steps: 300 },
]

tf.enableProdMode()
registerCpuKernels()
await initialiseWasm(null, kernelHelpers(Number(values.threads)))
await tf.setBackend('wasm')
const { team } = tf.backend() as WasmBackend
const several = team.threads
const lines = []
for (const { shape, steps } of shapes) {
  const times = await stepTimes(shape, steps, {
    prepare: async (step) => {
      await rest(20)
      team.limit = step % 2 ? several : 1
    },
  })
  const of = (threads: number) =>
    times.filter((_, n) => n > steps / 10 && (n % 2 ? several : 1) === threads).map(({ wall }) => wall)
  const [one, more] = [of(1), of(several)]
  const line = {
    name: shapeText(shape),
    threads: several,
    median: { one: median(one), several: median(more) },
    lowerQuartile: { one: lowerQuartile(one), several: lowerQuartile(more) },
    ratio: median(one) / median(more),
    load: load(),
  }
  lines.push(line)
  if (!values.json)
    console.log(
      `${line.name.padEnd(42)} 1 thread ${median(one).toFixed(2)} ms, ${several} threads ${median(more).toFixed(2)} ms:`,
      `× ${line.ratio.toFixed(2)}; lower quartiles ${lowerQuartile(one).toFixed(2)} and ${lowerQuartile(more).toFixed(2)}:`,
      `× ${(lowerQuartile(one) / lowerQuartile(more)).toFixed(2)}; ${load()}`,
    )
}
if (values.json) console.log(JSON.stringify(lines, null, 2))
