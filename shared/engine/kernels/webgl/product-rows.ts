import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { Device } from './device.ts'
import { unrolled } from './glsl.ts'
import type { Kept } from './kept.ts'
import type { ProgramSource } from './program.ts'
import { framebuffers } from './recurrent.ts'
import { Rows, sideBySide } from './rows.ts'
import type { RowSizes } from './rows.ts'

/**
 * Columns of a product go in eight blocks of `share` beside each other; a fragment makes one column of each. So output p of
 * the draw is block p, and blocks are put side by side by copying.
 */
export const BLOCKS = 8
export const blocks = Array.from({ length: BLOCKS }, (_, p) => p)

/**
 * The second factor, so that two readings bring its eight values for one k: texel (2x + half, k) holds columns x of blocks
 * 4·half .. 4·half+3. k is counted as the first factor's texture has its columns. The bias stands below, at k = K.
 */
const group = (biased: boolean): ProgramSource => ({
  name: biased ? 'product-group-biased' : 'product-group',
  tensors: ['M', ...(biased ? ['Bias'] : [])],
  ints: ['across', 'along', 'K', 'N', 'share', 'interleave'],
  outputs: [{ name: 'four', type: 'vec4' }],
  code: `
float element(int k, int from, int n) {
  if (n >= N) return 0.0;
  if (k < K) return getM(from + n * across);
  return ${biased ? 'getBias(n)' : '0.0'};
}
void main() {
  int x = int(gl_FragCoord.x);
  int k = int(gl_FragCoord.y);
  int n = (x >> 1) + 4 * (x & 1) * share;
  int columns = quotient(K, interleave);
  int g = quotient(k, columns);
  int from = ((k - g * columns) * interleave + g) * along;
  four = vec4(
    element(k, from, n),
    element(k, from, n + share),
    element(k, from, n + 2 * share),
    element(k, from, n + 3 * share)
  );
}`,
})
const groups = { plain: group(false), biased: group(true) }

/** One fragment: four rows by eight columns. Three readings serve thirty-two products. */
const multiply: ProgramSource = {
  name: 'product-rows',
  textures: ['A', 'W'],
  ints: ['K', 'B', 'groups', 'rows', 'perBand', 'share', 'first'],
  ivec2s: ['place'],
  outputs: blocks.map((p) => ({ name: `c${p}`, type: 'vec4' as const })),
  code: `
void main() {
  ${blocks.map((p) => `c${p} = `).join('')}vec4(0.0);
  int x = int(gl_FragCoord.x);
  int band = quotient(x, share);
  int row = band * perBand + int(gl_FragCoord.y);
  if (row >= rows) return;
  int w = 2 * (x - band * share);
  ivec2 a = rowAt(first + row, place);
  vec4 low = texelFetch(W, ivec2(w, K), 0);
  vec4 high = texelFetch(W, ivec2(w + 1, K), 0);
  ${blocks.map((p) => `vec4 s${p} = vec4(${p < 4 ? 'low' : 'high'}.${'xyzw'[p % 4]});`).join(' ')}
  vec2 aAt = placeOf(A, a);
  vec2 wAt = placeOf(W, ivec2(w, 0));
  vec2 wStep = texelOf(W);
  float aStep = texelOf(A).x;
  ${unrolled(
    'K',
    (k) => `vec4 v = textureLod(A, vec2(aAt.x + float(${k}) * aStep, aAt.y), 0.0);
      float y = wAt.y + float(${k}) * wStep.y;
      vec4 l = textureLod(W, vec2(wAt.x, y), 0.0);
      vec4 h = textureLod(W, vec2(wAt.x + wStep.x, y), 0.0);
      ${blocks.map((p) => `s${p} += v * ${p < 4 ? 'l' : 'h'}.${'xyzw'[p % 4]};`).join(' ')}`,
  )}
  // Lanes past the last sentence are 0.
  int there = B - 4 * (row - quotient(row, groups) * groups);
  bvec4 real = greaterThan(vec4(float(there)), vec4(0.5, 1.5, 2.5, 3.5));
  ${blocks.map((p) => `c${p} = mix(c${p}, s${p}, real);`).join(' ')}
}`,
}

export const rowsProductPrograms = [...Object.values(groups), multiply]

/** Element (k, n) of the second factor stands at k·along + n·across. */
export interface SecondFactor {
  tensor: TensorInfo
  N: number
  along: number
  across: number
  bias?: TensorInfo
}

/**
 * [T·B, K] times [K, N], all rows of a sequence at once: a tensor that is kept in the layout of rows.ts. Two draws, and a
 * copy for each block.
 */
export function rowsProduct(
  device: Device,
  a: Omit<Kept, 'holder'>,
  sizes: RowSizes,
  { tensor, N, along, across, bias }: SecondFactor,
): TensorInfo {
  const { T, B, C: K } = sizes
  const share = Math.ceil(N / BLOCKS)
  const out = new Rows({ T, B, C: N }, device.largest)
  const { interleave } = a
  device.upload(tensor, ...(bias ? [bias] : []))
  const W = device.makeScratch(2 * share, K + 1)
  const grouping = device.program(groups[bias ? 'biased' : 'plain'])
  device.bindTensor(grouping, 'M', tensor)
  if (bias) device.bindTensor(grouping, 'Bias', bias)
  grouping.ints({ across, along, K, N, share, interleave })
  device.into(framebuffers.other, [W])
  device.draw([0, 0, 2 * share, K + 1])

  const bands = out.width / N
  const parts = blocks.map(() => device.makeScratch(bands * share, out.height))
  const { info: holder, texture } = device.makeTexture(out.width, out.height)
  const program = device.program(multiply)
  program.bind('A', a.texture)
  program.bind('W', W)
  program.ints({ K, B, groups: out.groups, rows: out.rows, perBand: out.perBand, share, first: a.first })
  program.ivec2('place', a.rows.place)
  device.into(framebuffers.eight, parts)
  device.draw([0, 0, bands * share, out.height])
  device.copy(texture, sideBySide(parts, { share, width: N, bands, height: out.height }))
  return device.kept.tensor([T * B, N], { rows: out, texture, holder, first: 0, interleave: 1 })
}
