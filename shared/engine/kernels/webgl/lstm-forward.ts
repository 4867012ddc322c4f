import type { TensorInfo } from '@tensorflow/tfjs-core'
import { withDevice } from './device.ts'
import type { ProgramSource } from './program.ts'
import type { Inputs } from './recurrent.ts'
import { expectShape, framebuffers, regroup, sizesOf } from './recurrent.ts'
import { Slots, gather } from './slots.ts'

/** Step 0 of the sequence: the given state. */
const start: ProgramSource = {
  name: 'lstm-start',
  tensors: ['H0', 'C0'],
  ints: ['H'],
  ivec2s: ['origin'],
  outputs: [
    { name: 'gates', type: 'vec4' },
    { name: 'c', type: 'float' },
    { name: 'h', type: 'float' },
  ],
  code: `
void main() {
  ivec2 at_ = ivec2(gl_FragCoord.xy) - origin;
  int i = at_.y * H + at_.x;
  gates = vec4(0.0);
  c = getC0(i);
  h = getH0(i);
}`,
}

/**
 * One timestep, one fragment per sentence b and unit j: its four gates share the texel, so that one reading of h₋ and one of
 * U serve all four.
 *
 *   [i f g o] = xw + h₋ U   then σ, σ, tanh, σ      c = f ⊙ c₋ + i ⊙ g      h = o ⊙ tanh(c)
 */
const step: ProgramSource = {
  name: 'lstm-forward',
  tensors: ['XW', 'Mask'],
  textures: ['U', 'HBefore', 'CBefore'],
  ints: ['t', 'B', 'H'],
  ivec2s: ['origin', 'before'],
  outputs: start.outputs,
  code: `
void main() {
  ivec2 at_ = ivec2(gl_FragCoord.xy) - origin;
  int j = at_.x;
  int b = at_.y;
  ivec2 own = before + at_;
  if (getMask(t * B + b) < 0.5) {
    gates = vec4(0.0);
    c = texelFetch(CBefore, own, 0).r;
    h = texelFetch(HBefore, own, 0).r;
    return;
  }
  int i = 4 * ((t * B + b) * H + j);
  vec4 z = vec4(getXW(i), getXW(i + 1), getXW(i + 2), getXW(i + 3));
  ivec2 row = before + ivec2(0, b);
  for (int k = 0; k < H; k++) z += texelFetch(HBefore, ivec2(row.x + k, row.y), 0).r * texelFetch(U, ivec2(j, k), 0);
  gates = vec4(sigmoidOf(z.x), sigmoidOf(z.y), tanhOf(z.z), sigmoidOf(z.w));
  c = gates.y * texelFetch(CBefore, own, 0).r + gates.x * gates.z;
  h = gates.w * tanhOf(c);
}`,
}

/** LstmForward (see kernels.ts): one draw per timestep, five more per sequence. */
export function lstmForward(inputs: Inputs, backend: unknown): TensorInfo[] {
  const { xw, U, h0, c0, mask } = inputs
  const { T, B, H } = sizesOf('LstmForward', h0, mask)
  expectShape('LstmForward', 'xw', xw, [T, B, 4 * H])
  expectShape('LstmForward', 'U', U, [H, 4 * H])
  expectShape('LstmForward', 'c0', c0, [B, H])
  return withDevice(backend, (device) => {
    const slots = new Slots(device, T + 1, B, H)
    const [gates, c, h] = [slots.textures(4), slots.textures(1), slots.textures(1)]
    device.upload(xw, U, h0, c0, mask)
    const grouped = regroup(device, U, 'columns')
    const into = (n: number) =>
      device.into(
        framebuffers[n & 1 ? 'odd' : 'even'],
        [gates, c, h].map((x) => x[n & 1]),
      )

    const first = device.program(start)
    device.bindTensor(first, 'H0', h0)
    device.bindTensor(first, 'C0', c0)
    first.int('H', H)
    first.ivec2('origin', slots.origin(0))
    into(0)
    device.draw(slots.area(0))

    const program = device.program(step)
    device.bindTensor(program, 'XW', xw)
    device.bindTensor(program, 'Mask', mask)
    program.bind('U', grouped)
    program.int('B', B)
    program.int('H', H)
    for (let t = 0; t < T; t++) {
      program.bind('HBefore', h[t & 1])
      program.bind('CBefore', c[t & 1])
      program.int('t', t)
      program.ivec2('before', slots.origin(t))
      program.ivec2('origin', slots.origin(t + 1))
      into(t + 1)
      device.draw(slots.area(t + 1))
    }
    return [
      gather(device, slots, gates, 'rgba', [T, B, 4 * H], 1, 1),
      gather(device, slots, c, 'r', [T, B, H], 1, 1),
      gather(device, slots, h, 'r', [T, B, H], 1, 1),
    ]
  })
}
