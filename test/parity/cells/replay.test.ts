import { beforeAll, describe, expect, it } from 'vitest'
import * as tf from '@tensorflow/tfjs-core'
import { createModel } from '../../../shared/engine/cells/model.ts'
import { epochOrder, makeBatch } from '../../../shared/engine/training/batches.ts'
import { batchShapeOf } from '../../../shared/engine/training/device-batch.ts'
import { decodeSafetensors } from '../../../shared/engine/training/safetensors.ts'
import { trainStep } from '../../../shared/engine/training/train-step.ts'
import { disposeState, newState } from '../../../shared/engine/training/training-state.ts'
import { smallData, smallSpec, train } from '../training/runs.ts'
import { useCpu } from './examples.ts'
import { titleOf, variants } from './variants.ts'

beforeAll(useCpu)

describe.each(variants.map((variant) => ({ variant, title: titleOf(variant) })))('$title', ({ variant }) => {
  it('gives the same bits from the same spec, seed and device, and others from another seed', async () => {
    const spec = smallSpec({ ...variant, layers: 2, dropout: 0.25 }, { epochs: 2 })
    const [one, two] = [await train(spec, smallData()), await train(spec, smallData())]
    const [first, second] = [one, two].map(({ last }) => decodeSafetensors(last!).tensors)
    expect(Object.keys(first).length).toBeGreaterThan(3)
    expect(second).toEqual(first)
    expect(two.rows).toEqual(one.rows)
    expect(two.outcome).toEqual(one.outcome)
    const other = await train({ ...spec, seed: spec.seed + 1 }, smallData())
    expect(other.rows).not.toEqual(one.rows)
  })
})

const widest = [
  { cell: 'gru', bidirectional: true, pooling: 'mean' },
  { cell: 'lstm', peephole: true, bidirectional: true },
  { cell: 'rnn', activation: 'relu', bidirectional: true },
  { cell: 'gru' },
] as const

it.each(widest.map((variant) => ({ variant, title: titleOf(variant) })))(
  'a thousand steps of $title leave tensors and bytes where they were after ten',
  ({ variant }) => {
    const spec = smallSpec({ ...variant, hidden: 2, input: { kind: 'embedding', size: 2 }, layers: 2, dropout: 0.2 })
    const { parts, vocabularySize, classes } = smallData({ train: 4, validation: 1, test: 1 })
    const model = createModel(spec.model, { vocabularySize, classes, maxLength: 8 })
    const shape = batchShapeOf(spec.model, model.dims, { B: 3, padding: 'after' })
    const before = tf.memory()
    const state = newState(model, spec)
    const used: { tensors: number; buffers: number; bytes: number }[] = []
    for (let step = 1; step <= 1000; step++) {
      const batch = makeBatch(parts.train, epochOrder(spec.seed, step, 4), 0, shape)
      const options = { training: spec.training, seed: spec.seed, step, signals: step % 2 === 0 }
      trainStep(model, state, batch, options).packed.dispose()
      const { numTensors: tensors, numDataBuffers: buffers, numBytes: bytes } = tf.memory()
      used.push({ tensors, buffers, bytes })
    }
    expect(used[999]).toEqual(used[9])
    expect(used[998]).toEqual(used[10])
    disposeState(state)
    expect(tf.memory()).toEqual(before)
  },
)
