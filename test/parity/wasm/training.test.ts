import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import type { EncodedPart } from '../../../shared/contract/encoded.ts'
import { cellKinds, defaultModel, defaultSplit, defaultText, defaultTraining } from '../../../shared/contract/spec.ts'
import type { CellKind, RunSpec } from '../../../shared/contract/spec.ts'
import { registerCpuKernels } from '../../../shared/engine/kernels/cpu/register.ts'
import { initialiseWasm } from '../../../shared/engine/kernels/wasm/register.ts'
import type { WasmVariant } from '../../../shared/engine/kernels/wasm/register.ts'
import { stream } from '../../../shared/engine/training/random.ts'
import { runTraining } from '../../../shared/engine/training/training.ts'
import { backend } from './device.ts'

const [V, T, EPOCHS] = [40, 12, 3]

/** Sentences of 0 to T words; the label says which of two words comes first. */
function part(name: string, rows: number): EncodedPart {
  const random = stream(11, 'wasm-training', name)
  const sentences = Array.from({ length: rows }, (_, n) => {
    const words = Array.from({ length: random.int(T + 1) }, () => 4 + random.int(V - 4))
    return n % 2 ? [2, ...words, 3].slice(0, T) : [3, ...words, 2].slice(0, T)
  })
  return {
    rowIds: Uint32Array.from({ length: rows }, (_, n) => n),
    labels: Int32Array.from({ length: rows }, (_, n) => n % 2),
    offsets: Uint32Array.from([0, ...sentences.map((_, n) => sentences.slice(0, n + 1).flat().length)]),
    ids: Int32Array.from(sentences.flat()),
  }
}
const parts = { train: part('train', 60), validation: part('validation', 20), test: part('test', 20) }

const specOf = (cell: CellKind, change: Partial<RunSpec['training']> = {}): RunSpec => ({
  ...{ version: 1, data: '0'.repeat(64), seed: 5, split: defaultSplit, text: { ...defaultText, maxLength: T } },
  training: { ...defaultTraining, batchSize: 16, epochs: EPOCHS, earlyStopping: null, recordEvery: 1, ...change },
  model: { ...defaultModel(cell), input: { kind: 'embedding', size: 5 }, hidden: 7, layers: 2, dropout: 0.2 },
})

/** The loss at every step, validation losses, and the last checkpoint. */
async function train(spec: RunSpec, from?: Uint8Array) {
  const losses: number[] = []
  const validation: number[] = []
  let last = new Uint8Array()
  const before = tf.memory().numTensors
  const outcome = await runTraining(spec, { vocabularySize: V, classes: 2, parts }, {
    last: from,
    sink: {
      metrics: ({ columns, values }) => {
        for (let i = columns.indexOf('loss'); i < values.length; i += columns.length) losses.push(values[i])
      },
      epoch: ({ validationLoss }) => void validation.push(validationLoss),
      checkpoint: (_kind, bytes) => void (last = bytes),
    },
  }) // prettier-ignore
  expect(tf.memory().numTensors).toBe(before)
  return { outcome, losses, validation, last }
}

async function onDevice<T>(device: 'cpu' | WasmVariant, work: () => Promise<T>): Promise<T> {
  registerCpuKernels()
  if (tf.findBackendFactory('wasm') != null) tf.removeBackend('wasm')
  if (device !== 'cpu') await initialiseWasm(device)
  await tf.setBackend(device === 'cpu' ? 'cpu' : 'wasm')
  return work()
}

/** How far the losses of the same run may part on two devices; measured: at most 5·10⁻⁶ in these twelve steps (RNN). */
const TOLERANCE = 2e-5

describe.each(cellKinds)('a run of the cell %s', (cell) => {
  it.each(['relaxed', 'plain'] as const)('has the losses of the device cpu on the %s binary', async (variant) => {
    const wasm = await onDevice(variant, () => train(specOf(cell)))
    const cpu = await onDevice('cpu', () => train(specOf(cell)))
    expect(wasm.losses).toHaveLength(4 * EPOCHS)
    for (const [i, loss] of [...cpu.losses, ...cpu.validation].entries())
      expect(Math.abs([...wasm.losses, ...wasm.validation][i] - loss)).toBeLessThanOrEqual(TOLERANCE)
  })

  it('gives the same bits twice, on a fresh memory and on a used one', async () => {
    const first = await onDevice('relaxed', () => train(specOf(cell)))
    const again = await train(specOf(cell))
    expect(again.losses).toEqual(first.losses)
    expect(withoutSeconds(again.last)).toEqual(withoutSeconds(first.last))
  })

  it('keeps no memory', async () => {
    await onDevice('plain', async () => {
      await train(specOf(cell, { epochs: 1 }))
      const after4 = backend().arena.bytesInUse
      await train(specOf(cell, { epochs: 20 }))
      expect(backend().arena.bytesInUse).toBe(after4)
    })
  })
})

it('weights too large for floats end a run at once, as on the device cpu', async () => {
  const [one, two] = [specOf('lstm', { epochs: 1 }), specOf('lstm', { epochs: 2 })]
  const wasm = await onDevice('relaxed', async () => train(two, enlarged((await train(one)).last)))
  const cpu = await onDevice('cpu', async () => train(two, enlarged((await train(one)).last)))
  expect(wasm.outcome).toMatchObject({ kind: 'diverged', step: 5, epoch: 2 })
  expect(wasm.outcome).toEqual(cpu.outcome)
})

/** The same checkpoint with weights and moments close to the largest float, so that the logits overflow. */
function enlarged(file: Uint8Array): Uint8Array {
  const copy = file.slice()
  const tensors = withoutSeconds(copy)
  const view = new DataView(tensors.buffer, tensors.byteOffset, tensors.byteLength)
  for (let at = 0; at < tensors.byteLength; at += 4) view.setFloat32(at, 3e38, true)
  return copy
}

/** A checkpoint's tensors: its header tells, among other things, how many seconds the epoch took. */
function withoutSeconds(file: Uint8Array): Uint8Array {
  const headerBytes = new DataView(file.buffer, file.byteOffset).getUint32(0, true)
  return file.subarray(8 + headerBytes)
}
