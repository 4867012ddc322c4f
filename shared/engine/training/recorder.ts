import * as tf from '@tensorflow/tfjs-core'
import type { RunSpec } from '../../contract/spec.ts'
import type { Model } from '../cells/model.ts'
import { culprit } from './divergence.ts'
import { metricColumns, recordedRow } from './recorded-row.ts'
import { unpackMeasured } from './train-step.ts'
import type { Measured } from './train-step.ts'
import type { Position } from './training-state.ts'
import type { TrainingSink } from './training-types.ts'

/** Reads measurements back from the device, without holding it up, and passes the recorded ones on. */
export interface Recorder {
  /** Whether that step is recorded: the first and every `recordEvery`-th, whatever was stopped and resumed in between. */
  wants(step: number): boolean
  /** Takes over what a step measured. Waits for the measurement before it, so that at most one is under way. */
  take(measured: Measured, position: Position): Promise<void>
  /** Waits until all that was taken has arrived. */
  settle(): Promise<void>
  /** The step whose loss or gradient was not finite, once it is known. */
  death(): { step: number; what: string } | null
}

/** Steps after which a GPU is asked whether the run is still alive. Other devices are asked after every step. */
const STEPS_BETWEEN_CHECKS = 10

export function openRecorder({
  model,
  spec,
  sink,
  stepsPerEpoch,
}: {
  model: Model
  spec: RunSpec
  sink: TrainingSink
  stepsPerEpoch: number
}): Recorder {
  const columns = metricColumns(model)
  const between = tf.getBackend() === 'webgl' ? STEPS_BETWEEN_CHECKS : 1
  const speed = openSpeedometer()
  let death: ReturnType<Recorder['death']> = null
  let underWay: Promise<void> = Promise.resolve()
  const wants = (step: number) => step === 1 || step % spec.training.recordEvery === 0

  async function read(measured: Measured, position: Position, now: Position): Promise<void> {
    const values = (await measured.packed.data()) as Float32Array
    measured.packed.dispose()
    const measurement = unpackMeasured(values, measured)
    if (!measurement.alive)
      death ??= { step: measurement.step, what: culprit(measurement.loss, measurement.parameterNorms) }
    if (death || !wants(now.step)) return
    const { table, decay } = recordedRow(columns, now.epoch, measurement, measured.batch)
    position.decay = decay
    const { numTensors: tensors, numBytes: bytes } = tf.memory()
    const { step, epoch } = now
    await sink.metrics(table, { step, epoch, stepsPerEpoch, stepsPerSecond: speed(now), tensors, bytes })
  }

  return {
    wants,
    async take(measured, position) {
      const { step } = position
      if (!wants(step) && step % between !== 0) {
        measured.packed.dispose()
        return
      }
      await underWay
      underWay = read(measured, position, { ...position })
      underWay.catch(() => {}) // reported where it is waited for
    },
    settle: () => underWay,
    death: () => death,
  }
}

/** Steps per second of training time since the last call. */
function openSpeedometer(): (position: Position) => number {
  let last: Pick<Position, 'step' | 'seconds' | 'epoch'> | null = null
  let speed = 0
  return ({ step, seconds, epoch }) => {
    if (last && last.epoch === epoch && seconds > last.seconds) speed = (step - last.step) / (seconds - last.seconds)
    last = { step, seconds, epoch }
    return speed
  }
}
