import type { TensorInfo } from '@tensorflow/tfjs-core'
import { withDevice } from './device.ts'
import type { ProgramSource } from './program.ts'
import { expectPeephole, expectShape, framebuffers, sizesOf, slotsOf } from './recurrent.ts'
import type { Inputs } from './recurrent.ts'
import { Rows } from './rows.ts'
import { Sums, sumAt, sumsInts, sumsPrograms } from './sums.ts'

/** The gates; what is reported; what goes on to the next draw, in turns in one of two textures. */
const names = ['di', 'df', 'dg', 'do_', 'dh', 'dc', 'dhNext', 'dcNext']
const outputs = names.map((name) => ({ name, type: 'vec4' as const }))

/**
 * The lines of lstm-forward.ts read upwards, for one timestep; one fragment per unit j and four sentences.
 *
 *   dh = dh_outside + dz₊ Uᵀ            (₊: the timestep that follows; where that one is masked, dh passes through it)
 *   dc = dc₊ ⊙ f₊ + dh ⊙ o ⊙ (1 - tanh² c)                                    (likewise dc)
 *   dz = [dc ⊙ g ⊙ i(1-i),  dc ⊙ c₋ ⊙ f(1-f),  dc ⊙ i ⊙ (1-g²),  dh ⊙ tanh c ⊙ o(1-o)]
 *
 * With a peephole dc gains dz_o ⊙ p_o, and dz_i₊ ⊙ p_i + dz_f₊ ⊙ p_f. The product dz₊ Uᵀ was drawn before (sums.ts; it is 0
 * behind a masked step, whose dz is). What passes without it is left in `dhNext`, `dcNext`; after the last timestep these and
 * the product are what reaches h0 and c0 (`finish`).
 */
const stepOf = (peephole: boolean): ProgramSource => ({
  name: peephole ? 'lstm-backward-peephole' : 'lstm-backward',
  tensors: peephole ? ['P'] : [],
  textures: ['Gates', 'C', 'CBefore', 'Mask', 'DOut', 'DHAfter', 'DCAfter'],
  layers: ['Sums'],
  ints: ['H', ...sumsInts, 'isFirst', 'row', 'firstGates', 'firstC', 'firstMask', 'firstDOut', 'rowBefore'],
  ivec2s: ['origin', 'after', 'stride', 'placeGates', 'placeC', 'placeBefore', 'placeMask', 'placeDOut'],
  outputs,
  code: `${sumAt}
void main() {
  ivec2 here = ivec2(gl_FragCoord.xy) - origin;
  int j = here.x;
  ivec2 own = after + here;
  di = df = dg = do_ = vec4(0.0);
  ivec2 right = ivec2(j, 0);
  dh = texelFetch(DOut, rowAt(firstDOut + row + here.y, placeDOut) + right, 0);
  dc = vec4(0.0);
  if (isFirst == 0) {
    dh += texelFetch(DHAfter, own, 0) + sumAt(j, here.y);
    dc = texelFetch(DCAfter, own, 0);
  }
  dhNext = dh;
  dcNext = dc;
  bvec4 word = greaterThan(texelFetch(Mask, rowAt(firstMask + row + here.y, placeMask), 0), vec4(0.5));
  if (!any(word)) return;
  ivec2 at_ = rowAt(firstGates + row + here.y, placeGates);
  at_.x += j * stride.x;
  vec4 i = texelFetch(Gates, at_, 0);
  vec4 f = texelFetch(Gates, ivec2(at_.x + stride.y, at_.y), 0);
  vec4 g = texelFetch(Gates, ivec2(at_.x + 2 * stride.y, at_.y), 0);
  vec4 o = texelFetch(Gates, ivec2(at_.x + 3 * stride.y, at_.y), 0);
  vec4 tanhC = tanhOf(texelFetch(C, rowAt(firstC + row + here.y, placeC) + right, 0));
  vec4 cBefore = texelFetch(CBefore, rowAt(rowBefore + here.y, placeBefore) + right, 0);
  do_ = mix(do_, dh * tanhC * o * (1.0 - o), word);
  dc = mix(dc, dc + dh * o * (1.0 - tanhC * tanhC)${peephole ? ' + do_ * getP(2 * H + j)' : ''}, word);
  di = mix(di, dc * g * i * (1.0 - i), word);
  df = mix(df, dc * cBefore * f * (1.0 - f), word);
  dg = mix(dg, dc * i * (1.0 - g * g), word);
  dhNext = mix(dhNext, vec4(0.0), word);
  dcNext = mix(dc, dc * f${peephole ? ' + di * getP(j) + df * getP(H + j)' : ''}, word);
}`,
})
const step = stepOf(false)
const peepholeStep = stepOf(true)

