import type { RunSpec } from '../../contract/spec.ts'
import type { TestResult } from '../../contract/experiment.ts'
import { createModel } from '../cells/model.ts'
import type { Model } from '../cells/model.ts'
import * as tf from '@tensorflow/tfjs-core'
import { batchesOf, epochOrder, makeBatch } from './batches.ts'
import type { Batch, BatchShape } from './batches.ts'
import { readCheckpoint, readWeights, writeCheckpoint } from './checkpoint.ts'
import { batchShapeOf } from './device-batch.ts'
import { describeDivergence } from './divergence.ts'
import { evaluate } from './evaluation.ts'
import { openPacer } from './pacing.ts'
import { openRecorder } from './recorder.ts'
import type { Recorder } from './recorder.ts'
import { snapshotSteps } from './snapshot-steps.ts'
import { readWeights as readForSnapshot, snapshotOf } from './snapshots.ts'
import type { WeightReading } from './snapshots.ts'
import { trainStep } from './train-step.ts'
import { disposeState, newState } from './training-state.ts'
import type { TrainingState } from './training-state.ts'
import type { TrainingData, TrainingOptions, TrainingOutcome } from './training-types.ts'

export type {
  TrainingControl,
  TrainingData,
  TrainingOptions,
  TrainingOrder,
  TrainingOutcome,
  TrainingProgress,
  TrainingSink,
} from './training-types.ts'

/** In epochs that last long, a crash costs at most this much training. */
const CHECKPOINT_EVERY_MS = 30_000

/**
 * Trains a run on the current TensorFlow.js backend, whose kernels must be registered, from its start or from a checkpoint.
 * The result is a function of spec and data alone: neither pauses, nor resuming, nor what is recorded changes a bit of it.
 * Holds no tensor when it is done.
 * @throws {RangeError} when a part is empty or a checkpoint does not fit the model; whatever the sink throws.
 */
export async function runTraining(
  spec: RunSpec,
  data: TrainingData,
  options: TrainingOptions,
): Promise<TrainingOutcome> {
  for (const [name, { labels }] of Object.entries(data.parts))
    if (labels.length === 0) throw new RangeError(`The ${name} part is empty: give it a larger share of the rows.`)
  options.onPhase?.('model')
  const dims = { vocabularySize: data.vocabularySize, classes: data.classes, maxLength: spec.text.maxLength }
  const model = createModel(spec.model, dims)
  const state = options.last ? readCheckpoint(options.last, model, spec.training) : newState(model, spec)
  const best = state.position.bestEpoch > 0 ? (options.best ?? null) : null
  // A best checkpoint that is lost cannot be tested at the end: the search for it starts again.
  if (!best) Object.assign(state.position, { bestEpoch: 0, bestValidationLoss: Infinity, epochsWithoutBetter: 0 })
  const shape = batchShapeOf(spec.model, dims, { B: spec.training.batchSize, padding: spec.text.padding })
  const pacer = openPacer()
  const stepsPerEpoch = batchesOf(data.parts.train.labels.length, shape.B)
  const recorder = openRecorder({ model, spec, sink: options.sink, stepsPerEpoch })
  const snapshotsAt = new Set(options.sink.snapshot ? snapshotSteps({ ...spec.training, stepsPerEpoch }) : [])
  const run: RunInProgress = {
    ...{ spec, data, options, model, state, best, shape, stepsPerEpoch, snapshotsAt, recorder, ...pacer },
  }
  try {
    options.onPhase?.('first-step')
    return await trainEpochs(run)
  } finally {
    await recorder.settle().catch(() => {}) // an error in it has already ended the run
    disposeState(state)
    pacer.close()
  }
}

interface RunInProgress {
  spec: RunSpec
  data: TrainingData
  options: TrainingOptions
  model: Model
  state: TrainingState
  best: Uint8Array | null
  shape: BatchShape
  stepsPerEpoch: number
  snapshotsAt: ReadonlySet<number>
  recorder: Recorder
  breathe: () => Promise<void>
}

async function trainEpochs(run: RunInProgress): Promise<TrainingOutcome> {
  const { training } = run.spec
  const { position } = run.state
  const early = () => training.earlyStopping !== null && position.epochsWithoutBetter >= training.earlyStopping.patience
  while (position.epoch <= training.epochs && !early()) {
    const ended = (await trainEpoch(run)) ?? (await endEpoch(run))
    if (ended) return ended
  }
  // The last weights are kept too, wherever an early end came.
  if (run.snapshotsAt.size > 0) {
    const end = await readForSnapshot(run.model.parameters, run.state.tensors.weights, null)
    await keepSnapshot(run, position, end, null)
  }
  return {
    ...{ kind: 'finished', test: await testBest(run), decay: position.decay },
    early: position.epoch <= training.epochs,
  }
}

