// node test/bench/wasm-training.ts [lstm|rnn|ann] [V] [T]
// The same LSTM run on our devices 'wasm' and 'cpu': seconds per epoch, and how far their losses part.
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import type { EpochRecord } from '../../shared/contract/experiment.ts'
import { cellKinds, defaultModel, defaultText, defaultTraining } from '../../shared/contract/spec.ts'
import type { RunSpec } from '../../shared/contract/spec.ts'
import { registerCpuKernels } from '../../shared/engine/kernels/cpu/register.ts'
import { initialiseWasm } from '../../shared/engine/kernels/wasm/register.ts'
import { runTraining } from '../../shared/engine/training/training.ts'
import { madeUpPart } from './step-times.ts'

const cell = cellKinds.find((kind) => kind === process.argv[2]) ?? 'lstm'
const V = Number(process.argv[3] ?? 5000)
const T = Number(process.argv[4] ?? 100)
const [N, B, E, H] = [640, 32, 32, 64]

const spec: RunSpec = {
  version: 1,
  data: '0'.repeat(64),
  seed: 3,
  split: { train: 0.8, validation: 0.1, test: 0.1, useGiven: false },
  text: { ...defaultText, maxLength: T },
  training: { ...defaultTraining, batchSize: B, epochs: 3, earlyStopping: null },
  model: { ...defaultModel(cell), input: { kind: 'embedding', size: E }, hidden: H },
}
/** Sentences of T/4 to T words. */
const part = (name: string, rows: number) => madeUpPart(name, rows, { V, T }, 0.25)
const parts = { train: part('train', N), validation: part('validation', 64), test: part('test', 64) }

async function train(device: string): Promise<EpochRecord[]> {
  await tf.setBackend(device)
  const records: EpochRecord[] = []
  const sink = {
    metrics: () => undefined,
    checkpoint: () => undefined,
    epoch: (record: EpochRecord) => void records.push(record),
  }
  await runTraining(spec, { vocabularySize: V, classes: 2, parts }, { sink })
  return records
}

registerCpuKernels()
console.log(`${cell}: V=${V} E=${E} H=${H} T=${T} B=${B}, ${N / B} steps an epoch, binary: ${await initialiseWasm()}`)
for (const device of ['wasm', 'cpu', 'wasm'] as const)
  for (const { epoch, trainLoss, validationLoss, seconds } of await train(device))
    console.log(
      `${device.padEnd(5)} epoch ${epoch}: ${((seconds * 1000 * B) / N).toFixed(2)} ms a step, ${seconds.toFixed(3)} s,`,
      `loss ${trainLoss}, validation ${validationLoss}`,
    )
