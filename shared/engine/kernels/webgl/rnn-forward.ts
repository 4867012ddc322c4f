import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { Activation } from '../kernels.ts'
import { withDevice } from './device.ts'
import type { ProgramSource } from './program.ts'
import type { Inputs } from './recurrent.ts'
import { expectShape, framebuffers, regroup, sizesOf } from './recurrent.ts'
import { Slots, gather } from './slots.ts'

const start: ProgramSource = {
  name: 'rnn-start',
  tensors: ['H0'],
  ints: ['H'],
  ivec2s: ['origin'],
  outputs: [{ name: 'h', type: 'float' }],
  code: `
void main() {
  ivec2 at_ = ivec2(gl_FragCoord.xy) - origin;
  h = getH0(at_.y * H + at_.x);
}`,
}

/** One timestep, one fragment per sentence b and unit j: h = f(xw + h₋ U). A texel of U holds four rows. */
const stepOf = (f: string, activation: Activation): ProgramSource => ({
  name: `rnn-forward-${activation}`,
  tensors: ['XW', 'Mask'],
  textures: ['U', 'HBefore'],
  ints: ['t', 'B', 'H'],
  ivec2s: ['origin', 'before'],
  outputs: start.outputs,
  code: `
float before_(int x, int y) { return texelFetch(HBefore, ivec2(x, y), 0).r; }
void main() {
  ivec2 at_ = ivec2(gl_FragCoord.xy) - origin;
  int j = at_.x;
  int b = at_.y;
  if (getMask(t * B + b) < 0.5) {
    h = before_(before.x + j, before.y + b);
    return;
  }
  float z = getXW((t * B + b) * H + j);
  int x = before.x;
  int y = before.y + b;
  int whole = H / 4;
  for (int k = 0; k < whole; k++) {
    z += dot(vec4(before_(x, y), before_(x + 1, y), before_(x + 2, y), before_(x + 3, y)), texelFetch(U, ivec2(j, k), 0));
    x += 4;
  }
  if (4 * whole < H) {
    // Past the last unit stands another slot: its values must not enter, not even times 0.
    vec4 last = texelFetch(U, ivec2(j, whole), 0);
    for (int k = 0; k < H - 4 * whole; k++) z += before_(x + k, y) * last[k];
  }
  h = ${f};
}`,
})
const steps: Record<Activation, ProgramSource> = {
  tanh: stepOf('tanhOf(z)', 'tanh'),
  relu: stepOf('z < 0.0 ? 0.0 : z', 'relu'), // unlike max(), lets NaN through: divergence must be seen
}

/** RnnForward (see kernels.ts): one draw per timestep, three more per sequence. */
export function rnnForward(inputs: Inputs, backend: unknown, activation: Activation): TensorInfo {
  const { xw, U, h0, mask } = inputs
  const { T, B, H } = sizesOf('RnnForward', h0, mask)
  expectShape('RnnForward', 'xw', xw, [T, B, H])
  expectShape('RnnForward', 'U', U, [H, H])
  return withDevice(backend, (device) => {
    const slots = new Slots(device, T + 1, B, H)
    const h = slots.textures(1)
    device.upload(xw, U, h0, mask)
    const grouped = regroup(device, U, 'rows')
    const into = (n: number) => device.into(framebuffers[n & 1 ? 'odd' : 'even'], [h[n & 1]])

    const first = device.program(start)
    device.bindTensor(first, 'H0', h0)
    first.int('H', H)
    first.ivec2('origin', slots.origin(0))
    into(0)
    device.draw(slots.area(0))

    const program = device.program(steps[activation])
    device.bindTensor(program, 'XW', xw)
    device.bindTensor(program, 'Mask', mask)
    program.bind('U', grouped)
    program.int('B', B)
    program.int('H', H)
    for (let t = 0; t < T; t++) {
      program.bind('HBefore', h[t & 1])
      program.int('t', t)
      program.ivec2('before', slots.origin(t))
      program.ivec2('origin', slots.origin(t + 1))
      into(t + 1)
      device.draw(slots.area(t + 1))
    }
    return gather(device, slots, h, 'r', [T, B, H], 1, 1)
  })
}
