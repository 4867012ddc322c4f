import type { TensorInfo } from '@tensorflow/tfjs-core'
import { withDevice } from './device.ts'
import type { Device } from './device.ts'
import type { ProgramSource } from './program.ts'
import { ProductPlan } from './product-plan.ts'
import { expectShape, framebuffers } from './recurrent.ts'
import type { Inputs } from './recurrent.ts'

/** Products of at most this many multiplications are made in one draw, an element per fragment. */
const SMALL = 65_536

/**
 * Element (i, k) of a factor stands at i·across + k·along. Texel (k, i/4) of the regrouped factor holds four i at one k, so
 * that one reading of each factor serves sixteen products. Where k is cut into pieces, each piece is a row of its own.
 */
const group: ProgramSource = {
  name: 'product-group',
  tensors: ['M'],
  ints: ['across', 'along', 'count', 'K', 'pieces', 'pieceLength', 'perColumn'],
  outputs: [{ name: 'four', type: 'vec4' }],
  code: `
void main() {
  int x = int(gl_FragCoord.x);
  int column = quotient(x, pieceLength);
  int row = column * perColumn + int(gl_FragCoord.y);
  int group = quotient(row, pieces);
  int i = 4 * group;
  int offset = x - column * pieceLength;
  int k = (row - group * pieces) * pieceLength + offset;
  four = vec4(0.0);
  if (k < K && i < count) four = lanesM(i * across + k * along, across, count - i);
}`,
}

/** One fragment: four rows by four columns of the product, over one piece of k. Output n holds column n of the four. */
const multiply: ProgramSource = {
  name: 'product-multiply',
  textures: ['A', 'B'],
  ints: ['rowGroups', 'columnGroups', 'pieces', 'pieceLength', 'perColumn', 'perColumnA', 'perColumnB'],
  outputs: ['c0', 'c1', 'c2', 'c3'].map((name) => ({ name, type: 'vec4' as const })),
  code: `
ivec2 place(int block, int height) {
  int column = quotient(block, height);
  return ivec2(column * pieceLength, block - column * height);
}
void main() {
  c0 = c1 = c2 = c3 = vec4(0.0);
  int x = int(gl_FragCoord.x);
  int column = quotient(x, columnGroups);
  int row = column * perColumn + int(gl_FragCoord.y);
  int piece = quotient(row, rowGroups);
  if (piece >= pieces) return;
  ivec2 a = place((row - piece * rowGroups) * pieces + piece, perColumnA);
  ivec2 b = place((x - column * columnGroups) * pieces + piece, perColumnB);
  for (int k = 0; k < pieceLength; k++) {
    vec4 rows = texelFetch(A, a, 0);
    vec4 columns = texelFetch(B, b, 0);
    c0 += rows * columns.x;
    c1 += rows * columns.y;
    c2 += rows * columns.z;
    c3 += rows * columns.w;
    a.x++;
    b.x++;
  }
}`,
}

/** Adds the pieces up and puts the product down as an ordinary tensor. */
const finishOf = (biased: boolean): ProgramSource => ({
  name: biased ? 'product-finish-biased' : 'product-finish',
  tensors: biased ? ['Bias'] : [],
  textures: ['C0', 'C1', 'C2', 'C3'],
  ints: ['columns', 'rowGroups', 'columnGroups', 'pieces', 'perColumn', 'width'],
  outputs: [{ name: 'value', type: 'float' }],
  code: `
float part(int row, int n, int lane) {
  int column = quotient(row, perColumn);
  ivec2 at_ = ivec2(column * columnGroups + (n >> 2), row - column * perColumn);
  switch (n & 3) {
    case 0: return texelFetch(C0, at_, 0)[lane];
    case 1: return texelFetch(C1, at_, 0)[lane];
    case 2: return texelFetch(C2, at_, 0)[lane];
    default: return texelFetch(C3, at_, 0)[lane];
  }
}
void main() {
  int i = int(gl_FragCoord.y) * width + int(gl_FragCoord.x);
  int m = quotient(i, columns);
  int n = i - m * columns;
  value = ${biased ? 'getBias(n)' : '0.0'};
  if (m >= 4 * rowGroups) return;
  for (int piece = 0; piece < pieces; piece++) value += part(piece * rowGroups + (m >> 2), n, m & 3);
}`,
})
const finish = { plain: finishOf(false), biased: finishOf(true) }

