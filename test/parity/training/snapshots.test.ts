import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as tf from '@tensorflow/tfjs-core'
import { cellKinds } from '../../../shared/contract/spec.ts'
import type { RunSpec } from '../../../shared/contract/spec.ts'
import { initialiseWasm } from '../../../shared/engine/kernels/wasm/register.ts'
import { decodeSafetensors } from '../../../shared/engine/training/safetensors.ts'
import { decodeSnapshot } from '../../../shared/engine/training/snapshot-file.ts'
import type { Snapshot } from '../../../shared/engine/training/snapshot-file.ts'
import { runTraining } from '../../../shared/engine/training/training.ts'
import type { TrainingOptions } from '../../../shared/engine/training/training.ts'
import { useCpu } from '../cells/examples.ts'
import { smallData, smallSpec, stopAfter } from './runs.ts'

/** What a run keeps, with and without snapshots. */
async function train(spec: RunSpec, options: Partial<TrainingOptions> = {}, keep = true) {
  const snapshots = new Map<number, Snapshot>()
  const norms = new Map<number, Record<string, number>>()
  let last: Uint8Array = new Uint8Array()
  const before = tf.memory().numTensors
  const outcome = await runTraining(spec, smallData(), {
    ...options,
    sink: {
      metrics: ({ columns, values }) => {
        const row = Object.fromEntries(columns.map((name, at) => [name, values[at]]))
        norms.set(row.step, row)
      },
      epoch: () => undefined,
      checkpoint: (kind, bytes) => void (kind === 'last' && (last = bytes)),
      ...(keep && { snapshot: (bytes, step) => void snapshots.set(step, decodeSnapshot(bytes)) }),
    },
  })
  expect(tf.memory().numTensors).toBe(before)
  return { outcome, snapshots, norms, last }
}
const tensorsOf = (bytes: Uint8Array) => decodeSafetensors(bytes).tensors

describe.each(['cpu', 'wasm'] as const)('snapshots on %s', (device) => {
  beforeAll(async () => {
    if (device === 'cpu') return useCpu()
    await initialiseWasm('plain')
    await tf.setBackend('wasm')
  })
  afterAll(useCpu)

  it.each(cellKinds)('change no bit of the training, %s', async (cell) => {
    const spec = smallSpec({ cell, dropout: 0.3 })
    const [with_, without] = [await train(spec), await train(spec, {}, false)]
    expect(tensorsOf(with_.last)).toEqual(tensorsOf(without.last))
    expect(without.snapshots.size).toBe(0)
  })

  it('are those of the schedule, and hold the weights that the run had', async () => {
    // Twenty sentences in batches of six: four steps an epoch, all of which are wanted.
    const { snapshots, last } = await train(smallSpec({}))
    expect([...snapshots.keys()]).toEqual(Array.from({ length: 13 }, (_, step) => step))
    const end = snapshots.get(12)!
    expect(Object.keys(end.tensors)).toEqual(['embedding', 'lstm1.U', 'lstm1.b', 'output.b'])
    for (const [name, tensor] of Object.entries(end.tensors)) expect(tensor).toEqual(tensorsOf(last)[name])
    expect(end.parameters.every(({ update }) => update === null)).toBe(true)
  })

  it('say how far the next step moves each parameter: for SGD, rate times clipped gradient', async () => {
    const rate = 0.5
    const spec = smallSpec({}, { optimiser: 'sgd', learningRate: rate, clipNorm: 0.05, recordEvery: 1 })
    const { snapshots, norms } = await train(spec)
    for (let step = 0; step < 12; step++) {
      const row = norms.get(step + 1)!
      const factor = row.clipped / row.norm
      for (const { name, update } of snapshots.get(step)!.parameters) {
        const expected = rate * factor * row[`parameter:${name}`]
        // Weights near 1 round to 6·10⁻⁸ of themselves.
        expect(Math.abs(update! - expected), `${name} after step ${step}`).toBeLessThan(1e-6 + 1e-4 * expected)
      }
    }
  })

  it('say how far Adam moves at first: the rate in every component that has a gradient', async () => {
    const { snapshots } = await train(smallSpec({}, { learningRate: 0.01 }))
    const { parameters } = snapshots.get(0)!
    // Kingma & Ba 2015, section 2.1: the first step is rate · g / (|g| + ε), the rate but for gradients as small as ε.
    for (const [name, size] of [
      ['lstm1.U', 4 * 16],
      ['lstm1.W', 3 * 16],
      ['output.W', 4],
    ] as const) {
      const share = parameters.find((one) => one.name === name)!.update! / (0.01 * Math.sqrt(size))
      expect(share, name).toBeLessThan(1 + 1e-4)
      expect(share, name).toBeGreaterThan(0.95)
    }
  })

  it('give the norm of each parameter', async () => {
    const { snapshots, last } = await train(smallSpec({}))
    for (const { name, norm } of snapshots.get(12)!.parameters)
      expect(norm, name).toBeCloseTo(Math.hypot(...tensorsOf(last)[name].data), 5)
  })

  it('agree after a stop and a resumption', async () => {
    const spec = smallSpec({ dropout: 0.3 })
    const whole = await train(spec)
    const half = await train(spec, { control: stopAfter(6) })
    const rest = await train(spec, { last: half.last })
    expect(new Map([...half.snapshots, ...rest.snapshots])).toEqual(whole.snapshots)
  })
})

it('a run that diverges keeps no snapshot from after its end', async () => {
  await useCpu()
  const spec = smallSpec({ cell: 'rnn', activation: 'relu' }, { optimiser: 'sgd', learningRate: 1e30, clipNorm: null })
  const { outcome, snapshots } = await train(spec)
  expect(outcome.kind).toBe('diverged')
  const end = outcome.kind === 'diverged' ? outcome.step : 0
  expect(Math.max(...snapshots.keys())).toBeLessThan(end)
})