const finish: ProgramSource = {
  name: 'lstm-backward-finish',
  textures: ['DHAfter', 'DCAfter'],
  layers: ['Sums'],
  ints: sumsInts,
  ivec2s: ['origin', 'after'],
  outputs,
  code: `${sumAt}
void main() {
  ivec2 here = ivec2(gl_FragCoord.xy) - origin;
  ${names.map((name) => `${name} = `).join('')}vec4(0.0);
  dh = texelFetch(DHAfter, after + here, 0) + sumAt(here.x, here.y);
  dc = texelFetch(DCAfter, after + here, 0);
}`,
}
export const lstmBackwardPrograms = (peephole: boolean) => [...sumsPrograms(4), peephole ? peepholeStep : step, finish]

/** LstmBackward (see kernels.ts): two draws per timestep, two more per sequence. */
export function lstmBackward(inputs: Inputs, backend: unknown, reverse: boolean): TensorInfo[] {
  const { gates, c, U, h0, c0, mask, dh } = inputs
  const peephole = inputs.peephole as TensorInfo | undefined
  const { T, B, H } = sizesOf('LstmBackward', h0, mask)
  expectShape('LstmBackward', 'gates', gates, [T, B, 4 * H])
  expectShape('LstmBackward', 'c', c, [T, B, H])
  expectShape('LstmBackward', 'U', U, [H, 4 * H])
  expectShape('LstmBackward', 'c0', c0, [B, H])
  expectShape('LstmBackward', 'dh', dh, [T, B, H])
  expectPeephole('LstmBackward', peephole, H)
  return withDevice(backend, (device) => {
    const sizes = { T, B, C: H }
    const rows = new Rows(sizes, device.largest, T + 1)
    const { initial, slot, first, timestep } = slotsOf(T, reverse)
    const texture = () => device.makeScratch(rows.width, rows.height)
    const dz = [texture(), texture(), texture(), texture()]
    const [total, totalC] = [device.makeTexture(rows.width, rows.height), device.makeTexture(rows.width, rows.height)]
    const turns = [0, 1].map(() => [texture(), texture()])
    device.upload(U, ...(peephole ? [peephole] : []))
    const of = (tensor: TensorInfo, C: number) =>
      device.kept.rowsOf(tensor, { T, B, C }, { interleaved: tensor === gates })
    const [Gates, C, Mask, DOut] = [of(gates, 4 * H), of(c, H), of(mask, 1), of(dh, H)]
    const C0 = device.kept.rowsOf(c0, { T: 1, B, C: H })
    const sums = new Sums(device, U, rows, dz)
    const into = (n: number) =>
      device.into(framebuffers[n & 1 ? 'odd' : 'even'], [...dz, total.texture, totalC.texture, ...turns[n & 1]])

    const slotOf = (n: number) => slot(timestep(n))
    const source = peephole ? peepholeStep : step
    const steps = device.program(source)
    if (peephole) device.bindTensor(steps, 'P', peephole)
    for (const [name, { texture, rows, first }] of Object.entries({ Gates, C, Mask, DOut })) {
      steps.bind(name, texture)
      steps.ivec2(`place${name}`, rows.place)
      steps.int(`first${name}`, first)
    }
    steps.bindLayers('Sums', sums.target.texture)
    steps.ints({ H, ...sums.sizes })
    steps.ivec2('stride', Gates.interleave === 4 ? [1, H] : [4, 1])
    for (let n = T; n >= 1; n--) {
      const after = rows.origin(slotOf(Math.min(n + 1, T)))
      if (n < T) sums.draw(after)
      device.program(source)
      const [dhAfter, dcAfter] = turns[(n + 1) & 1]
      steps.bind('DHAfter', dhAfter)
      steps.bind('DCAfter', dcAfter)
      if (n === T || n === 1) {
        const before = n > 1 ? C : C0
        steps.bind('CBefore', before.texture)
        steps.ivec2('placeBefore', before.rows.place)
      }
      steps.int('isFirst', Number(n === T))
      steps.int('row', timestep(n) * rows.groups)
      steps.int('rowBefore', n > 1 ? C.first + timestep(n - 1) * rows.groups : C0.first)
      steps.ivec2('after', after)
      steps.ivec2('origin', rows.origin(slotOf(n)))
      into(n)
      device.draw(rows.area(slotOf(n)))
    }
    const last = rows.origin(slotOf(1))
    sums.draw(last)
    const finishing = device.program(finish)
    finishing.bindLayers('Sums', sums.target.texture)
    finishing.bind('DHAfter', turns[1][0])
    finishing.bind('DCAfter', turns[1][1])
    finishing.ints(sums.sizes)
    finishing.ivec2('after', last)
    finishing.ivec2('origin', rows.origin(initial))
    into(0)
    device.draw(rows.area(initial))
    const starts = { shape: [B, H], sizes: { T: 1, B, C: H }, slot: initial }
    return [
      device.kept.interleaved(dz, rows, { sizes, slot: first }),
      device.kept.part(total, rows, { shape: [T, B, H], sizes, slot: first }),
      device.kept.part(totalC, rows, { shape: [T, B, H], sizes, slot: first }),
      device.kept.part(total, rows, starts),
      device.kept.part(totalC, rows, starts),
    ]
  })
}
