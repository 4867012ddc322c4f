import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { Activation } from '../kernels.ts'
import { withDevice } from './device.ts'
import type { ProgramSource } from './program.ts'
import type { Inputs } from './recurrent.ts'
import { expectShape, framebuffers, regroup, sizesOf, slotsOf } from './recurrent.ts'
import { Rows } from './rows.ts'

/** The state, which stays, and the state for the next step, in turns in one of two textures. */
const outputs = ['h', 'hNext'].map((name) => ({ name, type: 'vec4' as const }))

/** The slot of the given state. */
const start: ProgramSource = {
  name: 'rnn-start',
  tensors: ['H0'],
  ints: ['B', 'H'],
  ivec2s: ['origin'],
  outputs,
  code: `
void main() {
  ivec2 here = ivec2(gl_FragCoord.xy) - origin;
  int b = 4 * here.y;
  h = hNext = lanesH0(b * H + here.x, H, B - b);
}`,
}

/**
 * One timestep; one fragment per unit j and four sentences, one per lane: h = f(xw + h₋ U). A texel of U holds four rows, so
 * five readings give sixteen products.
 */
const stepOf = (f: string, activation: Activation): ProgramSource => ({
  name: `rnn-forward-${activation}`,
  textures: ['XW', 'Mask', 'U', 'HBefore'],
  ints: ['H', 'row', 'firstXW', 'firstMask'],
  ivec2s: ['origin', 'before', 'placeXW', 'placeMask'],
  outputs,
  code: `
void main() {
  ivec2 here = ivec2(gl_FragCoord.xy) - origin;
  int j = here.x;
  int x = before.x;
  int y = before.y + here.y;
  h = hNext = texelFetch(HBefore, ivec2(x + j, y), 0);
  bvec4 word = greaterThan(texelFetch(Mask, rowAt(firstMask + row + here.y, placeMask), 0), vec4(0.5));
  if (!any(word)) return;
  vec4 z = texelFetch(XW, rowAt(firstXW + row + here.y, placeXW) + ivec2(j, 0), 0);
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
  hNext = h;
}`,
})
const steps: Record<Activation, ProgramSource> = {
  tanh: stepOf('tanhOf(z)', 'tanh'),
  relu: stepOf('mix(z, vec4(0.0), lessThan(z, vec4(0.0)))', 'relu'), // unlike max(), lets NaN through: divergence must be seen
}

export const rnnForwardPrograms = (activation: Activation) => [start, steps[activation]]

/** RnnForward (see kernels.ts): one draw per timestep, four more per sequence. */
export function rnnForward(inputs: Inputs, backend: unknown, activation: Activation, reverse: boolean): TensorInfo {
  const { xw, U, h0, mask } = inputs
  const { T, B, H } = sizesOf('RnnForward', h0, mask)
  expectShape('RnnForward', 'xw', xw, [T, B, H])
  expectShape('RnnForward', 'U', U, [H, H])
  return withDevice(backend, (device) => {
    const sizes = { T, B, C: H }
    const rows = new Rows(sizes, device.largest, T + 1)
    const { initial, slot, first, timestep } = slotsOf(T, reverse)
    const h = device.makeTexture(rows.width, rows.height)
    const turns = [0, 1].map(() => device.makeScratch(rows.width, rows.height))
    device.upload(U, h0)
    const XW = device.kept.rowsOf(xw, sizes)
    const Mask = device.kept.rowsOf(mask, { T, B, C: 1 })
    const grouped = regroup(device, U, 'rows')
    const into = (n: number) => device.into(framebuffers[n & 1 ? 'odd' : 'even'], [h.texture, turns[n & 1]])

    const starting = device.program(start)
    device.bindTensor(starting, 'H0', h0)
    starting.ints({ B, H })
    starting.ivec2('origin', rows.origin(initial))
    into(0)
    device.draw(rows.area(initial))

    const program = device.program(steps[activation])
    for (const [name, texture] of Object.entries({ XW: XW.texture, Mask: Mask.texture, U: grouped }))
      program.bind(name, texture)
    program.ints({ H, firstXW: XW.first, firstMask: Mask.first })
    program.ivec2('placeXW', XW.rows.place)
    program.ivec2('placeMask', Mask.rows.place)
    for (let n = 1; n <= T; n++) {
      const t = timestep(n)
      program.bind('HBefore', turns[(n - 1) & 1])
      program.int('row', t * rows.groups)
      program.ivec2('before', rows.origin(n === 1 ? initial : slot(timestep(n - 1))))
      program.ivec2('origin', rows.origin(slot(t)))
      into(n)
      device.draw(rows.area(slot(t)))
    }
    return device.kept.part(h, rows, { shape: [T, B, H], sizes, slot: first })
  })
}
