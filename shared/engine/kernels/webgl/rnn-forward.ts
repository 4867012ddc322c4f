import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { Activation } from '../kernels.ts'
import { withDevice } from './device.ts'
import type { ProgramSource } from './program.ts'
import type { Inputs } from './recurrent.ts'
import { expectShape, forwardOrder, framebuffers, regroup, sizesOf } from './recurrent.ts'
import { Slots, gather } from './slots.ts'

const start: ProgramSource = {
  name: 'rnn-start',
  tensors: ['H0'],
  ints: ['B', 'H'],
  ivec2s: ['origin'],
  outputs: [{ name: 'h', type: 'vec4' }],
  code: `
void main() {
  ivec2 here = ivec2(gl_FragCoord.xy) - origin;
  int b = 4 * here.y;
  h = lanesH0(b * H + here.x, H, B - b);
}`,
}

/**
 * One timestep; one fragment per unit j and four sentences, one per lane: h = f(xw + h₋ U). A texel of U holds four rows, so
 * five readings give sixteen products.
 */
const stepOf = (f: string, activation: Activation): ProgramSource => ({
  name: `rnn-forward-${activation}`,
  tensors: ['XW', 'Mask'],
  textures: ['U', 'HBefore'],
  ints: ['t', 'B', 'H'],
  ivec2s: ['origin', 'before'],
  outputs: start.outputs,
  code: `
void main() {
  ivec2 here = ivec2(gl_FragCoord.xy) - origin;
  int j = here.x;
  int b = 4 * here.y;
  int x = before.x;
  int y = before.y + here.y;
  h = texelFetch(HBefore, ivec2(x + j, y), 0);
  bvec4 word = greaterThan(lanesMask(t * B + b, 1, B - b), vec4(0.5));
  if (!any(word)) return;
  vec4 z = lanesXW((t * B + b) * H + j, H, B - b);
  int whole = H / 4;
  for (int k = 0; k < whole; k++) {
    vec4 u = texelFetch(U, ivec2(j, k), 0);
    z += texelFetch(HBefore, ivec2(x, y), 0) * u.x + texelFetch(HBefore, ivec2(x + 1, y), 0) * u.y
       + texelFetch(HBefore, ivec2(x + 2, y), 0) * u.z + texelFetch(HBefore, ivec2(x + 3, y), 0) * u.w;
    x += 4;
  }
  // Past the last unit stands another slot: its values must not enter, not even times 0.
  if (4 * whole < H) {
    vec4 u = texelFetch(U, ivec2(j, whole), 0);
    for (int k = 0; k < H - 4 * whole; k++) z += texelFetch(HBefore, ivec2(x + k, y), 0) * u[k];
  }
  h = mix(h, ${f}, word);
}`,
})
const steps: Record<Activation, ProgramSource> = {
  tanh: stepOf('tanhOf(z)', 'tanh'),
  relu: stepOf('mix(z, vec4(0.0), lessThan(z, vec4(0.0)))', 'relu'), // unlike max(), lets NaN through: divergence must be seen
}

export const rnnForwardPrograms = (activation: Activation) => [start, steps[activation]]

/** RnnForward (see kernels.ts): one draw per timestep, three more per sequence. */
export function rnnForward(inputs: Inputs, backend: unknown, activation: Activation, reverse: boolean): TensorInfo {
  const { xw, U, h0, mask } = inputs
  const { T, B, H } = sizesOf('RnnForward', h0, mask)
  expectShape('RnnForward', 'xw', xw, [T, B, H])
  expectShape('RnnForward', 'U', U, [H, H])
  return withDevice(backend, (device) => {
    const slots = new Slots(device, T + 1, B, H)
    const h = slots.textures()
    device.upload(xw, U, h0, mask)
    const grouped = regroup(device, U, 'rows')
    const into = (n: number) => device.into(framebuffers[n & 1 ? 'odd' : 'even'], [h[n & 1]])

    const first = device.program(start)
    device.bindTensor(first, 'H0', h0)
    first.int('B', B)
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
    const { timestep, gathered } = forwardOrder(T, reverse)
    for (let n = 1; n <= T; n++) {
      program.bind('HBefore', h[(n - 1) & 1])
      program.int('t', timestep(n))
      program.ivec2('before', slots.origin(n - 1))
      program.ivec2('origin', slots.origin(n))
      into(n)
      device.draw(slots.area(n))
    }
    return gather(device, slots, [h], [T, B, H], gathered)
  })
}
