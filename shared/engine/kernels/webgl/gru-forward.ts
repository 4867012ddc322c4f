import type { TensorInfo } from '@tensorflow/tfjs-core'
import { withDevice } from './device.ts'
import type { ProgramSource } from './program.ts'
import { expectShape, forwardOrder, framebuffers, regroup, sizesOf } from './recurrent.ts'
import type { Inputs } from './recurrent.ts'
import { Slots, gather } from './slots.ts'

const outputs = ['r', 'z', 'n', 'q', 'h'].map((name) => ({ name, type: 'vec4' as const }))

/** Step 0 of the sequence: the given state. */
const start: ProgramSource = {
  name: 'gru-start',
  tensors: ['H0'],
  ints: ['B', 'H'],
  ivec2s: ['origin'],
  outputs,
  code: `
void main() {
  ivec2 here = ivec2(gl_FragCoord.xy) - origin;
  int b = 4 * here.y;
  r = z = n = q = vec4(0.0);
  h = lanesH0(b * H + here.x, H, B - b);
}`,
}

/**
 * One timestep; one fragment per unit j and four sentences, as in lstm-forward.ts.
 *
 *   r, z = σ(xw + h₋ U)      q = h₋ U_n + bu      n = tanh(xw_n + r ⊙ q)      h = (1 - z) ⊙ n + z ⊙ h₋
 */
const step: ProgramSource = {
  name: 'gru-forward',
  tensors: ['XW', 'Mask', 'BU'],
  textures: ['U', 'HBefore'],
  ints: ['t', 'B', 'H'],
  ivec2s: ['origin', 'before'],
  outputs,
  code: `
void main() {
  ivec2 here = ivec2(gl_FragCoord.xy) - origin;
  int j = here.x;
  int b = 4 * here.y;
  ivec2 own = before + here;
  r = z = n = q = vec4(0.0);
  h = texelFetch(HBefore, own, 0);
  bvec4 word = greaterThan(lanesMask(t * B + b, 1, B - b), vec4(0.5));
  if (!any(word)) return;
  int at_ = 3 * ((t * B + b) * H + j);
  vec4 zr = lanesXW(at_, 3 * H, B - b);
  vec4 zz = lanesXW(at_ + 1, 3 * H, B - b);
  vec4 zq = vec4(getBU(j));
  for (int k = 0; k < H; k++) {
    vec4 hk = texelFetch(HBefore, ivec2(before.x + k, own.y), 0);
    vec3 u = texelFetch(U, ivec2(j, k), 0).xyz;
    zr += hk * u.x;
    zz += hk * u.y;
    zq += hk * u.z;
  }
  r = mix(r, sigmoidOf(zr), word);
  z = mix(z, sigmoidOf(zz), word);
  q = mix(q, zq, word);
  n = mix(n, tanhOf(lanesXW(at_ + 2, 3 * H, B - b) + r * q), word);
  h = mix(h, (1.0 - z) * n + z * h, word);
}`,
}

export const gruForwardPrograms = [start, step]

/** GruForward (see kernels.ts): one draw per timestep, four more per sequence. */
export function gruForward(inputs: Inputs, backend: unknown, reverse: boolean): TensorInfo[] {
  const { xw, U, bu, h0, mask } = inputs
  const { T, B, H } = sizesOf('GruForward', h0, mask)
  expectShape('GruForward', 'xw', xw, [T, B, 3 * H])
  expectShape('GruForward', 'U', U, [H, 3 * H])
  expectShape('GruForward', 'bu', bu, [H])
  return withDevice(backend, (device) => {
    const slots = new Slots(device, T + 1, B, H)
    const pairs = outputs.map(() => slots.textures())
    const [gates, h] = [pairs.slice(0, 4), pairs[4]]
    device.upload(...Object.values(inputs))
    const grouped = regroup(device, U, 'threes')
    const into = (n: number) =>
      device.into(
        framebuffers[n & 1 ? 'odd' : 'even'],
        pairs.map((pair) => pair[n & 1]),
      )

    const first = device.program(start)
    device.bindTensor(first, 'H0', h0)
    first.int('B', B)
    first.int('H', H)
    first.ivec2('origin', slots.origin(0))
    into(0)
    device.draw(slots.area(0))

    const program = device.program(step)
    for (const [name, tensor] of Object.entries({ XW: xw, Mask: mask, BU: bu }))
      device.bindTensor(program, name, tensor)
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
    return [gather(device, slots, gates, [T, B, 4 * H], gathered), gather(device, slots, [h], [T, B, H], gathered)]
  })
}
