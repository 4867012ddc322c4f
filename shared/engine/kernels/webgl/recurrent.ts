import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { Device } from './device.ts'
import type { ProgramSource } from './program.ts'

/** Inputs of a kernel by name; `register.ts` has seen to it that none is missing. */
export type Inputs = Record<string, TensorInfo>

/** Framebuffers kept by the device: even and odd steps of a sequence, and everything else. */
export const framebuffers = { even: 0, odd: 1, other: 2 } as const

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

/**
 * Regroups a matrix so that one texel brings four values that a shader needs together. Texel (x, y) =
 * - columns: row y, columns 4x .. 4x+3. For the LSTM's U these are the gates of unit x; for an RNN going back, four units.
 * - rows: column x, rows 4y .. 4y+3. For an RNN going forward.
 * What lies outside the matrix is 0.
 */
const regroupProgram = (along: 'columns' | 'rows'): ProgramSource => ({
  name: `regroup-${along}`,
  tensors: ['M'],
  ints: ['rows', 'columns'],
  outputs: [{ name: 'four', type: 'vec4' }],
  code: `
float element(int r, int c) { return r < rows && c < columns ? getM(r * columns + c) : 0.0; }
void main() {
  int x = int(gl_FragCoord.x);
  int y = int(gl_FragCoord.y);
  ${
    along === 'columns'
      ? 'four = vec4(element(y, 4 * x), element(y, 4 * x + 1), element(y, 4 * x + 2), element(y, 4 * x + 3));'
      : 'four = vec4(element(4 * y, x), element(4 * y + 1, x), element(4 * y + 2, x), element(4 * y + 3, x));'
  }
}`,
})
const regroupPrograms = { columns: regroupProgram('columns'), rows: regroupProgram('rows') }

/** Draws the regrouped matrix into a scratch texture. The matrix must be uploaded. */
export function regroup(device: Device, matrix: TensorInfo, along: keyof typeof regroupPrograms): WebGLTexture {
  const [rows, columns] = matrix.shape
  const [width, height] = along === 'columns' ? [Math.ceil(columns / 4), rows] : [columns, Math.ceil(rows / 4)]
  const texture = device.makeScratch(width, height)
  const program = device.program(regroupPrograms[along])
  device.bindTensor(program, 'M', matrix)
  program.int('rows', rows)
  program.int('columns', columns)
  device.into(framebuffers.other, [texture])
  device.draw([0, 0, width, height])
  return texture
}
