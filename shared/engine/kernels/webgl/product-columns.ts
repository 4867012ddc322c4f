import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { Device } from './device.ts'
import { columnOf } from './glsl.ts'
import type { Kept } from './kept.ts'
import { BLOCKS, blocks } from './product-rows.ts'
import type { ProgramSource } from './program.ts'
import { framebuffers } from './recurrent.ts'
import { sideBySide } from './rows.ts'

/** Fragments that keep a GPU busy, and the fewest rows that are worth a fragment of their own. */
const ENOUGH_FRAGMENTS = 2048
const FEWEST_ROWS = 16

/**
 * One fragment: four columns of A by eight of B, summed over one piece of the rows. A texel holds four rows, so twelve
 * readings serve 128 products. Lanes past the last sentence must be 0 in either factor.
 */
const multiply: ProgramSource = {
  name: 'product-columns',
  textures: ['A', 'B'],
  ints: ['share', 'fours', 'pieceLength', 'rows', 'firstA', 'firstB'],
  ivec2s: ['placeA', 'placeB'],
  outputs: blocks.map((p) => ({ name: `c${p}`, type: 'vec4' as const })),
  code: `
void main() {
  int x = int(gl_FragCoord.x);
  int y = int(gl_FragCoord.y);
  int piece = quotient(y, fours);
  int from = piece * pieceLength;
  int to = min(from + pieceLength, rows);
  ivec2 a = rowAt(firstA + from, placeA);
  ivec2 b = rowAt(firstB + from, placeB);
  a.x += 4 * (y - piece * fours);
  b.x += x;
  ${blocks.map((p) => `vec4 s${p} = vec4(0.0);`).join(' ')}
  vec2 stepA = texelOf(A);
  vec2 stepB = texelOf(B);
  float shareB = float(share) * stepB.x;
  for (int row = from; row < to; row++) {
    vec2 aAt = (vec2(a) + 0.5) * stepA;
    vec2 bAt = (vec2(b) + 0.5) * stepB;
    vec4 a0 = textureLod(A, aAt, 0.0);
    vec4 a1 = textureLod(A, vec2(aAt.x + stepA.x, aAt.y), 0.0);
    vec4 a2 = textureLod(A, vec2(aAt.x + 2.0 * stepA.x, aAt.y), 0.0);
    vec4 a3 = textureLod(A, vec2(aAt.x + 3.0 * stepA.x, aAt.y), 0.0);
    vec4 v;
    ${blocks.map((p) => `v = textureLod(B, vec2(bAt.x + ${p}.0 * shareB, bAt.y), 0.0); s${p} += vec4(dot(a0, v), dot(a1, v), dot(a2, v), dot(a3, v));`).join('\n    ')}
    a.y++;
    b.y++;
    if (a.y == placeA.x) a += ivec2(placeA.y, -placeA.x);
    if (b.y == placeB.x) b += ivec2(placeB.y, -placeB.x);
  }
  ${blocks.map((p) => `c${p} = s${p};`).join(' ')}
}`,
}

/** Adds the pieces up and puts the product down as an ordinary tensor. */
const finishOf = (biased: boolean): ProgramSource => ({
  name: biased ? 'product-columns-finish-biased' : 'product-columns-finish',
  tensors: biased ? ['Bias'] : [],
  textures: ['Parts'],
  ints: ['M', 'N', 'fours', 'pieces', 'interleaveA', 'interleaveB', 'width'],
  outputs: [{ name: 'value', type: 'float' }],
  code: `${columnOf}
void main() {
  int i = int(gl_FragCoord.y) * width + int(gl_FragCoord.x);
  int m = quotient(i, N);
  int n = i - m * N;
  value = ${biased ? 'getBias(n)' : '0.0'};
  if (m >= M) return;
  m = columnOf(m, M, interleaveA);
  ivec2 at_ = ivec2(columnOf(n, N, interleaveB), m >> 2);
  for (int piece = 0; piece < pieces; piece++) {
    value += texelFetch(Parts, at_, 0)[m & 3];
    at_.y += fours;
  }
}`,
})
const finish = { plain: finishOf(false), biased: finishOf(true) }

export const columnsProductPrograms = [multiply, ...Object.values(finish)]

/** Aᵀ B over all rows of A [rows, M] and B [rows, N], which have the same rows: an ordinary tensor [M, N]. Two draws. */
export function columnsProduct(
  device: Device,
  a: Omit<Kept, 'holder'>,
  b: Omit<Kept, 'holder'>,
  { T, bias }: { T: number; bias?: TensorInfo },
): TensorInfo {
  const [M, N] = [a.rows.sizes.C, b.rows.sizes.C]
  const rows = T * Math.ceil((a.rows.sizes.T * a.rows.sizes.B) / T / 4)
  const share = Math.ceil(N / BLOCKS)
  const fours = Math.ceil(M / 4)
  const wanted = Math.min(Math.ceil(ENOUGH_FRAGMENTS / (share * fours)), Math.floor(device.largest / fours))
  const pieceLength = Math.ceil(rows / Math.max(1, Math.min(wanted, Math.ceil(rows / FEWEST_ROWS))))
  const pieces = Math.ceil(rows / pieceLength)
  const height = fours * pieces
  if (height > device.largest || N > device.largest)
    throw new RangeError(
      `webgl: a product of ${M} × ${N} values does not fit into a texture of this GPU (${device.largest})`,
    )

  const result = device.makeTensor([M, N])
  if (bias) device.upload(bias)
  const parts = blocks.map(() => device.makeScratch(share, height))
  const together = device.makeScratch(share * BLOCKS, height)
  const program = device.program(multiply)
  program.bind('A', a.texture)
  program.bind('B', b.texture)
  program.ints({ share, fours, pieceLength, rows, firstA: a.first, firstB: b.first })
  program.ivec2('placeA', a.rows.place)
  program.ivec2('placeB', b.rows.place)
  device.into(framebuffers.eight, parts)
  device.draw([0, 0, share, height])
  device.copy(together, sideBySide(parts, { share, width: share * BLOCKS, bands: 1, height }))

  const { texture, area } = device.drawableOf(result)
  const finishing = device.program(finish[bias ? 'biased' : 'plain'])
  finishing.bind('Parts', together)
  if (bias) device.bindTensor(finishing, 'Bias', bias)
  finishing.ints({ M, N, fours, pieces, interleaveA: a.interleave, interleaveB: b.interleave, width: area[2] })
  device.into(framebuffers.other, [texture])
  device.draw(area)
  return result
}
