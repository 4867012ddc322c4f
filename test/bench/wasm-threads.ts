// node test/bench/wasm-threads.ts [--json] [--threads N] [--insist] [--more N] [--block N]
// Training steps on one thread and on several, taking turns within one run: the same weights, the same bits. A step is begun
// after a short rest, so that on a busy machine both variants find the processors equally rested. 'undisturbed' is the median
// of those steps in which no thread of this process waited for a processor (Linux). --insist: helpers are used also when
// they do not pay. --more: so many times the steps. --block: no rests, and so many steps before the other variant has its
// turn, as in a real run.
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import { kernelHelpers } from '../../electron/cli/kernel-helpers.ts'
import { registerCpuKernels } from '../../shared/engine/kernels/cpu/register.ts'
import type { WasmBackend } from '../../shared/engine/kernels/wasm/backend.ts'
import { initialiseWasm } from '../../shared/engine/kernels/wasm/register.ts'
import { threadsFor } from '../../shared/engine/kernels/wasm/team.ts'
import { load, quantile, rest, shapeText, stepTimes } from './step-times.ts'
import type { Shape } from './step-times.ts'

const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    threads: { type: 'string', default: String(threadsFor(availableParallelism())) },
    insist: { type: 'boolean' },
    more: { type: 'string', default: '1' },
    block: { type: 'string', default: '0' },
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
const block = Number(values.block)
const threadsAt = (step: number) => (Math.floor(step / Math.max(1, block)) % 2 ? several : 1)
if (values.insist) team.trials = { together: () => true, record: () => undefined }

const lines = []
for (const { shape, steps: fewest } of shapes) {
  const steps = fewest * Number(values.more)
  const times = await stepTimes(shape, steps, {
    prepare: async (step) => {
      if (block === 0) await rest(20)
      team.limit = threadsAt(step)
    },
  })
  const of = (threads: number, undisturbed: boolean) =>
    times
      .filter((_, n) => n > fewest / 10 && threadsAt(n) === threads)
      .filter(({ wall, waited }) => !undisturbed || waited < wall / 20)
      .map(({ wall }) => wall)
  const compared = (share: number, undisturbed = false) => {
    const [alone, together] = [1, several].map((threads) => of(threads, undisturbed))
    const [one, more] = [quantile(alone, share), quantile(together, share)]
    return { one, several: more, ratio: one / more, steps: [alone.length, together.length] }
  }
  const line = { median: compared(0.5), lowerQuartile: compared(0.25), undisturbed: compared(0.5, true) }
  lines.push({ name: shapeText(shape), threads: several, ...line, load: load() })
  if (values.json) continue
  console.log(`${shapeText(shape)}, ${several} threads, ${load()}`)
  for (const [name, { one, several, ratio, steps }] of Object.entries(line))
    console.log(
      `  ${name.padEnd(14)} ${one?.toFixed(2).padStart(8)} → ${several?.toFixed(2).padStart(8)} ms: × ${ratio.toFixed(2)}`,
      `(${steps.join(' and ')} steps)`,
    )
}
if (values.json) console.log(JSON.stringify(lines, null, 2))