/** A small product: every element on its own. */
const smallOf = (biased: boolean): ProgramSource => ({
  name: biased ? 'product-small-biased' : 'product-small',
  tensors: ['A', 'B', ...(biased ? ['Bias'] : [])],
  ints: ['rows', 'columns', 'K', 'acrossA', 'alongA', 'acrossB', 'alongB', 'width'],
  outputs: [{ name: 'value', type: 'float' }],
  code: `
void main() {
  int i = int(gl_FragCoord.y) * width + int(gl_FragCoord.x);
  int m = quotient(i, columns);
  int n = i - m * columns;
  value = ${biased ? 'getBias(n)' : '0.0'};
  if (m >= rows) return;
  for (int k = 0; k < K; k++) value += getA(m * acrossA + k * alongA) * getB(n * acrossB + k * alongB);
}`,
})
const small = { plain: smallOf(false), biased: smallOf(true) }
export const productPrograms = [group, multiply, ...Object.values(finish), ...Object.values(small)]

/** Product (see kernels.ts): four draws; one where it is small. */
export function product(
  inputs: Inputs,
  backend: unknown,
  { transposeA, transposeB }: { transposeA: boolean; transposeB: boolean },
): TensorInfo {
  const { a, b } = inputs
  const bias = inputs.bias as TensorInfo | undefined
  const [M, K] = transposeA ? [a.shape[1], a.shape[0]] : a.shape
  const N = transposeB ? b.shape[0] : b.shape[1]
  expectShape('Product', 'b', b, transposeB ? [N, K] : [K, N])
  if (bias) expectShape('Product', 'bias', bias, [N])
  const strides = {
    a: transposeA ? { across: 1, along: M } : { across: K, along: 1 },
    b: transposeB ? { across: K, along: 1 } : { across: 1, along: N },
  }
  return withDevice(backend, (device) => {
    const result = device.makeTensor([M, N])
    device.upload(...Object.values(inputs))
    const kind = bias ? 'biased' : 'plain'
    if (M * N * K <= SMALL) {
      const { texture, area } = device.drawableOf(result)
      const program = device.program(small[kind])
      device.bindTensor(program, 'A', a)
      device.bindTensor(program, 'B', b)
      if (bias) device.bindTensor(program, 'Bias', bias)
      const { a: ofA, b: ofB } = strides
      program.ints({ rows: M, columns: N, K, width: area[2] })
      program.ints({ acrossA: ofA.across, alongA: ofA.along, acrossB: ofB.across, alongB: ofB.along })
      device.into(framebuffers.other, [texture])
      device.draw(area)
      return result
    }
    const plan = new ProductPlan({ M, N, K }, device.gl.getParameter(device.gl.MAX_TEXTURE_SIZE) as number)
    const A = regroup(device, plan, a, { ...strides.a, count: M })
    const B = regroup(device, plan, b, { ...strides.b, count: N })
    const parts = multiplied(device, plan, A, B)
    const { texture, area } = device.drawableOf(result)
    const program = device.program(finish[kind])
    parts.forEach((part, n) => program.bind(`C${n}`, part))
    if (bias) device.bindTensor(program, 'Bias', bias)
    const { rowGroups, columnGroups, pieces } = plan
    program.ints({ columns: N, rowGroups, columnGroups, pieces, perColumn: plan.output.perColumn, width: area[2] })
    device.into(framebuffers.other, [texture])
    device.draw(area)
    return result
  })
}

function regroup(
  device: Device,
  plan: ProductPlan,
  factor: TensorInfo,
  strides: { across: number; along: number; count: number },
): WebGLTexture {
  const { width, height, perColumn } = plan.factor(strides.count)
  const texture = device.makeScratch(width, height)
  const program = device.program(group)
  device.bindTensor(program, 'M', factor)
  const { K, pieces, pieceLength } = plan
  program.ints({ ...strides, K, pieces, pieceLength, perColumn })
  device.into(framebuffers.other, [texture])
  device.draw([0, 0, width, height])
  return texture
}

function multiplied(device: Device, plan: ProductPlan, A: WebGLTexture, B: WebGLTexture): WebGLTexture[] {
  const { M, N, rowGroups, columnGroups, pieces, pieceLength } = plan
  const { width, height, perColumn } = plan.output
  const parts = multiply.outputs.map(() => device.makeScratch(width, height))
  const program = device.program(multiply)
  program.bind('A', A)
  program.bind('B', B)
  const [perColumnA, perColumnB] = [plan.factor(M).perColumn, plan.factor(N).perColumn]
  program.ints({ rowGroups, columnGroups, pieces, pieceLength, perColumn, perColumnA, perColumnB })
  device.into(framebuffers.other, parts)
  device.draw([0, 0, width, height])
  return parts
}
