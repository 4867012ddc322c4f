import type { TensorInfo } from '@tensorflow/tfjs-core'
import { withDevice } from './device.ts'
import type { ProgramSource } from './program.ts'
import type { Inputs } from './recurrent.ts'
import { expectShape, framebuffers, regroup, sizesOf } from './recurrent.ts'
import { Slots, gather } from './slots.ts'

/**
 * The lines of lstm-forward.ts read upwards, for one timestep; one fragment per sentence b and unit j.
 *
 *   dh = dh_outside + dz₊ Uᵀ            (₊: the timestep that follows; where that one is masked, dh passes through it)
 *   dc = dc₊ ⊙ f₊ + dh ⊙ o ⊙ (1 - tanh² c)
 *   dz = [dc ⊙ g ⊙ i(1-i),  dc ⊙ c₋ ⊙ f(1-f),  dc ⊙ i ⊙ (1-g²),  dh ⊙ tanh c ⊙ o(1-o)]
 *
 * `state` carries (dh, dc, what reaches c of the step before, what reaches h of it through a masked step).
 * Step t = -1 is drawn with mask 0 and nothing from outside: its dh and dc are those of h0 and c0.
 */
const step: ProgramSource = {
  name: 'lstm-backward',
  tensors: ['Gates', 'C', 'C0', 'Mask', 'DH'],
  textures: ['U', 'DZAfter', 'StateAfter'],
  ints: ['t', 'B', 'H'],
  ivec2s: ['origin', 'after'],
  outputs: [
    { name: 'dz', type: 'vec4' },
    { name: 'state', type: 'vec4' },
  ],
  code: `
void main() {
  ivec2 at_ = ivec2(gl_FragCoord.xy) - origin;
  int j = at_.x;
  int b = at_.y;
  vec4 next = texelFetch(StateAfter, after + at_, 0);
  ivec2 row = after + ivec2(0, b);
  vec4 sum = vec4(0.0);
  for (int k = 0; k < H; k++) sum += texelFetch(DZAfter, ivec2(row.x + k, row.y), 0) * texelFetch(U, ivec2(k, j), 0);
  float dh = next.w + (sum.x + sum.y) + (sum.z + sum.w);
  float dc = next.z;
  int i = (t * B + b) * H + j;
  if (t >= 0) dh += getDH(i);
  if (t < 0 || getMask(t * B + b) < 0.5) {
    dz = vec4(0.0);
    state = vec4(dh, dc, dc, dh);
    return;
  }
  vec4 gates = vec4(getGates(4 * i), getGates(4 * i + 1), getGates(4 * i + 2), getGates(4 * i + 3));
  float tanhC = tanhOf(getC(i));
  float cBefore = t > 0 ? getC(i - B * H) : getC0(i);
  dc += dh * gates.w * (1.0 - tanhC * tanhC);
  dz = vec4(dc * gates.z, dc * cBefore, dc * gates.x, dh * tanhC)
     * vec4(gates.xy * (1.0 - gates.xy), 1.0 - gates.z * gates.z, gates.w * (1.0 - gates.w));
  state = vec4(dh, dc, dc * gates.y, 0.0);
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
    // Step n of the drawing is timestep T - n: 0 is the nothing behind the last word, T + 1 the state before the first.
    const slots = new Slots(device, T + 2, B, H)
    const [dz, state] = [slots.textures(4), slots.textures(4)]
    device.upload(gates, c, U, c0, mask, dh)
    const grouped = regroup(device, U, 'columns')
    const into = (n: number) => device.into(framebuffers[n & 1 ? 'odd' : 'even'], [dz[n & 1], state[n & 1]])
    into(0)
    device.clear(slots.area(0), 2)

    const program = device.program(step)
    for (const [name, tensor] of Object.entries({ Gates: gates, C: c, C0: c0, Mask: mask, DH: dh }))
      device.bindTensor(program, name, tensor)
    program.bind('U', grouped)
    program.int('B', B)
    program.int('H', H)
    for (let n = 1; n <= T + 1; n++) {
      program.bind('DZAfter', dz[(n - 1) & 1])
      program.bind('StateAfter', state[(n - 1) & 1])
      program.int('t', T - n)
      program.ivec2('after', slots.origin(n - 1))
      program.ivec2('origin', slots.origin(n))
      into(n)
      device.draw(slots.area(n))
    }
    return [
      gather(device, slots, dz, 'rgba', [T, B, 4 * H], T, -1),
      gather(device, slots, state, 'r', [T, B, H], T, -1),
      gather(device, slots, state, 'g', [T, B, H], T, -1),
      gather(device, slots, state, 'r', [B, H], T + 1, 1),
      gather(device, slots, state, 'g', [B, H], T + 1, 1),
    ]
  })
}
