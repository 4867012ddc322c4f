import type { TensorInfo } from '@tensorflow/tfjs-core'
import { framebuffers } from './device.ts'
import type { Device } from './device.ts'
import type { ProgramSource } from './program.ts'

/** Inputs of a kernel by name; `register.ts` has seen to it that none is missing. */
export type Inputs = Record<string, TensorInfo>

export { framebuffers } from './device.ts'

/** Reads the sizes of a recurrent kernel off its inputs. */
export function sizesOf(kernel: string, h0: TensorInfo, mask: TensorInfo): { T: number; B: number; H: number } {
  const [T, B] = mask.shape
  const H = h0.shape[1]
  if (mask.shape.length !== 2 || h0.shape.length !== 2 || h0.shape[0] !== B)
    throw new Error(`${kernel}: expected mask [T, B] and h0 [B, H], got [${mask.shape}] and [${h0.shape}]`)
  return { T, B, H }
}

/** @throws {Error} that names kernel, input, expected and given shape. */
export function expectShape(kernel: string, name: string, tensor: TensorInfo, shape: readonly number[]): void {
  if (tensor.shape.length !== shape.length || tensor.shape.some((n, i) => n !== shape[i]))
    throw new Error(`${kernel}: ${name} must have shape [${shape}], got [${tensor.shape}]`)
}

/** @throws {Error} when a peephole is given that does not fit. */
export function expectPeephole(kernel: string, peephole: TensorInfo | undefined, H: number): void {
  if (peephole) expectShape(kernel, 'peephole', peephole, [3, H])
}

/**
 * Where the states of a sequence stand in a texture of T + 1 slots: every word's state in the slot of its own, the initial
 * one in front of the word that is read first. So all of them are one array, and so are the states that the steps start
 * from, one slot before (`reverse`: behind).
 */
export function slotsOf(T: number, reverse: boolean) {
  return {
    initial: reverse ? T : 0,
    /** The slot of a word's own state. */
    slot: (t: number) => (reverse ? t : t + 1),
    /** The slot of word 0. */
    first: reverse ? 0 : 1,
    /** The slot of the state that word 0's step starts from. */
    firstBefore: reverse ? 1 : 0,
    /** The word that is read as the n-th, from 1. */
    timestep: (n: number) => (reverse ? T - n : n - 1),
  }
}

/**
 * Regroups a matrix so that one texel brings the values that a shader needs together. Texel (x, y) =
 * - fours, threes: row y, columns 4x .. 4x+3 or 3x .. 3x+2. For the U of an LSTM or a GRU these are the gates of unit x.
 * - rows: column x, rows 4y .. 4y+3. For an RNN going forward.
 * What lies outside the matrix is 0.
 */
const regroupProgram = (name: string, four: string): ProgramSource => ({
  name: `regroup-${name}`,
  tensors: ['M'],
  ints: ['rows', 'columns'],
  outputs: [{ name: 'four', type: 'vec4' }],
  code: `
float element(int r, int c) { return r < rows && c < columns ? getM(r * columns + c) : 0.0; }
void main() {
  int x = int(gl_FragCoord.x);
  int y = int(gl_FragCoord.y);
  four = ${four};
}`,
})
export const regroupPrograms = {
  fours: regroupProgram(
    'fours',
    'vec4(element(y, 4 * x), element(y, 4 * x + 1), element(y, 4 * x + 2), element(y, 4 * x + 3))',
  ),
  threes: regroupProgram('threes', 'vec4(element(y, 3 * x), element(y, 3 * x + 1), element(y, 3 * x + 2), 0.0)'),
  rows: regroupProgram(
    'rows',
    'vec4(element(4 * y, x), element(4 * y + 1, x), element(4 * y + 2, x), element(4 * y + 3, x))',
  ),
}

/** Draws the regrouped matrix into a scratch texture. The matrix must be uploaded. */
export function regroup(device: Device, matrix: TensorInfo, as: keyof typeof regroupPrograms): WebGLTexture {
  const [rows, columns] = matrix.shape
  const [width, height] =
    as === 'rows' ? [columns, Math.ceil(rows / 4)] : [Math.ceil(columns / (as === 'fours' ? 4 : 3)), rows]
  const texture = device.makeScratch(width, height)
  const program = device.program(regroupPrograms[as])
  device.bindTensor(program, 'M', matrix)
  program.int('rows', rows)
  program.int('columns', columns)
  device.into(framebuffers.other, [texture])
  device.draw([0, 0, width, height])
  return texture
}
