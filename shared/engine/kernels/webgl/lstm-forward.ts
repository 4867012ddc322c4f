import type { TensorInfo } from '@tensorflow/tfjs-core'
import { withDevice } from './device.ts'
import type { ProgramSource } from './program.ts'
import { expectPeephole, expectShape, forwardOrder, framebuffers, regroup, sizesOf } from './recurrent.ts'
import type { Inputs } from './recurrent.ts'
import { Slots, gather } from './slots.ts'

const outputs = ['i', 'f', 'g', 'o', 'c', 'h'].map((name) => ({ name, type: 'vec4' as const }))

/** Step 0 of the sequence: the given state. */
const start: ProgramSource = {
  name: 'lstm-start',
  tensors: ['H0', 'C0'],
  ints: ['B', 'H'],
  ivec2s: ['origin'],
  outputs,
  code: `
void main() {
  ivec2 here = ivec2(gl_FragCoord.xy) - origin;
  int b = 4 * here.y;
  i = f = g = o = vec4(0.0);
  c = lanesC0(b * H + here.x, H, B - b);
  h = lanesH0(b * H + here.x, H, B - b);
}`,
}

/**
 * One timestep; one fragment per unit j and four sentences, one per lane of each vector. A reading of h₋ serves four gates, a
 * reading of U (four gates of a unit share its texel) serves four sentences: two readings for sixteen products.
 *
 *   [i f g o] = xw + h₋ U   then σ, σ, tanh, σ      c = f ⊙ c₋ + i ⊙ g      h = o ⊙ tanh(c)
 *
 * With a peephole P, i and f see c₋ and o sees c.
 */
const stepOf = (peephole: boolean): ProgramSource => ({
  name: peephole ? 'lstm-forward-peephole' : 'lstm-forward',
  tensors: ['XW', 'Mask', ...(peephole ? ['P'] : [])],
  textures: ['U', 'HBefore', 'CBefore'],
  ints: ['t', 'B', 'H'],
  ivec2s: ['origin', 'before'],
  outputs,
  code: `
void main() {
  ivec2 here = ivec2(gl_FragCoord.xy) - origin;
  int j = here.x;
  int b = 4 * here.y;
  ivec2 own = before + here;
  i = f = g = o = vec4(0.0);
  c = texelFetch(CBefore, own, 0);
  h = texelFetch(HBefore, own, 0);
  bvec4 word = greaterThan(lanesMask(t * B + b, 1, B - b), vec4(0.5));
  if (!any(word)) return;
  int at_ = 4 * ((t * B + b) * H + j);
  vec4 zi = lanesXW(at_, 4 * H, B - b);
  vec4 zf = lanesXW(at_ + 1, 4 * H, B - b);
  vec4 zg = lanesXW(at_ + 2, 4 * H, B - b);
  vec4 zo = lanesXW(at_ + 3, 4 * H, B - b);
  for (int k = 0; k < H; k++) {
    vec4 hk = texelFetch(HBefore, ivec2(before.x + k, own.y), 0);
    vec4 u = texelFetch(U, ivec2(j, k), 0);
    zi += hk * u.x;
    zf += hk * u.y;
    zg += hk * u.z;
    zo += hk * u.w;
  }
  ${peephole ? 'zi += getP(j) * c; zf += getP(H + j) * c;' : ''}
  i = mix(i, sigmoidOf(zi), word);
  f = mix(f, sigmoidOf(zf), word);
  g = mix(g, tanhOf(zg), word);
  c = mix(c, f * c + i * g, word);
  ${peephole ? 'zo += getP(2 * H + j) * c;' : ''}
  o = mix(o, sigmoidOf(zo), word);
  h = mix(h, o * tanhOf(c), word);
}`,
})
const step = stepOf(false)
const peepholeStep = stepOf(true)
export const lstmForwardPrograms = (peephole: boolean) => [start, peephole ? peepholeStep : step]

/** LstmForward (see kernels.ts): one draw per timestep, five more per sequence. */
export function lstmForward(inputs: Inputs, backend: unknown, reverse: boolean): TensorInfo[] {
  const { xw, U, h0, c0, mask } = inputs
  const peephole = inputs.peephole as TensorInfo | undefined
  const { T, B, H } = sizesOf('LstmForward', h0, mask)
  expectShape('LstmForward', 'xw', xw, [T, B, 4 * H])
  expectShape('LstmForward', 'U', U, [H, 4 * H])
  expectShape('LstmForward', 'c0', c0, [B, H])
  expectPeephole('LstmForward', peephole, H)
  return withDevice(backend, (device) => {
    const slots = new Slots(device, T + 1, B, H)
    const pairs = outputs.map(() => slots.textures())
    const [gates, c, h] = [pairs.slice(0, 4), pairs[4], pairs[5]]
    device.upload(...Object.values(inputs))
    const grouped = regroup(device, U, 'fours')
    const into = (n: number) =>
      device.into(
        framebuffers[n & 1 ? 'odd' : 'even'],
        pairs.map((pair) => pair[n & 1]),
      )

    const first = device.program(start)
    device.bindTensor(first, 'H0', h0)
    device.bindTensor(first, 'C0', c0)
    first.int('B', B)
    first.int('H', H)
    first.ivec2('origin', slots.origin(0))
    into(0)
    device.draw(slots.area(0))

    const program = device.program(peephole ? peepholeStep : step)
    device.bindTensor(program, 'XW', xw)
    device.bindTensor(program, 'Mask', mask)
    if (peephole) device.bindTensor(program, 'P', peephole)
    program.bind('U', grouped)
    program.int('B', B)
    program.int('H', H)
    const { timestep, gathered } = forwardOrder(T, reverse)
    for (let n = 1; n <= T; n++) {
      program.bind('HBefore', h[(n - 1) & 1])
      program.bind('CBefore', c[(n - 1) & 1])
      program.int('t', timestep(n))
      program.ivec2('before', slots.origin(n - 1))
      program.ivec2('origin', slots.origin(n))
      into(n)
      device.draw(slots.area(n))
    }
    return [
      gather(device, slots, gates, [T, B, 4 * H], gathered),
      gather(device, slots, [c], [T, B, H], gathered),
      gather(device, slots, [h], [T, B, H], gathered),
    ]
  })
}
