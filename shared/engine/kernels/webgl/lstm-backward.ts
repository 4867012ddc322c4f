import type { TensorInfo } from '@tensorflow/tfjs-core'
import { withDevice } from './device.ts'
import type { ProgramSource } from './program.ts'
import { backwardOrder, expectPeephole, expectShape, framebuffers, regroup, sizesOf, wordsOf } from './recurrent.ts'
import type { Inputs } from './recurrent.ts'
import { Slots, gather } from './slots.ts'

const outputs = ['di', 'df', 'dg', 'do_', 'dh', 'dc'].map((name) => ({ name, type: 'vec4' as const }))

/**
 * The lines of lstm-forward.ts read upwards, for one timestep; one fragment per unit j and four sentences.
 *
 *   dh = dh_outside + dz₊ Uᵀ            (₊: the timestep that follows; where that one is masked, dh passes through it)
 *   dc = dc₊ ⊙ f₊ + dh ⊙ o ⊙ (1 - tanh² c)                                    (likewise dc)
 *   dz = [dc ⊙ g ⊙ i(1-i),  dc ⊙ c₋ ⊙ f(1-f),  dc ⊙ i ⊙ (1-g²),  dh ⊙ tanh c ⊙ o(1-o)]
 *
 * With a peephole dc gains dz_o ⊙ p_o, and dz_i₊ ⊙ p_i + dz_f₊ ⊙ p_f. The timesteps `t`, `after`, `before` are -1 where there
 * is none: the last draw has no t, and its dh and dc are those of h0 and c0.
 */
const stepOf = (peephole: boolean): ProgramSource => ({
  name: peephole ? 'lstm-backward-peephole' : 'lstm-backward',
  tensors: ['Gates', 'C', 'C0', 'Mask', 'DOut', ...(peephole ? ['P'] : [])],
  textures: ['U', 'DIAfter', 'DFAfter', 'DGAfter', 'DOAfter', 'DHAfter', 'DCAfter'],
  ints: ['t', 'tAfter', 'tBefore', 'B', 'H'],
  ivec2s: ['origin', 'after'],
  outputs,
  code: `${wordsOf}
void main() {
  ivec2 here = ivec2(gl_FragCoord.xy) - origin;
  int j = here.x;
  int b = 4 * here.y;
  int n = B - b;
  ivec2 own = after + here;
  int place = b * H + j;
  di = df = dg = do_ = dh = dc = vec4(0.0);
  if (tAfter >= 0) {
    vec4 sum = vec4(0.0);
    for (int k = 0; k < H; k++) {
      ivec2 there = ivec2(after.x + k, own.y);
      vec4 u = texelFetch(U, ivec2(k, j), 0);
      sum += texelFetch(DIAfter, there, 0) * u.x + texelFetch(DFAfter, there, 0) * u.y
           + texelFetch(DGAfter, there, 0) * u.z + texelFetch(DOAfter, there, 0) * u.w;
    }
    bvec4 wordAfter = wordsOf(tAfter, b);
    vec4 f = lanesGates(4 * (tAfter * B * H + place) + 1, 4 * H, n);
    dh = mix(texelFetch(DHAfter, own, 0), sum, wordAfter);
    dc = texelFetch(DCAfter, own, 0);
    vec4 dcThrough = dc * f;
    ${peephole ? 'dcThrough += texelFetch(DIAfter, own, 0) * getP(j) + texelFetch(DFAfter, own, 0) * getP(H + j);' : ''}
    dc = mix(dc, dcThrough, wordAfter);
  }
  if (t < 0) return;
  int at_ = t * B * H + place;
  dh += lanesDOut(at_, H, n);
  bvec4 word = wordsOf(t, b);
  if (!any(word)) return;
  vec4 i = lanesGates(4 * at_, 4 * H, n);
  vec4 f = lanesGates(4 * at_ + 1, 4 * H, n);
  vec4 g = lanesGates(4 * at_ + 2, 4 * H, n);
  vec4 o = lanesGates(4 * at_ + 3, 4 * H, n);
  vec4 tanhC = tanhOf(lanesC(at_, H, n));
  vec4 cBefore = tBefore >= 0 ? lanesC(tBefore * B * H + place, H, n) : lanesC0(place, H, n);
  do_ = mix(do_, dh * tanhC * o * (1.0 - o), word);
  dc = mix(dc, dc + dh * o * (1.0 - tanhC * tanhC)${peephole ? ' + do_ * getP(2 * H + j)' : ''}, word);
  di = mix(di, dc * g * i * (1.0 - i), word);
  df = mix(df, dc * cBefore * f * (1.0 - f), word);
  dg = mix(dg, dc * i * (1.0 - g * g), word);
}`,
})
const step = stepOf(false)
const peepholeStep = stepOf(true)
export const lstmBackwardProgram = (peephole: boolean) => (peephole ? peepholeStep : step)

/** LstmBackward (see kernels.ts): one draw per timestep, seven more per sequence. */
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
    const slots = new Slots(device, T + 2, B, H)
    const pairs = outputs.map(() => slots.textures())
    device.upload(...Object.values(inputs))
    const grouped = regroup(device, U, 'fours')

    const program = device.program(peephole ? peepholeStep : step)
    for (const [name, tensor] of Object.entries({ Gates: gates, C: c, C0: c0, Mask: mask, DOut: dh }))
      device.bindTensor(program, name, tensor)
    if (peephole) device.bindTensor(program, 'P', peephole)
    program.bind('U', grouped)
    program.int('B', B)
    program.int('H', H)
    const names = ['DIAfter', 'DFAfter', 'DGAfter', 'DOAfter', 'DHAfter', 'DCAfter']
    const order = backwardOrder(T, reverse)
    for (let n = 1; n <= T + 1; n++) {
      names.forEach((name, i) => program.bind(name, pairs[i][(n - 1) & 1]))
      program.int('t', order.timestep(n))
      program.int('tAfter', order.timestep(n - 1))
      program.int('tBefore', order.timestep(n + 1))
      program.ivec2('after', slots.origin(n - 1))
      program.ivec2('origin', slots.origin(n))
      device.into(
        framebuffers[n & 1 ? 'odd' : 'even'],
        pairs.map((pair) => pair[n & 1]),
      )
      device.draw(slots.area(n))
    }
    const [dz, dhs, dcs] = [pairs.slice(0, 4), [pairs[4]], [pairs[5]]]
    return [
      gather(device, slots, dz, [T, B, 4 * H], order.gathered),
      gather(device, slots, dhs, [T, B, H], order.gathered),
      gather(device, slots, dcs, [T, B, H], order.gathered),
      gather(device, slots, dhs, [B, H], order.initial),
      gather(device, slots, dcs, [B, H], order.initial),
    ]
  })
}