/** The steps that are left of an epoch. Answers only when the run ends in it. */
async function trainEpoch(run: RunInProgress): Promise<TrainingOutcome | null> {
  const { spec, data, model, state, recorder } = run
  const { position } = state
  const order = epochOrder(spec.seed, position.epoch, data.parts.train.labels.length)
  let saved = performance.now()
  while (position.stepInEpoch < run.stepsPerEpoch) {
    const go = await permission(run)
    if (!go) return recorder.death() ? diverged(run) : { kind: 'stopped', step: position.step }
    const began = performance.now()
    const batch = makeBatch(data.parts.train, order, position.stepInEpoch * run.shape.B, run.shape)
    const { step: done, epoch } = position
    const read = () => readForSnapshot(model.parameters, state.tensors.weights, batch)
    const before = run.snapshotsAt.has(done) ? await read() : null
    position.step++
    position.stepInEpoch++
    const signals = recorder.wants(position.step)
    const { training, seed } = spec
    const measured = trainStep(model, state, batch, { training, seed, step: position.step, signals })
    await recorder.take(measured, position)
    if (before) await keepSnapshot(run, { step: done, epoch }, before, { reading: await read(), batch })
    await run.breathe()
    position.seconds += (performance.now() - began) / 1000
    if (recorder.death()) return diverged(run)
    if (performance.now() - saved > CHECKPOINT_EVERY_MS) {
      await saveLast(run)
      saved = performance.now()
    }
  }
  await recorder.settle()
  return recorder.death() ? diverged(run) : null
}

/** Hands a snapshot on, unless the run is dead: its steps no longer change anything. */
async function keepSnapshot(
  { model, options, recorder }: RunInProgress,
  position: { step: number; epoch: number },
  now: WeightReading,
  next: { reading: WeightReading; batch: Batch } | null,
): Promise<void> {
  if (next) await recorder.settle()
  if (recorder.death()) return
  const bytes = snapshotOf(model, position, now, next)
  if (bytes) await options.sink.snapshot?.(bytes, position.step)
}

/** Asks whether to make the next step; saves where the answer wants it. False: the run is to stop. */
async function permission(run: RunInProgress): Promise<boolean> {
  for (;;) {
    const order = run.options.control ? await run.options.control.next() : 'go'
    if (order === 'go') return true
    await saveLast(run)
    if (order === 'stop' || run.recorder.death()) return false
  }
}

async function saveLast(run: RunInProgress): Promise<void> {
  await run.recorder.settle()
  if (run.recorder.death()) return
  const bytes = await writeCheckpoint(run.state)
  if (bytes) await run.options.sink.checkpoint('last', bytes, run.state.position.step)
}

/** Validation, the epoch's record, best and last checkpoint; then the next epoch's position. */
async function endEpoch(run: RunInProgress): Promise<TrainingOutcome | null> {
  const { data, model, state, shape, options } = run
  const { position } = state
  const [lossSum, rightSum, count] = await state.tensors.sums.data()
  const validation = await evaluate(model, state.tensors.weights, data.parts.validation, shape, run.breathe)
  if (!Number.isFinite(validation.loss)) {
    const where = { step: position.step, epoch: position.epoch, what: 'validation loss' }
    return { kind: 'diverged', ...describeDivergence(where, run.spec.training) }
  }
  const record = {
    ...{ epoch: position.epoch, step: position.step, trainLoss: lossSum / count, trainAccuracy: rightSum / count },
    ...{ validationLoss: validation.loss, validationAccuracy: validation.accuracy, seconds: position.seconds },
  }
  const better = validation.loss < position.bestValidationLoss
  if (better) Object.assign(position, { bestEpoch: position.epoch, bestValidationLoss: validation.loss })
  position.epochsWithoutBetter = better ? 0 : position.epochsWithoutBetter + 1
  Object.assign(position, { epoch: position.epoch + 1, stepInEpoch: 0, seconds: 0 })
  state.tensors.sums.dispose()
  state.tensors.sums = tf.zeros([3])

  await options.sink.epoch(record, position.decay)
  const bytes = await writeCheckpoint(state)
  if (bytes && better) {
    run.best = bytes
    await options.sink.checkpoint('best', bytes, position.step)
  }
  if (bytes) await options.sink.checkpoint('last', bytes, position.step)
  return null
}

/** The state on the device is still that of the last good step (see clipping.ts): it is saved with the position it belongs to. */
async function diverged(run: RunInProgress): Promise<TrainingOutcome> {
  const { position } = run.state
  const { step, what } = run.recorder.death()!
  const epoch = position.epoch
  const undone = position.step - (step - 1)
  Object.assign(position, { step: position.step - undone, stepInEpoch: position.stepInEpoch - undone })
  const bytes = await writeCheckpoint(run.state)
  if (bytes) await run.options.sink.checkpoint('last', bytes, position.step)
  return { kind: 'diverged', ...describeDivergence({ step, epoch, what }, run.spec.training) }
}

async function testBest({ model, state, data, shape, best, breathe }: RunInProgress): Promise<TestResult> {
  const weights = best ? readWeights(best, model) : state.tensors.weights
  const { loss, accuracy, confusion } = await evaluate(model, weights, data.parts.test, shape, breathe)
  if (best) tf.dispose(weights)
  return { epoch: state.position.bestEpoch, loss, accuracy, confusion }
}
