import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-webgl'
import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl'
import { registerWebglKernels } from '../../../shared/engine/kernels/webgl/register.ts'
import { warmUpWebgl } from '../../../shared/engine/kernels/webgl/warm-up.ts'
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

/** Programs that the warm-up began to compile, those it waited for, and those that the first step still missed. */
export interface Warmed {
  begun: number
  waited: number
  missing: number
}

/** A warm-up and a first step in a browser that claims to compile side by side. */
export async function warm(cell: RecurrentCell, sizes: Sizes): Promise<Warmed> {
  const prototype = WebGL2RenderingContext.prototype
  const ask = prototype.getExtension
  prototype.getExtension = function (this: WebGL2RenderingContext, name: string) {
    return name === 'KHR_parallel_shader_compile' ? {} : (ask.call(this, name as 'WEBGL_multi_draw') as unknown)
  } as typeof ask
  let waited = 0
  const status = prototype.getProgramParameter
  prototype.getProgramParameter = function (...question) {
    waited++
    return status.apply(this, question) as unknown
  }
  await tf.setBackend('webgl')
  resetCounters()
  waited = 0
  warmUpWebgl(tf.backend(), { cell, activation: 'tanh', peephole: false, optimiser: 'adam' })
  const [begun, waitedFor] = [readCounters().linked.ours, waited]
  const { first } = await count(cell, sizes)
  return { begun, waited: waitedFor, missing: first.linked.ours }
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
