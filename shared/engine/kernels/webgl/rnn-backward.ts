import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { Activation } from '../kernels.ts'
import { withDevice } from './device.ts'
import type { ProgramSource } from './program.ts'
import type { Inputs } from './recurrent.ts'
import { expectShape, framebuffers, regroup, sizesOf } from './recurrent.ts'
import { Slots, gather } from './slots.ts'

/**
 * rnn-forward.ts read upwards, for one timestep; one fragment per sentence b and unit j.
 *
 *   dh = dh_outside + dz₊ Uᵀ (where the following step is masked: + its dh)      dz = dh ⊙ f'(z), from the output h
 *
 * Step t = -1 is drawn with mask 0 and nothing from outside: its dh is that of h0.
 */
const stepOf = (slope: string, activation: Activation): ProgramSource => ({
  name: `rnn-backward-${activation}`,
  tensors: ['Y', 'Mask', 'DH'],
  textures: ['U', 'DZAfter', 'DHAfter'],
  ints: ['t', 'T', 'B', 'H'],
  ivec2s: ['origin', 'after'],
  outputs: [
    { name: 'dz', type: 'float' },
    { name: 'dh', type: 'float' },
  ],
  code: `
float after_(int x, int y) { return texelFetch(DZAfter, ivec2(x, y), 0).r; }
void main() {
  ivec2 at_ = ivec2(gl_FragCoord.xy) - origin;
  int j = at_.x;
  int b = at_.y;
  int x = after.x;
  int y = after.y + b;
  dh = t + 1 < T && getMask((t + 1) * B + b) < 0.5 ? texelFetch(DHAfter, after + at_, 0).r : 0.0;
  int whole = H / 4;
  for (int k = 0; k < whole; k++) {
    dh += dot(vec4(after_(x, y), after_(x + 1, y), after_(x + 2, y), after_(x + 3, y)), texelFetch(U, ivec2(k, j), 0));
    x += 4;
  }
  if (4 * whole < H) {
    vec4 last = texelFetch(U, ivec2(whole, j), 0);
    for (int k = 0; k < H - 4 * whole; k++) dh += after_(x + k, y) * last[k];
  }
  int i = (t * B + b) * H + j;
  if (t >= 0) dh += getDH(i);
  if (t < 0 || getMask(t * B + b) < 0.5) {
    dz = 0.0;
    return;
  }
  float h = getY(i);
  dz = dh * (${slope});
}`,
})
const steps: Record<Activation, ProgramSource> = {
  tanh: stepOf('1.0 - h * h', 'tanh'),
  relu: stepOf('h > 0.0 ? 1.0 : 0.0', 'relu'),
}

/** RnnBackward (see kernels.ts): one draw per timestep, five more per sequence. */
export function rnnBackward(inputs: Inputs, backend: unknown, activation: Activation): TensorInfo[] {
  const { h, U, h0, mask, dh } = inputs
  const { T, B, H } = sizesOf('RnnBackward', h0, mask)
  expectShape('RnnBackward', 'h', h, [T, B, H])
  expectShape('RnnBackward', 'U', U, [H, H])
  expectShape('RnnBackward', 'dh', dh, [T, B, H])
  return withDevice(backend, (device) => {
    // Step n of the drawing is timestep T - n, as in lstm-backward.ts.
    const slots = new Slots(device, T + 2, B, H)
    const [dz, total] = [slots.textures(1), slots.textures(1)]
    device.upload(h, U, mask, dh)
    const grouped = regroup(device, U, 'columns')
    const into = (n: number) => device.into(framebuffers[n & 1 ? 'odd' : 'even'], [dz[n & 1], total[n & 1]])
    into(0)
    device.clear(slots.area(0), 2)

    const program = device.program(steps[activation])
    for (const [name, tensor] of Object.entries({ Y: h, Mask: mask, DH: dh })) device.bindTensor(program, name, tensor)
    program.bind('U', grouped)
    program.int('T', T)
    program.int('B', B)
    program.int('H', H)
    for (let n = 1; n <= T + 1; n++) {
      program.bind('DZAfter', dz[(n - 1) & 1])
      program.bind('DHAfter', total[(n - 1) & 1])
      program.int('t', T - n)
      program.ivec2('after', slots.origin(n - 1))
      program.ivec2('origin', slots.origin(n))
      into(n)
      device.draw(slots.area(n))
    }
    return [
      gather(device, slots, dz, 'r', [T, B, H], T, -1),
      gather(device, slots, total, 'r', [T, B, H], T, -1),
      gather(device, slots, total, 'r', [B, H], T + 1, 1),
    ]
  })
}
