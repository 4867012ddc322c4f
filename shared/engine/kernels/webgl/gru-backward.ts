import type { TensorInfo } from '@tensorflow/tfjs-core'
import { withDevice } from './device.ts'
import type { ProgramSource } from './program.ts'
import { expectShape, framebuffers, sizesOf, slotsOf } from './recurrent.ts'
import type { Inputs } from './recurrent.ts'
import { Rows } from './rows.ts'
import { Sums, sumAt, sumsInts, sumsPrograms } from './sums.ts'

/** The gates; what is reported; what goes on to the next draw, in turns in one of two textures. */
const names = ['dr', 'dz', 'dn', 'dq', 'dh', 'dhNext']
const outputs = names.map((name) => ({ name, type: 'vec4' as const }))

/**
 * The lines of gru-forward.ts read upwards, for one timestep; one fragment per unit j and four sentences.
 *
 *   dh = dh_outside + dh₊ ⊙ z₊ + [dr₊ dz₊ dq₊] Uᵀ      (₊: the timestep that follows; where that one is masked: dh₊)
 *   dn = dh ⊙ (1-z) ⊙ (1-n²)   dz = dh ⊙ (h₋ - n) ⊙ z(1-z)   dr = dn ⊙ q ⊙ r(1-r)   dq = dn ⊙ r
 *
 * The product was drawn before (sums.ts), and what passes without it is left in `dhNext`, as in lstm-backward.ts.
 */
const step: ProgramSource = {
  name: 'gru-backward',
  textures: ['Gates', 'HBefore', 'Mask', 'DOut', 'DHAfter'],
  layers: ['Sums'],
  ints: [...sumsInts, 'isFirst', 'row', 'firstGates', 'firstMask', 'firstDOut', 'rowBefore'],
  ivec2s: ['origin', 'after', 'stride', 'placeGates', 'placeBefore', 'placeMask', 'placeDOut'],
  outputs,
  code: `${sumAt}
void main() {
  ivec2 here = ivec2(gl_FragCoord.xy) - origin;
  int j = here.x;
  dr = dz = dn = dq = vec4(0.0);
  ivec2 right = ivec2(j, 0);
  dh = texelFetch(DOut, rowAt(firstDOut + row + here.y, placeDOut) + right, 0);
  if (isFirst == 0) dh += texelFetch(DHAfter, after + here, 0) + sumAt(j, here.y);
  dhNext = dh;
  bvec4 word = greaterThan(texelFetch(Mask, rowAt(firstMask + row + here.y, placeMask), 0), vec4(0.5));
  if (!any(word)) return;
  ivec2 at_ = rowAt(firstGates + row + here.y, placeGates);
  at_.x += j * stride.x;
  vec4 r = texelFetch(Gates, at_, 0);
  vec4 z = texelFetch(Gates, ivec2(at_.x + stride.y, at_.y), 0);
  vec4 n = texelFetch(Gates, ivec2(at_.x + 2 * stride.y, at_.y), 0);
  vec4 q = texelFetch(Gates, ivec2(at_.x + 3 * stride.y, at_.y), 0);
  vec4 hBefore = texelFetch(HBefore, rowAt(rowBefore + here.y, placeBefore) + right, 0);
  dn = mix(dn, dh * (1.0 - z) * (1.0 - n * n), word);
  dz = mix(dz, dh * (hBefore - n) * z * (1.0 - z), word);
  dr = mix(dr, dn * q * r * (1.0 - r), word);
  dq = mix(dq, dn * r, word);
  dhNext = mix(dhNext, dh * z, word);
}`,
}

const finish: ProgramSource = {
  name: 'gru-backward-finish',
  textures: ['DHAfter'],
  layers: ['Sums'],
  ints: sumsInts,
  ivec2s: ['origin', 'after'],
  outputs,
  code: `${sumAt}
void main() {
  ivec2 here = ivec2(gl_FragCoord.xy) - origin;
  ${names.map((name) => `${name} = `).join('')}vec4(0.0);
  dh = texelFetch(DHAfter, after + here, 0) + sumAt(here.x, here.y);
}`,
}

