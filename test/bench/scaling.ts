// node test/bench/scaling.ts [--json] [--large] [--threads N]
// How the time of an LSTM's training step on the device 'wasm' grows with the length of the sentences and with the
// vocabulary. Runs of different shapes take turns, block by block, so that a busy machine slows all of them alike.
// 'thread' is this thread's own time: what other programs take away from it is not in it. --large: one big model instead.
import { parseArgs } from 'node:util'
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import { kernelHelpers } from '../../electron/cli/kernel-helpers.ts'
import { registerCpuKernels } from '../../shared/engine/kernels/cpu/register.ts'
import type { WasmBackend } from '../../shared/engine/kernels/wasm/backend.ts'
import { initialiseWasm } from '../../shared/engine/kernels/wasm/register.ts'
import { load, median, shapeText, stepTimes } from './step-times.ts'
import type { Shape, StepTime } from './step-times.ts'

const { values } = parseArgs({
  options: { json: { type: 'boolean' }, large: { type: 'boolean' }, threads: { type: 'string', default: '1' } },
})
tf.enableProdMode()
registerCpuKernels()
await initialiseWasm(null, kernelHelpers(Number(values.threads)))
await tf.setBackend('wasm')
const { arena } = tf.backend() as WasmBackend

const usual: Shape = { cell: 'lstm', V: 5000, E: 32, H: 64, T: 100, B: 32 }
const [BLOCKS, WARM] = [7, 4]

/** Medians over blocks of the mean step of a block, whose first steps do not count. */
async function compare(shapes: Shape[], steps: (shape: Shape) => number): Promise<Map<Shape, StepTime>> {
  const blocks = new Map<Shape, StepTime[]>(shapes.map((shape) => [shape, []]))
  for (let block = -1; block < BLOCKS; block++)
    for (const shape of shapes) {
      const times = (await stepTimes(shape, WARM + steps(shape) + 1)).slice(WARM)
      const mean = (of: keyof StepTime) => times.reduce((sum, time) => sum + time[of], 0) / times.length
      if (block >= 0) blocks.get(shape)?.push({ wall: mean('wall'), thread: mean('thread'), waited: mean('waited') })
    }
  const middle = (times: StepTime[], of: keyof StepTime) => median(times.map((time) => time[of]))
  return new Map(
    [...blocks].map(([shape, times]) => {
      return [shape, { wall: middle(times, 'wall'), thread: middle(times, 'thread'), waited: middle(times, 'waited') }]
    }),
  )
}

/** The line a + b x with the least squares of relative errors; how far the worst point is off it, as a share of it. */
function straightLine(points: [number, number][]) {
  const sum = (of: (x: number, y: number) => number) => points.reduce((all, [x, y]) => all + of(x, y) / y ** 2, 0)
  const weight = sum(() => 1)
  const [meanX, meanY] = [sum((x) => x) / weight, sum((_, y) => y) / weight]
  const slope = sum((x, y) => (x - meanX) * (y - meanY)) / sum((x) => (x - meanX) ** 2)
  const start = meanY - slope * meanX
  const off = Math.max(...points.map(([x, y]) => Math.abs(y / (start + slope * x) - 1)))
  return { start, slope, off }
}

if (values.large) {
  const shape: Shape = { cell: 'lstm', V: 20_000, E: 64, H: 128, T: 200, B: 64 }
  const marks: { tensors: number; megabytes: number; memory: number }[] = []
  const times = await stepTimes(shape, 40, {
    prepare: () => {
      const { numTensors: tensors, numBytes } = tf.memory()
      marks.push({ tensors, megabytes: numBytes / 1e6, memory: arena.memory.buffer.byteLength / 1e6 })
    },
  })
  const flop = 3 * 2 * shape.B * shape.T * (shape.E + shape.H) * 4 * shape.H
  const [wall, thread] = [median(times.map(({ wall }) => wall)), median(times.map(({ thread }) => thread))]
  const result = {
    name: shapeText(shape),
    wall,
    thread,
    gigaflops: flop / wall / 1e6,
    after2: marks[2],
    after39: marks[39],
  }
  console.log(JSON.stringify({ ...result, load: load() }, null, values.json ? 2 : 0))
} else {
  const lengths = [50, 100, 200, 500, 1000].map((T) => ({ ...usual, T }))
  const byLength = await compare(lengths, ({ T }) => Math.ceil(2000 / T))
  const fits = (['wall', 'thread'] as const).map((of) => ({
    of,
    ...straightLine([...byLength].map(([{ T }, time]) => [T, time[of]])),
  }))
  const words = [2000, 20_000].map((V) => ({ ...usual, V }))
  const [few, many] = [...(await compare(words, () => 30)).values()]
  const growth = { wall: many.wall / few.wall - 1, thread: many.thread / few.thread - 1 }
  if (values.json)
    console.log(JSON.stringify({ lengths: [...byLength], fits, words: { few, many, growth }, load: load() }, null, 2))
  else {
    for (const [shape, { wall, thread }] of byLength)
      console.log(
        `${shapeText(shape).padEnd(40)} ${wall.toFixed(2)} ms, thread ${thread.toFixed(2)} ms: ${((1000 * thread) / shape.T).toFixed(1)} µs a timestep`,
      )
    for (const { of, start, slope, off } of fits)
      console.log(
        `${of}: ${start.toFixed(2)} ms + ${(1000 * slope).toFixed(1)} µs · T, worst point ${(100 * off).toFixed(1)} % off the line`,
      )
    for (const [V, { wall, thread }] of [
      [2000, few],
      [20_000, many],
    ] as const)
      console.log(`V=${V}: ${wall.toFixed(2)} ms, thread ${thread.toFixed(2)} ms`)
    console.log(
      `2,000 to 20,000 words: ${(100 * growth.wall).toFixed(1)} % on the clock, ${(100 * growth.thread).toFixed(1)} % of thread time; ${load()}`,
    )
  }
}
