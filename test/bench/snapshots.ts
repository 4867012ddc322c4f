// npm run bench -- snapshots [lstm|gru|rnn|ann] [V]: what the snapshots of a run cost its training on 'wasm': processor
// time of the training thread, turn by turn.
import * as tf from '@tensorflow/tfjs-core'
import { cellKinds, defaultModel, defaultText, defaultTraining } from '../../shared/contract/spec.ts'
import type { RunSpec } from '../../shared/contract/spec.ts'
import { initialiseWasm } from '../../shared/engine/kernels/wasm/register.ts'
import { runTraining } from '../../shared/engine/training/training.ts'
import { madeUpPart } from './step-times.ts'

const cell = cellKinds.find((kind) => kind === process.argv[2]) ?? 'lstm'
const V = Number(process.argv[3] ?? 5000)
const [T, N, B, E, H, TURNS] = [30, 3200, 32, 32, 64, 5]
const spec: RunSpec = {
  ...{ version: 1, data: '0'.repeat(64), seed: 3, text: { ...defaultText, maxLength: T } },
  split: { train: 0.8, validation: 0.1, test: 0.1, useGiven: false },
  training: { ...defaultTraining, batchSize: B, epochs: 5, earlyStopping: null },
  model: { ...defaultModel(cell), input: { kind: 'embedding', size: E }, hidden: H },
}
const part = (name: string, rows: number) => madeUpPart(name, rows, { V, T }, 0.25)
const parts = { train: part('train', N), validation: part('validation', 64), test: part('test', 64) }

async function seconds(withSnapshots: boolean): Promise<{ total: number; bytes: number; count: number }> {
  let [bytes, count] = [0, 0]
  const nothing = () => undefined
  const snapshot = (file: Uint8Array) => {
    bytes += file.length
    count++
  }
  const sink = { metrics: nothing, epoch: nothing, checkpoint: nothing, ...(withSnapshots && { snapshot }) }
  const began = process.threadCpuUsage()
  await runTraining(spec, { vocabularySize: V, classes: 2, parts }, { sink })
  const { user, system } = process.threadCpuUsage(began)
  return { total: (user + system) / 1e6, bytes, count }
}

await initialiseWasm()
await tf.setBackend('wasm')
await seconds(true)
const times: Record<'with' | 'without', number[]> = { with: [], without: [] }
for (let turn = 0; turn < TURNS; turn++) {
  times.without.push((await seconds(false)).total)
  const { total, bytes, count } = await seconds(true)
  times.with.push(total)
  if (turn === 0) console.log(`${cell}, V=${V}: ${count} snapshots, ${Math.round(bytes / 1024)} KiB in all`)
}
const best = (list: number[]) => Math.min(...list)
const share = 100 * (best(times.with) / best(times.without) - 1)
console.log(
  `best of ${TURNS}: ${best(times.without).toFixed(3)} s without, ${best(times.with).toFixed(3)} s with (${share.toFixed(1)} %)`,
)
