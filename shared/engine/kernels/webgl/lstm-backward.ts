import type { TensorInfo } from '@tensorflow/tfjs-core'
import { withDevice } from './device.ts'
import type { ProgramSource } from './program.ts'
import { expectShape, framebuffers, regroup, sizesOf } from './recurrent.ts'
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
 * Step t = -1 is drawn without words and with nothing from outside: its dh and dc are those of h0 and c0.
 */
const step: ProgramSource = {
  name: 'lstm-backward',
  tensors: ['Gates', 'C', 'C0', 'Mask', 'DOut'],
  textures: ['U', 'DIAfter', 'DFAfter', 'DGAfter', 'DOAfter', 'DHAfter', 'DCAfter'],
  ints: ['t', 'T', 'B', 'H'],
  ivec2s: ['origin', 'after'],
  outputs,
  code: `
bvec4 wordsOf(int t, int b) { return greaterThan(lanesMask(t * B + b, 1, B - b), vec4(0.5)); }
void main() {
  ivec2 here = ivec2(gl_FragCoord.xy) - origin;
  int j = here.x;
  int b = 4 * here.y;
  int n = B - b;
  ivec2 own = after + here;
  di = df = dg = do_ = dh = dc = vec4(0.0);
  int at_ = (t * B + b) * H + j;
  if (t + 1 < T) {
    vec4 sum = vec4(0.0);
    for (int k = 0; k < H; k++) {
      ivec2 there = ivec2(after.x + k, own.y);
      vec4 u = texelFetch(U, ivec2(k, j), 0);
      sum += texelFetch(DIAfter, there, 0) * u.x + texelFetch(DFAfter, there, 0) * u.y
           + texelFetch(DGAfter, there, 0) * u.z + texelFetch(DOAfter, there, 0) * u.w;
    }
    bvec4 wordAfter = wordsOf(t + 1, b);
    vec4 f = lanesGates(4 * (at_ + B * H) + 1, 4 * H, n);
    dh = mix(texelFetch(DHAfter, own, 0), sum, wordAfter);
    dc = texelFetch(DCAfter, own, 0);
    dc = mix(dc, dc * f, wordAfter);
  }
  if (t < 0) return;
  dh += lanesDOut(at_, H, n);
  bvec4 word = wordsOf(t, b);
  if (!any(word)) return;
  vec4 i = lanesGates(4 * at_, 4 * H, n);
  vec4 f = lanesGates(4 * at_ + 1, 4 * H, n);
  vec4 g = lanesGates(4 * at_ + 2, 4 * H, n);
  vec4 o = lanesGates(4 * at_ + 3, 4 * H, n);
  vec4 tanhC = tanhOf(lanesC(at_, H, n));
  vec4 cBefore = t > 0 ? lanesC(at_ - B * H, H, n) : lanesC0(at_, H, n);
  dc = mix(dc, dc + dh * o * (1.0 - tanhC * tanhC), word);
  di = mix(di, dc * g * i * (1.0 - i), word);
  df = mix(df, dc * cBefore * f * (1.0 - f), word);
  dg = mix(dg, dc * i * (1.0 - g * g), word);
  do_ = mix(do_, dh * tanhC * o * (1.0 - o), word);
}`,
}

/** LstmBackward (see kernels.ts): one draw per timestep, seven more per sequence. */
export function lstmBackward(inputs: Inputs, backend: unknown): TensorInfo[] {
  const { gates, c, U, h0, c0, mask, dh } = inputs
  const { T, B, H } = sizesOf('LstmBackward', h0, mask)
  expectShape('LstmBackward', 'gates', gates, [T, B, 4 * H])
  expectShape('LstmBackward', 'c', c, [T, B, H])
  expectShape('LstmBackward', 'U', U, [H, 4 * H])
  expectShape('LstmBackward', 'c0', c0, [B, H])
  expectShape('LstmBackward', 'dh', dh, [T, B, H])
  return withDevice(backend, (device) => {
    // Step n of the drawing is timestep T - n: 1 is the last word, T + 1 the state before the first.
    const slots = new Slots(device, T + 2, B, H)
    const pairs = outputs.map(() => slots.textures())
    device.upload(gates, c, U, c0, mask, dh)
    const grouped = regroup(device, U, 'columns')

    const program = device.program(step)
    for (const [name, tensor] of Object.entries({ Gates: gates, C: c, C0: c0, Mask: mask, DOut: dh }))
      device.bindTensor(program, name, tensor)
    program.bind('U', grouped)
    for (const [name, value] of Object.entries({ T, B, H })) program.int(name, value)
    const names = ['DIAfter', 'DFAfter', 'DGAfter', 'DOAfter', 'DHAfter', 'DCAfter']
    for (let n = 1; n <= T + 1; n++) {
      names.forEach((name, i) => program.bind(name, pairs[i][(n - 1) & 1]))
      program.int('t', T - n)
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
      gather(device, slots, dz, [T, B, 4 * H], [T, -1]),
      gather(device, slots, dhs, [T, B, H], [T, -1]),
      gather(device, slots, dcs, [T, B, H], [T, -1]),
      gather(device, slots, dhs, [B, H], [T + 1, 1]),
      gather(device, slots, dcs, [B, H], [T + 1, 1]),
    ]
  })
}
