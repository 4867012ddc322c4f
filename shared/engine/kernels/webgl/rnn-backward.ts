import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { Activation } from '../kernels.ts'
import { withDevice } from './device.ts'
import type { ProgramSource } from './program.ts'
import type { Inputs } from './recurrent.ts'
import { backwardOrder, expectShape, framebuffers, regroup, sizesOf, wordsOf } from './recurrent.ts'
import { Slots, gather } from './slots.ts'

/**
 * rnn-forward.ts read upwards, for one timestep; one fragment per unit j and four sentences.
 *
 *   dh = dh_outside + dz₊ Uᵀ (where the following step is masked: its dh)      dz = dh ⊙ f'(z), from the output h
 *
 * `t` and `tAfter` are -1 where there is none: the last draw has no t, and its dh is that of h0.
 */
const stepOf = (slope: string, activation: Activation): ProgramSource => ({
  name: `rnn-backward-${activation}`,
  tensors: ['Y', 'Mask', 'DOut'],
  textures: ['U', 'DZAfter', 'DHAfter'],
  ints: ['t', 'tAfter', 'B', 'H'],
  ivec2s: ['origin', 'after'],
  outputs: [
    { name: 'dz', type: 'vec4' },
    { name: 'dh', type: 'vec4' },
  ],
  code: `${wordsOf}
vec4 after_(int x, int y) { return texelFetch(DZAfter, ivec2(x, y), 0); }
void main() {
  ivec2 here = ivec2(gl_FragCoord.xy) - origin;
  int j = here.x;
  int b = 4 * here.y;
  int x = after.x;
  int y = after.y + here.y;
  dz = dh = vec4(0.0);
  if (tAfter >= 0) {
    int whole = H / 4;
    for (int k = 0; k < whole; k++) {
      vec4 u = texelFetch(U, ivec2(k, j), 0);
      dh += after_(x, y) * u.x + after_(x + 1, y) * u.y + after_(x + 2, y) * u.z + after_(x + 3, y) * u.w;
      x += 4;
    }
    if (4 * whole < H) {
      vec4 u = texelFetch(U, ivec2(whole, j), 0);
      for (int k = 0; k < H - 4 * whole; k++) dh += after_(x + k, y) * u[k];
    }
    dh = mix(texelFetch(DHAfter, after + here, 0), dh, wordsOf(tAfter, b));
  }
  if (t < 0) return;
  int at_ = (t * B + b) * H + j;
  dh += lanesDOut(at_, H, B - b);
  vec4 h = lanesY(at_, H, B - b);
  dz = mix(dz, dh * (${slope}), wordsOf(t, b));
}`,
})
const steps: Record<Activation, ProgramSource> = {
  tanh: stepOf('1.0 - h * h', 'tanh'),
  relu: stepOf('vec4(greaterThan(h, vec4(0.0)))', 'relu'),
}

export const rnnBackwardProgram = (activation: Activation) => steps[activation]

/** RnnBackward (see kernels.ts): one draw per timestep, five more per sequence. */
export function rnnBackward(inputs: Inputs, backend: unknown, activation: Activation, reverse: boolean): TensorInfo[] {
  const { h, U, h0, mask, dh } = inputs
  const { T, B, H } = sizesOf('RnnBackward', h0, mask)
  expectShape('RnnBackward', 'h', h, [T, B, H])
  expectShape('RnnBackward', 'U', U, [H, H])
  expectShape('RnnBackward', 'dh', dh, [T, B, H])
  return withDevice(backend, (device) => {
    const slots = new Slots(device, T + 2, B, H)
    const [dz, total] = [slots.textures(), slots.textures()]
    device.upload(h, U, mask, dh)
    const grouped = regroup(device, U, 'fours')

    const program = device.program(steps[activation])
    for (const [name, tensor] of Object.entries({ Y: h, Mask: mask, DOut: dh }))
      device.bindTensor(program, name, tensor)
    program.bind('U', grouped)
    program.int('B', B)
    program.int('H', H)
    const order = backwardOrder(T, reverse)
    for (let n = 1; n <= T + 1; n++) {
      program.bind('DZAfter', dz[(n - 1) & 1])
      program.bind('DHAfter', total[(n - 1) & 1])
      program.int('t', order.timestep(n))
      program.int('tAfter', order.timestep(n - 1))
      program.ivec2('after', slots.origin(n - 1))
      program.ivec2('origin', slots.origin(n))
      device.into(framebuffers[n & 1 ? 'odd' : 'even'], [dz[n & 1], total[n & 1]])
      device.draw(slots.area(n))
    }
    return [
      gather(device, slots, [dz], [T, B, H], order.gathered),
      gather(device, slots, [total], [T, B, H], order.gathered),
      gather(device, slots, [total], [B, H], order.initial),
    ]
  })
}
