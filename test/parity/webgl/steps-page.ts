import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-webgl'
import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl'
import { registerWebglKernels } from '../../../shared/engine/kernels/webgl/register.ts'
import { ourSide } from '../../bench/engine-ours.ts'
import type { RecurrentCell, Sizes } from '../../bench/engine-ours.ts'
import { countWebgl, readCounters, resetCounters } from '../../bench/webgl-counters.ts'
import type { Counters } from '../../bench/webgl-counters.ts'

tf.env().set('SOFTWARE_WEBGL_ENABLED', true)
registerWebglKernels()
countWebgl()

/** Counts of the first step of a model, in which programs are compiled, and of a later one. */
export async function count(cell: RecurrentCell, sizes: Sizes): Promise<{ first: Counters; later: Counters }> {
  await tf.setBackend('webgl')
  const side = ourSide(cell, sizes)
  const counted = async () => {
    resetCounters()
    await side.step()
    return readCounters()
  }
  const first = await counted()
  await side.step()
  const later = await counted()
  side.close()
  return { first, later }
}

/** What is alive on the device. */
export interface Memory {
  tensors: number
  buffers: number
  bytes: number
  gpuBytes: number
  textures: number
  freeTextures: number
}

function memory(): Memory {
  const { numTensors: tensors, numDataBuffers: buffers, numBytes: bytes } = tf.memory()
  const { numBytesInGPU: gpuBytes } = tf.memory() as unknown as { numBytesInGPU: number }
  const manager = (tf.backend() as MathBackendWebGL).getTextureManager() as {
    getNumUsedTextures(): number
    getNumFreeTextures(): number
  }
  const [textures, freeTextures] = [manager.getNumUsedTextures(), manager.getNumFreeTextures()]
  return { tensors, buffers, bytes, gpuBytes, textures, freeTextures }
}

/** What is alive after `early` steps and after `late` steps. */
export async function remember(
  cell: RecurrentCell,
  sizes: Sizes,
  [early, late]: [number, number],
): Promise<{ before: Memory; after: Memory }> {
  await tf.setBackend('webgl')
  const side = ourSide(cell, sizes, true)
  for (let n = 0; n < early; n++) await side.step()
  const before = memory()
  for (let n = early; n < late; n++) await side.step()
  const after = memory()
  side.close()
  return { before, after }
}