export const gruBackwardPrograms = [...sumsPrograms(3), step, finish]

/** GruBackward (see kernels.ts): two draws per timestep, two more per sequence. */
export function gruBackward(inputs: Inputs, backend: unknown, reverse: boolean): TensorInfo[] {
  const { gates, h, U, h0, mask, dh } = inputs
  const { T, B, H } = sizesOf('GruBackward', h0, mask)
  expectShape('GruBackward', 'gates', gates, [T, B, 4 * H])
  expectShape('GruBackward', 'h', h, [T, B, H])
  expectShape('GruBackward', 'U', U, [H, 3 * H])
  expectShape('GruBackward', 'dh', dh, [T, B, H])
  return withDevice(backend, (device) => {
    const sizes = { T, B, C: H }
    const rows = new Rows(sizes, device.largest, T + 1)
    const { initial, slot, first, timestep } = slotsOf(T, reverse)
    const texture = () => device.makeScratch(rows.width, rows.height)
    const [dr, dz, dn, dq] = [texture(), texture(), texture(), texture()]
    const total = device.makeTexture(rows.width, rows.height)
    const turns = [texture(), texture()]
    device.upload(U)
    const of = (tensor: TensorInfo, C: number) =>
      device.kept.rowsOf(tensor, { T, B, C }, { interleaved: tensor === gates })
    const [Gates, Y, Mask, DOut] = [of(gates, 4 * H), of(h, H), of(mask, 1), of(dh, H)]
    const H0 = device.kept.rowsOf(h0, { T: 1, B, C: H })
    const sums = new Sums(device, U, rows, [dr, dz, dq])
    const into = (n: number) =>
      device.into(framebuffers[n & 1 ? 'odd' : 'even'], [dr, dz, dn, dq, total.texture, turns[n & 1]])

    const slotOf = (n: number) => slot(timestep(n))
    const steps = device.program(step)
    for (const [name, { texture, rows, first }] of Object.entries({ Gates, Mask, DOut })) {
      steps.bind(name, texture)
      steps.ivec2(`place${name}`, rows.place)
      steps.int(`first${name}`, first)
    }
    steps.bindLayers('Sums', sums.target.texture)
    steps.ints({ ...sums.sizes })
    steps.ivec2('stride', Gates.interleave === 4 ? [1, H] : [4, 1])
    for (let n = T; n >= 1; n--) {
      const after = rows.origin(slotOf(Math.min(n + 1, T)))
      if (n < T) sums.draw(after)
      device.program(step)
      steps.bind('DHAfter', turns[(n + 1) & 1])
      if (n === T || n === 1) {
        const before = n > 1 ? Y : H0
        steps.bind('HBefore', before.texture)
        steps.ivec2('placeBefore', before.rows.place)
      }
      steps.int('isFirst', Number(n === T))
      steps.int('row', timestep(n) * rows.groups)
      steps.int('rowBefore', n > 1 ? Y.first + timestep(n - 1) * rows.groups : H0.first)
      steps.ivec2('after', after)
      steps.ivec2('origin', rows.origin(slotOf(n)))
      into(n)
      device.draw(rows.area(slotOf(n)))
    }
    const last = rows.origin(slotOf(1))
    sums.draw(last)
    const finishing = device.program(finish)
    finishing.bindLayers('Sums', sums.target.texture)
    finishing.bind('DHAfter', turns[1])
    finishing.ints(sums.sizes)
    finishing.ivec2('after', last)
    finishing.ivec2('origin', rows.origin(initial))
    into(0)
    device.draw(rows.area(initial))
    return [
      device.kept.interleaved([dr, dz, dn], rows, { sizes, slot: first }),
      device.kept.interleaved([dr, dz, dq], rows, { sizes, slot: first }),
      device.kept.part(total, rows, { shape: [T, B, H], sizes, slot: first }),
      device.kept.part(total, rows, { shape: [B, H], sizes: { T: 1, B, C: H }, slot: initial }),
    ]
  })
}
