import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-webgl'
import { registerWebglKernels } from '../../../shared/engine/kernels/webgl/register.ts'
import { decodeSafetensors } from '../../../shared/engine/training/safetensors.ts'
import { decodeSnapshot } from '../../../shared/engine/training/snapshot-file.ts'
import type { Snapshot } from '../../../shared/engine/training/snapshot-file.ts'
import { trace } from './training-run.ts'
import type { TrainingCase, TrainingTrace } from './training-run.ts'

tf.env().set('SOFTWARE_WEBGL_ENABLED', true)
registerWebglKernels()

/** A run on WebGL, and how many tensors it left behind. */
export async function train(c: TrainingCase): Promise<{ told: TrainingTrace; left: number; buffers: number }> {
  await tf.setBackend('webgl')
  const [tensors, buffers] = [tf.memory().numTensors, tf.engine().backend.numDataIds()]
  const told = await trace(c)
  return { told, left: tf.memory().numTensors - tensors, buffers: tf.engine().backend.numDataIds() - buffers }
}

export interface SnapshotsTold {
  /** Steps at which one was taken. */
  steps: number[]
  /** Parameters whose last weights, moments included, have other bits than without snapshots. */
  moved: string[]
  /** Weights of the last snapshot that are not those of the last checkpoint. */
  differing: string[]
  /** Norms of parameters that a snapshot holds whole, and what its own numbers say. */
  norms: { name: string; said: number; own: number }[]
}

/** The same run with and without snapshots. */
export async function snapshots(c: TrainingCase): Promise<SnapshotsTold> {
  await tf.setBackend('webgl')
  const kept: Snapshot[] = []
  let [last, plain] = [new Uint8Array(), new Uint8Array()]
  await trace(c, {
    checkpoint: (bytes) => void (last = Uint8Array.from(bytes)),
    snapshot: (bytes) => void kept.push(decodeSnapshot(bytes)),
  })
  await trace(c, { checkpoint: (bytes) => void (plain = Uint8Array.from(bytes)) })
  const [ours, theirs] = [last, plain].map((bytes) => decodeSafetensors(bytes).tensors)
  const bits = ({ data }: { data: ArrayLike<number> }) => Array.from(data).join()
  const end = kept[kept.length - 1]
  return {
    steps: kept.map(({ step }) => step),
    moved: Object.keys(theirs).filter((name) => bits(theirs[name]) !== bits(ours[name])),
    differing: Object.keys(end.tensors).filter((name) => bits(end.tensors[name]) !== bits(ours[name])),
    norms: kept.flatMap(({ parameters, tensors }) =>
      parameters.flatMap(({ name, norm }) =>
        name in tensors && name !== 'embedding'
          ? [{ name, said: norm, own: Math.hypot(...Array.from(tensors[name].data)) }]
          : [],
      ),
    ),
  }
}
