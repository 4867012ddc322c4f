import type { TensorInfo } from '@tensorflow/tfjs-core'
import { withDevice } from './device.ts'
import type { ProgramSource } from './program.ts'
import { backwardOrder, expectShape, framebuffers, regroup, sizesOf, wordsOf } from './recurrent.ts'
import type { Inputs } from './recurrent.ts'
import { Slots, gather } from './slots.ts'

const outputs = ['dr', 'dz', 'dn', 'dq', 'dh'].map((name) => ({ name, type: 'vec4' as const }))

/**
 * The lines of gru-forward.ts read upwards, for one timestep; one fragment per unit j and four sentences.
 *
 *   dh = dh_outside + dh₊ ⊙ z₊ + [dr₊ dz₊ dq₊] Uᵀ      (₊: the timestep that follows; where that one is masked: dh₊)
 *   dn = dh ⊙ (1-z) ⊙ (1-n²)   dz = dh ⊙ (h₋ - n) ⊙ z(1-z)   dr = dn ⊙ q ⊙ r(1-r)   dq = dn ⊙ r
 *
 * `t`, `tAfter`, `tBefore` are -1 where there is none: the last draw has no t, and its dh is that of h0.
 */
const step: ProgramSource = {
  name: 'gru-backward',
  tensors: ['Gates', 'Y', 'H0', 'Mask', 'DOut'],
  textures: ['U', 'DRAfter', 'DZAfter', 'DQAfter', 'DHAfter'],
  ints: ['t', 'tAfter', 'tBefore', 'B', 'H'],
  ivec2s: ['origin', 'after'],
  outputs,
  code: `${wordsOf}
void main() {
  ivec2 here = ivec2(gl_FragCoord.xy) - origin;
  int j = here.x;
  int b = 4 * here.y;
  int rest = B - b;
  ivec2 own = after + here;
  int place = b * H + j;
  dr = dz = dn = dq = dh = vec4(0.0);
  if (tAfter >= 0) {
    dh = texelFetch(DHAfter, own, 0);
    vec4 sum = dh * lanesGates(4 * (tAfter * B * H + place) + 1, 4 * H, rest);
    for (int k = 0; k < H; k++) {
      ivec2 there = ivec2(after.x + k, own.y);
      vec3 u = texelFetch(U, ivec2(k, j), 0).xyz;
      sum += texelFetch(DRAfter, there, 0) * u.x + texelFetch(DZAfter, there, 0) * u.y
           + texelFetch(DQAfter, there, 0) * u.z;
    }
    dh = mix(dh, sum, wordsOf(tAfter, b));
  }
  if (t < 0) return;
  int at_ = t * B * H + place;
  dh += lanesDOut(at_, H, rest);
  bvec4 word = wordsOf(t, b);
  if (!any(word)) return;
  vec4 r = lanesGates(4 * at_, 4 * H, rest);
  vec4 z = lanesGates(4 * at_ + 1, 4 * H, rest);
  vec4 n = lanesGates(4 * at_ + 2, 4 * H, rest);
  vec4 q = lanesGates(4 * at_ + 3, 4 * H, rest);
  vec4 hBefore = tBefore >= 0 ? lanesY(tBefore * B * H + place, H, rest) : lanesH0(place, H, rest);
  dn = mix(dn, dh * (1.0 - z) * (1.0 - n * n), word);
  dz = mix(dz, dh * (hBefore - n) * z * (1.0 - z), word);
  dr = mix(dr, dn * q * r * (1.0 - r), word);
  dq = mix(dq, dn * r, word);
}`,
}

export const gruBackwardProgram = step

/** GruBackward (see kernels.ts): one draw per timestep, six more per sequence. */
export function gruBackward(inputs: Inputs, backend: unknown, reverse: boolean): TensorInfo[] {
  const { gates, h, U, h0, mask, dh } = inputs
  const { T, B, H } = sizesOf('GruBackward', h0, mask)
  expectShape('GruBackward', 'gates', gates, [T, B, 4 * H])
  expectShape('GruBackward', 'h', h, [T, B, H])
  expectShape('GruBackward', 'U', U, [H, 3 * H])
  expectShape('GruBackward', 'dh', dh, [T, B, H])
  return withDevice(backend, (device) => {
    const slots = new Slots(device, T + 2, B, H)
    const pairs = outputs.map(() => slots.textures())
    const [dr, dz, dn, dq, total] = pairs
    device.upload(...Object.values(inputs))
    const grouped = regroup(device, U, 'threes')

    const program = device.program(step)
    for (const [name, tensor] of Object.entries({ Gates: gates, Y: h, H0: h0, Mask: mask, DOut: dh }))
      device.bindTensor(program, name, tensor)
    program.bind('U', grouped)
    program.int('B', B)
    program.int('H', H)
    const after = { DRAfter: dr, DZAfter: dz, DQAfter: dq, DHAfter: total }
    const order = backwardOrder(T, reverse)
    for (let n = 1; n <= T + 1; n++) {
      for (const [name, pair] of Object.entries(after)) program.bind(name, pair[(n - 1) & 1])
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
    return [
      gather(device, slots, [dr, dz, dn], [T, B, 3 * H], order.gathered),
      gather(device, slots, [dr, dz, dq], [T, B, 3 * H], order.gathered),
      gather(device, slots, [total], [T, B, H], order.gathered),
      gather(device, slots, [total], [B, H], order.initial),
    ]
  })
}
