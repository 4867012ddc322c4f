import * as tf from '@tensorflow/tfjs-core'
import type { WasmBackend } from './backend.ts'

const sizeOf = (shape: number[]) => shape.reduce((product, size) => product * size, 1)

/**
 * Concat of floats whose parts follow each other whole (along the first axis that is not 1), made in the memory at once.
 * The kernel of the backend 'cpu' would leave a megabyte for the garbage collector at every step, and our kernels, which
 * read the result next, would copy it again. null: another case, which that kernel does.
 */
export function concatInMemory(
  parts: tf.TensorInfo[],
  { axis: given }: { axis: number },
  backend: WasmBackend,
): tf.TensorInfo | null {
  const shapes = parts.map(({ shape }) => shape)
  const axis = tf.util.parseAxisParam(given, shapes[0])[0]
  if (!parts.every(({ shape, dtype }) => dtype === 'float32' && sizeOf(shape.slice(0, axis)) === 1)) return null
  tf.backend_util.assertParamsConsistent(shapes, axis)
  const { info } = backend.allocate(tf.backend_util.computeOutShape(shapes, axis))
  const to = floatsOf(backend, info)
  let at = 0
  for (const part of parts) {
    to.set(floatsOf(backend, part), at)
    at += sizeOf(part.shape)
  }
  return info
}

const floatsOf = (backend: WasmBackend, { dataId }: tf.TensorInfo) => backend.data.get(dataId).values as Float32Array
