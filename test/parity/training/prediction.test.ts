import { beforeAll, describe, expect, it } from 'vitest'
import * as tf from '@tensorflow/tfjs-core'
import { cellKinds } from '../../../shared/contract/spec.ts'
import { probabilitiesOf } from '../../../shared/engine/cells/head.ts'
import { evaluate } from '../../../shared/engine/training/evaluation.ts'
import { batchShapeOf } from '../../../shared/engine/training/device-batch.ts'
import { createModelFromCheckpoint, openPredictor, predictPrefixes } from '../../../shared/engine/training/predict.ts'
import { useCpu } from '../cells/examples.ts'
import { smallData, smallSpec, train, VOCABULARY } from './runs.ts'

beforeAll(useCpu)
const dims = { vocabularySize: VOCABULARY, classes: 2 }

describe.each(cellKinds)('prediction, %s', (cell) => {
  it('answers after each word with probabilities, and after the last as the evaluation does', async () => {
    const spec = smallSpec({ cell, layers: 2, dropout: 0.4 })
    const data = smallData()
    const { best, outcome } = await train(spec, data)
    if (outcome.kind !== 'finished') throw new Error(outcome.kind)
    const { test } = data.parts
    const before = tf.memory().numTensors
    const confusion = [
      [0, 0],
      [0, 0],
    ]
    for (const [n, label] of test.labels.entries()) {
      const ids = test.ids.slice(test.offsets[n], test.offsets[n + 1])
      const answers = await predictPrefixes(best!, spec, dims, ids)
      expect(answers).toHaveLength(ids.length)
      for (const [no, yes] of answers) expect(no + yes).toBeCloseTo(1, 12)
      confusion[label][answers.at(-1)![1] > 0.5 ? 1 : 0]++
    }
    expect(confusion).toEqual(outcome.test.confusion)
    expect(tf.memory().numTensors).toBe(before)
  })
})

describe('prediction', () => {
  it('keeps a predictor open for many sentences, none and too long ones included', async () => {
    const spec = smallSpec({})
    const { last } = await train(spec, smallData())
    const predictor = openPredictor(last!, spec, dims)
    const long = Int32Array.from({ length: 40 }, (_, n) => 2 + (n % 10))
    const answers = await predictor.prefixes(long)
    expect(await predictor.prefixes(new Int32Array())).toEqual([])
    expect(answers).toHaveLength(40)
    expect(answers[39]).toEqual(answers[7]) // truncated at the end: nothing after the eighth word is read
    expect(await predictor.prefixes(long.slice(0, 3))).toEqual(answers.slice(0, 3))
    predictor.close()
    const backwards = { ...spec, text: { ...spec.text, truncation: 'start' as const } }
    const fromTheEnd = await predictPrefixes(last!, backwards, dims, long)
    expect(fromTheEnd[17]).toEqual(fromTheEnd[27]) // the last eight of them are the same words
  })

  it('makes K probabilities for K classes', async () => {
    const data = { ...smallData(), classes: 3 }
    const spec = smallSpec({ cell: 'rnn' })
    const { last } = await train(spec, data)
    const [answer] = await predictPrefixes(last!, spec, { ...dims, classes: 3 }, Int32Array.of(4))
    expect(answer).toHaveLength(3)
    expect(answer.reduce((a, b) => a + b)).toBeCloseTo(1, 12)
  })

  it('evaluates the same whatever the batch size', async () => {
    const spec = smallSpec({})
    const data = smallData()
    const { last } = await train(spec, data)
    const { model, weights } = createModelFromCheckpoint(last!, spec, dims)
    const of = (B: number) =>
      evaluate(
        model,
        weights,
        data.parts.test,
        batchShapeOf(spec.model, model.dims, { B, padding: 'after' }),
        async () => {},
      )
    const [one, many] = [await of(1), await of(64)]
    expect(many.confusion).toEqual(one.confusion)
    expect(many.loss).toBeCloseTo(one.loss, 6)
    const { test } = data.parts
    const last0 = await predictPrefixes(last!, spec, dims, test.ids.slice(0, test.offsets[1]))
    expect(last0.at(-1)![1]).toBeGreaterThan(0)
    expect(probabilitiesOf([0])).toEqual([0.5, 0.5])
    tf.dispose(weights)
  })
})
