import * as tf from '@tensorflow/tfjs-core'
import { stream } from '../../../shared/engine/training/random.ts'

/** Tensors as plain data, to carry them from one backend to another. */
export interface Plain {
  shape: number[]
  values: Float32Array
}

/** Seeded values in (-scale, scale); the same for the same name. */
export function randomPlain(name: string, shape: number[], scale = 1): Plain {
  const random = stream(7, 'webgl parity', name, ...shape)
  const size = shape.reduce((a, b) => a * b, 1)
  return { shape, values: Float32Array.from({ length: size }, () => (random.next() * 2 - 1) * scale) }
}

export const toTensor = <T extends tf.Tensor>({ shape, values }: Plain) => tf.tensor(values, shape, 'float32') as T

export async function toPlain(tensor: tf.Tensor): Promise<Plain> {
  return { shape: tensor.shape, values: Float32Array.from(await tensor.data()) }
}

/**
 * Largest difference, relative to the largest value of the expected array (a single small element in a sum of many has no
 * digits of its own in 32 bits).
 * @throws {Error} when the shapes differ or a value is not finite.
 */
export function relativeError(name: string, got: Plain, expected: Plain): number {
  if (got.shape.join() !== expected.shape.join())
    throw new Error(`${name}: expected shape [${expected.shape}], got [${got.shape}]`)
  let [worst, largest] = [0, 0]
  got.values.forEach((value, i) => {
    if (!Number.isFinite(value)) throw new Error(`${name}: value ${i} is ${value}`)
    worst = Math.max(worst, Math.abs(value - expected.values[i]))
    largest = Math.max(largest, Math.abs(expected.values[i]))
  })
  return largest === 0 ? worst : worst / largest
}

/** Runs on a backend and returns plain data; throws when tensors or (WebGL) texture data stay behind. */
export async function onBackend(
  backend: 'cpu' | 'webgl',
  run: () => Record<string, tf.Tensor>,
): Promise<Record<string, Plain>> {
  await tf.setBackend(backend)
  const before = tf.memory().numTensors
  const dataBefore = tf.engine().backend.numDataIds()
  const tensors = tf.tidy(run)
  const plain: Record<string, Plain> = {}
  for (const [name, tensor] of Object.entries(tensors)) {
    plain[name] = await toPlain(tensor)
    tensor.dispose()
  }
  const left = tf.memory().numTensors - before
  const dataLeft = tf.engine().backend.numDataIds() - dataBefore
  if (left !== 0 || dataLeft !== 0)
    throw new Error(`${backend}: ${left} tensors and ${dataLeft} buffers were left over`)
  return plain
}

export function errorsOf(got: Record<string, Plain>, expected: Record<string, Plain>): Record<string, number> {
  return Object.fromEntries(
    Object.keys(expected).map((name) => [name, relativeError(name, got[name], expected[name])] as const),
  )
}

/** What WebGL complains about since it was last asked; 0 is 'nothing'. */
export function glError(): number {
  const backend = tf.findBackend('webgl') as unknown as { gpgpu: { gl: WebGL2RenderingContext } }
  return backend.gpgpu.gl.getError()
}
