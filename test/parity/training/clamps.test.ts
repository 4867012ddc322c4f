import * as tf from '@tensorflow/tfjs-core'
import { afterEach, describe, expect, it } from 'vitest'
import type { ClampSpec } from '../../../shared/contract/clamps.ts'
import { optimiserKinds } from '../../../shared/contract/spec.ts'
import type { ModelSpec } from '../../../shared/contract/spec.ts'
import { biasOf } from '../../../shared/engine/cells/held.ts'
import { initialValues } from '../../../shared/engine/cells/initialisation.ts'
import { parameterCount } from '../../../shared/engine/cells/parameter-count.ts'
import { parametersOf } from '../../../shared/engine/cells/parameters.ts'
import { gruForward, lstmForward, rnnForward } from '../../../shared/engine/kernels/run.ts'
import { initialiseWasm } from '../../../shared/engine/kernels/wasm/register.ts'
import { decodeSnapshot } from '../../../shared/engine/training/snapshot-file.ts'
import { decodeSafetensors } from '../../../shared/engine/training/safetensors.ts'
import { runTraining } from '../../../shared/engine/training/training.ts'
import { useCpu } from '../cells/examples.ts'
import { VOCABULARY, smallData, smallSpec, stopAfter, train } from './runs.ts'

async function useDevice(device: string) {
  await useCpu()
  if (tf.findBackendFactory('wasm') == null) await initialiseWasm(null, null)
  await tf.setBackend(device)
}
afterEach(useCpu)

const clamp = (what: ClampSpec['what'], value: number, unit: ClampSpec['unit'] = 'all'): ClampSpec => ({
  ...{ what, unit, value, layer: 1, direction: 'forward' },
})
const models: Partial<ModelSpec>[] = [
  { cell: 'lstm', peephole: true, clamps: [clamp('f', 1), clamp('i', 0.3, 2)] },
  { cell: 'lstm', input: { kind: 'one-hot' }, clamps: [clamp('c', 0.5, 0)] },
  { cell: 'gru', clamps: [clamp('h', -0.5, 3), clamp('z', 0, 1)] },
  { cell: 'rnn', input: { kind: 'one-hot' }, clamps: [clamp('h', 0.7, 1)] },
]
const dims = { vocabularySize: VOCABULARY, classes: 2, maxLength: 8 }

