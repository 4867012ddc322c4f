import * as tf from '@tensorflow/tfjs-core'
import { cellKinds } from '../../contract/spec.ts'
import { probabilitiesOf } from '../../engine/cells/head.ts'
import { logitCount } from '../../engine/cells/parameters.ts'
import { batchShapeOf } from '../../engine/training/device-batch.ts'
import { evaluate, logitsOf } from '../../engine/training/evaluation.ts'
import { createModelFromCheckpoint } from '../../engine/training/predict.ts'
import { runTraining } from '../../engine/training/training.ts'
import type { LabPoint } from '../document.ts'
import type { JobMeans, LabJob, TellJob } from '../job-list.ts'
import { LabFailure } from '../lab-failure.ts'
import type { OrderSpec } from '../spec.ts'
import { orderReviewsData, orderReviewsSpec } from '../text/order-reviews-data.ts'
import type { OwnRun } from './own-run.ts'
import { encodePairs, orderPairs } from './pairs.ts'
import { shuffled } from './shuffle.ts'

const BATCH = 32
/** How much of the work of a job its training is. */
const TRAINING = 0.9

/**
 * One model read in other orders:
 *   accuracy   on the test part, x: how much of each sentence is shuffled
 *   pair       x: number of a pair of opposites; how far apart the answers to its two sentences lie, 0 to 1
 *   apart      the same pairs: 1 where the two get different answers, else 0
 */
export async function runOrderJob(spec: OrderSpec, job: LabJob, tell: TellJob, means: JobMeans): Promise<void> {
  const own = spec.runs.length > 0
  const run = own ? await means.ownRun(job.series) : await trainHere(spec, job, tell)
  const { model, weights } = createModelFromCheckpoint(run.checkpoint, run.spec, run.dims)
  const shape = batchShapeOf(run.spec.model, model.dims, { B: BATCH, padding: run.spec.text.padding })
  const breathe = () => Promise.resolve()
  const point = (measure: string, x: number, y: number): LabPoint => ({
    measure,
    series: job.series,
    seed: job.seed,
    x,
    y,
  })
  const names: Record<string, string> = own ? { [job.series]: run.name } : {}
  try {
    for (const [k, share] of spec.shares.entries()) {
      const { accuracy } = await evaluate(model, weights, shuffled(run.test, share, job.seed), shape, breathe)
      const before = own ? 0 : TRAINING
      tell(before + ((1 - before) * (k + 1)) / (spec.shares.length + 1), [point('accuracy', share, accuracy)], names)
    }
    const pairs = orderPairs(run.words)
    const part = encodePairs(pairs, run.words, run.spec.text.maxLength)
    const order = Int32Array.from(part.labels, (_, n) => n)
    const logits =
      order.length === 0
        ? new Float32Array()
        : await logitsOf(model, weights, part, { order, from: 0, to: order.length, shape, breathe })
    const K = logitCount(run.dims.classes)
    const answer = (n: number) => probabilitiesOf(logits.subarray(n * K, (n + 1) * K))
    const measured = pairs.flatMap(({ favourable, unfavourable }, n) => {
      const [one, other] = [answer(2 * n), answer(2 * n + 1)]
      names[`pair:${n}`] = `“${favourable.join(' ')}” and “${unfavourable.join(' ')}”`
      const gap = one.reduce((sum, p, k) => sum + Math.abs(p - other[k]), 0) / 2
      return [point('pair', n, gap), point('apart', n, likeliest(one) === likeliest(other) ? 0 : 1)]
    })
    tell(1, measured, names)
  } finally {
    tf.dispose(weights)
  }
}

const likeliest = (probabilities: readonly number[]) => probabilities.indexOf(Math.max(...probabilities))

async function trainHere(spec: OrderSpec, job: LabJob, tell: TellJob): Promise<OwnRun> {
  const cell = cellKinds.find((one) => one === job.series)
  if (!cell) throw new RangeError(`order: there is no model ${job.series}`)
  const { data, words, longest } = orderReviewsData()
  const runSpec = orderReviewsSpec(cell, { seed: job.seed, epochs: spec.epochs, maxLength: longest })
  let best: Uint8Array | null = null
  const outcome = await runTraining(runSpec, data, {
    sink: {
      metrics: () => {},
      epoch: ({ epoch }) => tell((TRAINING * epoch) / spec.epochs, []),
      checkpoint: (kind, bytes) => {
        if (kind === 'best') best = bytes
      },
    },
  })
  if (outcome.kind !== 'finished' || !best)
    throw new LabFailure(
      `${runSpec.model.name} did not finish its training${outcome.kind === 'diverged' ? `: ${outcome.message}` : '.'}`,
    )
  const dims = { vocabularySize: data.vocabularySize, classes: data.classes }
  return { name: runSpec.model.name, spec: runSpec, dims, checkpoint: best, test: data.parts.test, words }
}
