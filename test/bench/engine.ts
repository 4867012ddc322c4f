// npm run bench -- engine [--json] [--quick] [--cell lstm] [--device webgl] [--no-large] [--no-growth] [--seconds 45]
// A training step of ours against one of tf.layers (embedding, recurrent layer, dense; Adam), in turns in one page of a real
// Chromium; tf.layers both as it comes (gates squashed by 'hardSigmoid') and told to compute the same function; then how our
// time grows with the vocabulary and with the length of the sentences. All of it takes most of an hour in software.
import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-wasm'
import { openBenchPage } from '../browser/bench-page.ts'
import { caseName, linesOf, printGrowth, printLine, straightLine } from './engine-report.ts'
import type { CaseResult, Growth } from './engine-report.ts'
import type { Sizes } from './engine-ours.ts'
import type { BenchDevice, Comparison, EngineCase } from './engine-page.ts'

const { values } = parseArgs({
  allowNegative: true,
  options: {
    json: { type: 'boolean', default: false },
    /** One small LSTM, few points: about a minute. */
    quick: { type: 'boolean', default: false },
    cell: { type: 'string', multiple: true, default: ['rnn', 'lstm', 'gru'] },
    device: { type: 'string', multiple: true, default: ['webgl', 'wasm'] },
    large: { type: 'boolean', default: true },
    growth: { type: 'boolean', default: true },
    /** For those in a hurry: once tf.layers has used up so many seconds of a case, one timed step of it will do, not five. */
    seconds: { type: 'string' },
  },
})

const small: Sizes = { V: 5000, E: 32, H: 64, T: 100, B: 32 }
const large: Sizes = { V: 20_000, E: 64, H: 128, T: 200, B: 64 }
const tiny: Sizes = { V: 500, E: 16, H: 16, T: 20, B: 16 }
const sizes = values.quick ? [tiny] : values.large ? [small, large] : [small]
const cells = (['rnn', 'lstm', 'gru'] as const).filter((cell) =>
  values.quick ? cell === 'lstm' : values.cell.includes(cell),
)
const devices = (['webgl', 'wasm'] as const).filter((device) => values.device.includes(device))
const say = (line: string) => (values.json ? console.error(line) : console.log(line))

/** The gradient of tf.gather, without which an embedding has none. */
const layersOnWasm = tf.getKernel('UnsortedSegmentSum', 'wasm') != null
if (layersOnWasm)
  say('TensorFlow.js has UnsortedSegmentSum on wasm by now: this benchmark should measure tf.layers there.')

const page = await openBenchPage('test/bench/engine-page.ts')
const host = {
  renderer: await page.call<string>('renderer'),
  processor: `${cpus().length} × ${cpus()[0].model.trim()}`,
  loadAtStart: loadavg()[0],
}
await page.close()
say(`${host.renderer}\n${host.processor}, load ${host.loadAtStart.toFixed(1)}\n`)

/** Every case has a page of its own: programs compiled for one must not flatter the first step of the next. */
async function measured(c: EngineCase): Promise<CaseResult> {
  const own = await openBenchPage('test/bench/engine-page.ts')
  try {
    const hurry = values.seconds ? { least: 1, seconds: Number(values.seconds) } : { least: 5, seconds: 120 }
    const options = { steps: 7, theirs: c.device === 'webgl', ...hurry }
    const result = await own.call<Comparison>('measure', c, options)
    return { ...c, ...result, load: loadavg()[0] }
  } finally {
    await own.close()
  }
}

const results: CaseResult[] = []
for (const size of sizes)
  for (const cell of cells) {
    for (const device of devices) {
      const result = await measured({ cell, device, sizes: size })
      results.push(result)
      printLine(say, result)
    }
    for (const line of linesOf(results.filter((result) => result.cell === cell && result.sizes === size))) say(line)
    say('')
  }

async function growth(device: BenchDevice, of: 'V' | 'T', points: number[], steps: number): Promise<Growth> {
  const own = await openBenchPage('test/bench/engine-page.ts')
  try {
    const all = points.map((point) => ({ ...(values.quick ? tiny : small), [of]: point }))
    const milliseconds = await own.call<number[]>('grow', device, 'lstm', all, steps)
    return { device, of, points, milliseconds, ...(of === 'T' && straightLine(points, milliseconds)) }
  } finally {
    await own.close()
  }
}

const grown: Growth[] = []
if (values.growth)
  for (const device of devices) {
    const rounds = device === 'wasm' ? 15 : 7
    const lengths = device === 'wasm' ? [50, 100, 200, 400, 600, 800, 1000] : [50, 200, 500, 1000]
    grown.push(await growth(device, 'V', [2000, 20_000], rounds))
    printGrowth(say, grown[grown.length - 1])
    grown.push(await growth(device, 'T', values.quick ? [50, 100, 150] : lengths, rounds))
    printGrowth(say, grown[grown.length - 1])
  }

if (values.json) {
  const lines = results.map((result) => ({
    name: caseName(result),
    ours: result.ours.milliseconds,
    theirs: result.theirs?.milliseconds ?? 'cannot',
    ratio: result.theirs ? result.theirs.milliseconds / result.ours.milliseconds : null,
    sameFunction: result.same?.milliseconds ?? null,
    sameFunctionRatio: result.same ? result.same.milliseconds / result.ours.milliseconds : null,
    load: result.load,
    detail: { ours: result.ours, theirs: result.theirs, same: result.same, threads: result.threads },
  }))
  console.log(JSON.stringify({ host, lines, growth: grown }, null, 2))
}