describe.each(['cpu', 'wasm'])('training with a clamp (%s)', (device) => {
  it.each(
    models.flatMap((model) =>
      optimiserKinds.map((optimiser) => [`${JSON.stringify(model)}, ${optimiser}`, model, optimiser] as const),
    ),
  )('%s: what is held keeps its bits, and the rest learns', async (_, model, optimiser) => {
    await useDevice(device)
    const spec = smallSpec(model, { optimiser, learningRate: 0.05, clipNorm: 0.05 })
    const { last, rows } = await train(spec, smallData())
    const { tensors } = decodeSafetensors(last!)
    let moved = 0
    for (const parameter of parametersOf(spec.model, dims)) {
      const { name, shape, held = [] } = parameter
      const start = initialValues(parameter, spec.seed)
      const columns = shape[shape.length - 1]
      tensors[name].data.forEach((value, at) => {
        const isHeld = held.some(
          ({ column, row }) =>
            column === at % columns && (row ?? Math.floor(at / columns)) === Math.floor(at / columns),
        )
        if (!isHeld) return void (moved += Number(value !== start[at]))
        expect(Object.is(value, start[at]), name).toBe(true)
        for (const moment of [`m:${name}`, `v:${name}`])
          if (tensors[moment].shape.join() === shape.join()) expect(tensors[moment].data[at] === 0, moment).toBe(true)
      })
    }
    expect(moved).toBeGreaterThan(30)
    // The global norm is that of what learns: the recorded norms by parameter add up to it.
    for (const row of rows) {
      const squares = Object.entries(row).map(([name, norm]) => (name.startsWith('parameter:') ? norm ** 2 : 0))
      expect(Math.sqrt(squares.reduce((a, b) => a + b))).toBeCloseTo(row.norm, 5)
    }
  })

  it('goes on after a stop bit for bit', async () => {
    await useDevice(device)
    const spec = smallSpec({ ...models[0], layers: 2, dropout: 0.3 })
    const whole = await train(spec, smallData())
    const half = await train(spec, smallData(), { control: stopAfter(5) })
    const rest = await train(spec, smallData(), { last: half.last, best: half.best })
    expect([...half.rows, ...rest.rows]).toEqual(whole.rows)
    const [one, two] = [whole, rest].map(({ last }) => decodeSafetensors(last!).tensors)
    expect(two).toEqual(one)
  })

  it('leaves no tensor behind', async () => {
    await useDevice(device)
    const before = tf.memory().numTensors
    const { tensors } = await train(smallSpec(models[0], { recordEvery: 1 }), smallData())
    expect(new Set(tensors).size).toBe(1)
    expect(tf.memory().numTensors).toBe(before)
  })

  it('reaches 0 and 1 exactly, whatever comes in', async () => {
    await useDevice(device)
    const [T, B, H] = [3, 2, 2]
    const mask = tf.ones<tf.Rank.R2>([T, B])
    const h0 = tf.fill<tf.Rank.R2>([B, H], 0.5)
    const bias = (gates: readonly ('i' | 'f' | 'g' | 'o')[], values: number[]) =>
      gates.map((gate, n) => biasOf({ cell: 'lstm', activation: 'tanh' }, gate, values[n]))
    const every = (of: number[]) =>
      tf.tensor3d(Array.from({ length: T * B * H }, () => of).flat(), [T, B, H * of.length])
    const lstm = bias(['i', 'f', 'g', 'o'], [0, 1, -1, 1])
    const shared = { h0, mask }
    const { gates } = lstmForward({ xw: every(lstm), U: tf.zeros([H, 4 * H]), c0: h0, ...shared })
    const expected = Array.from({ length: T * B * H }, () => [0, 1, -1, 1]).flat()
    expect(Array.from(gates.dataSync(), (x) => x + 0)).toEqual(expected)
    const gru = [...bias(['i', 'f'], [1, 0]), ...bias(['g'], [1])]
    const read = gruForward({ xw: every(gru), U: tf.zeros([H, 3 * H]), bu: tf.zeros([H]), ...shared })
    expect(new Set(read.h.dataSync())).toEqual(new Set([1]))
    const h = rnnForward({ xw: every(bias(['g'], [-1])), U: tf.zeros([H, H]), activation: 'tanh', ...shared })
    expect(new Set(h.dataSync())).toEqual(new Set([-1]))
    tf.dispose([mask, h0, gates, read.h, read.gates, h])
  })
})

describe('a clamp', () => {
  it('starts everything else as it starts without it', () => {
    const { model } = smallSpec(models[0])
    const free = parametersOf({ ...model, clamps: [] }, dims)
    for (const [n, parameter] of parametersOf(model, dims).entries()) {
      const columns = parameter.shape[parameter.shape.length - 1]
      const without = initialValues(free[n], 7)
      initialValues(parameter, 7).forEach((value, at) => {
        const held = parameter.held?.some(({ column }) => column === at % columns)
        if (!held) expect(value).toBe(without[at])
      })
    }
  })

  it('is counted: what it holds does not learn', () => {
    // By hand: D 3, H 4. Forget gates: 4 columns of 3 + 4 weights, a bias and a peephole each; one input gate: 7 + 1 + 1.
    const { total, held, parts } = parameterCount(smallSpec(models[0]).model, dims)
    expect(held).toBe(4 * 9 + 9)
    expect(parts.map((part) => part.held)).toEqual([0, 45, 0])
    expect(total).toBe(parameterCount({ ...smallSpec(models[0]).model, clamps: [] }, dims).total)
  })

  it('stays out of the norms of snapshots, but not out of their weights', async () => {
    await useCpu()
    const spec = smallSpec(models[0])
    const snapshots: ReturnType<typeof decodeSnapshot>[] = []
    await runTraining(spec, smallData(), {
      sink: {
        ...{ metrics: () => {}, epoch: () => {}, checkpoint: () => {} },
        snapshot: (bytes) => void snapshots.push(decodeSnapshot(bytes)),
      },
    })
    for (const { parameters, tensors } of snapshots) {
      const { norm } = parameters.find(({ name }) => name === 'lstm1.b')!
      expect(norm).toBeLessThan(5)
      expect(Array.from(tensors['lstm1.b'].data).filter((value) => value === 1000)).toHaveLength(4)
    }
    expect(snapshots.length).toBeGreaterThan(3)
  })
})
