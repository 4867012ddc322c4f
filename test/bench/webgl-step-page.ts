import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-core/dist/register_all_gradients.js'
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js'
import '@tensorflow/tfjs-backend-webgl'
import { layers, sequential } from '@tensorflow/tfjs-layers'
import { defaultModel, defaultSplit, defaultText, defaultTraining } from '../../shared/contract/spec.ts'
import type { RunSpec } from '../../shared/contract/spec.ts'
import type { EncodedPart } from '../../shared/contract/encoded.ts'
import { createModel } from '../../shared/engine/cells/model.ts'
import { registerWebglKernels } from '../../shared/engine/kernels/webgl/register.ts'
import { makeBatch } from '../../shared/engine/training/batches.ts'
import { batchShapeOf } from '../../shared/engine/training/device-batch.ts'
import { stream } from '../../shared/engine/training/random.ts'
import { trainStep } from '../../shared/engine/training/train-step.ts'
import { newState } from '../../shared/engine/training/training-state.ts'

export interface Sizes {
  T: number
  B: number
  H: number
  embedding: number
  vocabulary: number
  steps: number
}

export interface Measured {
  /** Median milliseconds of a step, each timed until its loss is read. */
  milliseconds: number
  /** Draw calls of one step. */
  draws: number
  firstStepSeconds: number
  loss: number
}

tf.env().set('SOFTWARE_WEBGL_ENABLED', true)
registerWebglKernels()

let draws = 0
for (const name of ['drawArrays', 'drawElements'] as const) {
  const original = WebGL2RenderingContext.prototype[name] as (...args: number[]) => void
  WebGL2RenderingContext.prototype[name] = function (this: WebGL2RenderingContext, ...args: number[]) {
    draws++
    original.apply(this, args)
  }
}

/** Full-length sentences of random words, so that both sides do the same work. */
function sentences({ T, B, vocabulary }: Sizes): EncodedPart {
  const random = stream(1, 'bench')
  return {
    rowIds: new Uint32Array(B),
    labels: Int32Array.from({ length: B }, () => random.int(2)),
    offsets: Uint32Array.from({ length: B + 1 }, (_, n) => n * T),
    ids: Int32Array.from({ length: B * T }, () => 2 + random.int(vocabulary - 2)),
  }
}

/** One training step; gives the loss, which means that the device is done with it. */
type Step = (n: number) => Promise<number>

/** The sides take turns, so that whatever else this machine does disturbs them alike. */
export async function compare(sizes: Sizes): Promise<Record<'ours' | 'recorded' | 'layers', Measured>> {
  await tf.setBackend('webgl')
  return await takeTurns(sizes.steps, {
    ours: unrollStep(sizes, false),
    recorded: unrollStep(sizes, true),
    layers: layersStep(sizes),
  })
}

async function takeTurns<Side extends string>(steps: number, sides: Record<Side, Step>) {
  const names = Object.keys(sides) as Side[]
  const measured = {} as Record<Side, Measured>
  const times = {} as Record<Side, number[]>
  for (const name of names) {
    const began = performance.now()
    await sides[name](1)
    measured[name] = { milliseconds: 0, draws: 0, firstStepSeconds: (performance.now() - began) / 1000, loss: 0 }
    times[name] = []
    await sides[name](2)
  }
  for (let n = 0; n < steps; n++)
    for (const name of names) {
      draws = 0
      const start = performance.now()
      measured[name].loss = await sides[name](n + 3)
      times[name].push(performance.now() - start)
      measured[name].draws = draws
    }
  for (const name of names) measured[name].milliseconds = times[name].sort((a, b) => a - b)[steps >> 1]
  return measured
}

/** Unroll's own step: our kernels and optimiser, gradient norms included; with `signals` also those of every word. */
function unrollStep(sizes: Sizes, signals: boolean): Step {
  const { T, B, H, embedding, vocabulary } = sizes
  const training = { ...defaultTraining, batchSize: B, learningRate: 0.001 }
  const spec: RunSpec = {
    ...{ version: 1, data: '0'.repeat(64), text: { ...defaultText, maxLength: T }, split: defaultSplit, seed: 1 },
    ...{ training, model: { ...defaultModel('lstm'), hidden: H, input: { kind: 'embedding', size: embedding } } },
  }
  const dims = { vocabularySize: vocabulary, classes: 2, maxLength: T }
  const model = createModel(spec.model, dims)
  const state = newState(model, spec)
  const part = sentences(sizes)
  const order = Int32Array.from({ length: B }, (_, n) => n)
  const shape = batchShapeOf(spec.model, dims, { B, padding: 'after' })
  return async (step) => {
    const { packed } = trainStep(model, state, makeBatch(part, order, 0, shape), { training, seed: 1, step, signals })
    const values = await packed.data()
    packed.dispose()
    return values[2]
  }
}

/** The same model of TensorFlow.js's own layers, trained with its Adam. It measures no gradients. */
function layersStep(sizes: Sizes): Step {
  const { T, B, H, embedding, vocabulary } = sizes
  const model = sequential({
    layers: [
      layers.embedding({ inputDim: vocabulary, outputDim: embedding, inputLength: T }),
      layers.lstm({ units: H, recurrentActivation: 'sigmoid' }),
      layers.dense({ units: 1, activation: 'sigmoid' }),
    ],
  })
  model.compile({ optimizer: tf.train.adam(0.001), loss: 'binaryCrossentropy' })
  const { ids, labels } = sentences(sizes)
  return async () => {
    const [x, y] = [tf.tensor2d(Float32Array.from(ids), [B, T]), tf.tensor2d(Float32Array.from(labels), [B, 1])]
    const loss = await model.trainOnBatch(x, y)
    tf.dispose([x, y])
    return Array.isArray(loss) ? loss[0] : loss
  }
}

/** What draws here. */
export function renderer(): string {
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2')
  const names = gl?.getExtension('WEBGL_debug_renderer_info')
  return String(gl && names ? gl.getParameter(names.UNMASKED_RENDERER_WEBGL) : 'unknown')
}
