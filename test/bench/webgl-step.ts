// One LSTM training step on WebGL: Unroll's kernels against tf.layers (embedding, lstm, dense) with Adam, in the same page.
//   node test/bench/webgl-step.ts [--steps 10] [--T 50] [--B 32] [--H 64] [--embedding 64] [--vocabulary 1000]
import { parseArgs } from 'node:util'
import { openBenchPage } from '../browser/bench-page.ts'
import type { Measured, Sizes } from './webgl-step-page.ts'

const defaults: Sizes = { T: 50, B: 32, H: 64, embedding: 64, vocabulary: 1000, steps: 10 }
const names = Object.keys(defaults) as (keyof Sizes)[]
const { values } = parseArgs({ options: Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])) })
const sizes = { ...defaults }
for (const name of names) if (values[name] !== undefined) sizes[name] = Number(values[name])
if (!names.every((name) => Number.isInteger(sizes[name]) && sizes[name] > 0)) {
  console.error(`Every size must be a whole number above 0: --${names.join(', --')}.`)
  process.exit(2)
}

const page = await openBenchPage('test/bench/webgl-step-page.ts')
try {
  const { T, B, H, embedding, vocabulary, steps } = sizes
  console.log(`LSTM step, T=${T}, B=${B}, H=${H}, embedding ${embedding}, vocabulary ${vocabulary}, median of ${steps}`)
  console.log(`on ${await page.call<string>('renderer')}\n`)
  const print = (who: string, { milliseconds, draws, firstStepSeconds, loss }: Measured) =>
    console.log(
      `${who.padEnd(34)} ${milliseconds.toFixed(1).padStart(8)} ms  ${draws.toFixed(0).padStart(5)} draws` +
        `  first step ${firstStepSeconds.toFixed(1)} s  loss ${loss.toFixed(4)}`,
    )
  type Side = 'ours' | 'recorded' | 'layers'
  const { ours, recorded, layers } = await page.call<Record<Side, Measured>>('compare', sizes)
  print('Unroll', ours)
  print('Unroll, gradients per word recorded', recorded)
  print('tf.layers', layers)
  console.log(
    `\nUnroll is ${(layers.milliseconds / ours.milliseconds).toFixed(2)} times as fast, ` +
      `with ${(layers.draws / ours.draws).toFixed(1)} times fewer draw calls.`,
  )
} finally {
  await page.close()
}
