import type { TensorInfo } from '@tensorflow/tfjs-core'
import { withDevice } from './device.ts'
import { unrolled } from './glsl.ts'
import type { ProgramSource } from './program.ts'
import { expectShape, framebuffers, regroup, sizesOf, slotsOf } from './recurrent.ts'
import type { Inputs } from './recurrent.ts'
import { Rows } from './rows.ts'

/** The gates; the state, which stays; the state for the next step, in turns in one of two textures. */
const names = ['r', 'z', 'n', 'q', 'h', 'hNext']
const outputs = names.map((name) => ({ name, type: 'vec4' as const }))

/** The slot of the given state. */
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
  h = hNext = lanesH0(b * H + here.x, H, B - b);
}`,
}

/**
 * One timestep; one fragment per unit j and four sentences, as in lstm-forward.ts.
 *
 *   r, z = σ(xw + h₋ U)      q = h₋ U_n + bu      n = tanh(xw_n + r ⊙ q)      h = (1 - z) ⊙ n + z ⊙ h₋
 */
const step: ProgramSource = {
  name: 'gru-forward',
  tensors: ['BU'],
  textures: ['XW', 'Mask', 'U', 'HBefore'],
  ints: ['H', 'row', 'firstXW', 'firstMask'],
  ivec2s: ['origin', 'before', 'placeXW', 'placeMask'],
  outputs,
  code: `
void main() {
  ivec2 here = ivec2(gl_FragCoord.xy) - origin;
  int j = here.x;
  ivec2 own = before + here;
  r = z = n = q = vec4(0.0);
  h = hNext = texelFetch(HBefore, own, 0);
  bvec4 word = greaterThan(texelFetch(Mask, rowAt(firstMask + row + here.y, placeMask), 0), vec4(0.5));
  if (!any(word)) return;
  ivec2 x = rowAt(firstXW + row + here.y, placeXW);
  x.x += 3 * j;
  vec4 zr = texelFetch(XW, x, 0);
  vec4 zz = texelFetch(XW, ivec2(x.x + 1, x.y), 0);
  vec4 xn = texelFetch(XW, ivec2(x.x + 2, x.y), 0);
  vec4 zq = vec4(getBU(j));
  vec2 hAt = placeOf(HBefore, ivec2(before.x, own.y));
  vec2 uAt = placeOf(U, ivec2(j, 0));
  float hStep = texelOf(HBefore).x;
  float uStep = texelOf(U).y;
  ${unrolled(
    'H',
    (k) => `vec4 hk = textureLod(HBefore, vec2(hAt.x + float(${k}) * hStep, hAt.y), 0.0);
      vec4 u = textureLod(U, vec2(uAt.x, uAt.y + float(${k}) * uStep), 0.0);
      zr += hk * u.x; zz += hk * u.y; zq += hk * u.z;`,
  )}
  r = mix(r, sigmoidOf(zr), word);
  z = mix(z, sigmoidOf(zz), word);
  q = mix(q, zq, word);
  n = mix(n, tanhOf(xn + r * q), word);
  h = mix(h, (1.0 - z) * n + z * h, word);
  hNext = h;
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
    const sizes = { T, B, C: H }
    const rows = new Rows(sizes, device.largest, T + 1)
    const { initial, slot, first, timestep } = slotsOf(T, reverse)
    const gates = names.slice(0, 4).map(() => device.makeScratch(rows.width, rows.height))
    const h = device.makeTexture(rows.width, rows.height)
    const turns = [0, 1].map(() => device.makeScratch(rows.width, rows.height))
    device.upload(U, bu, h0)
    const XW = device.kept.rowsOf(xw, { T, B, C: 3 * H })
    const Mask = device.kept.rowsOf(mask, { T, B, C: 1 })
    const grouped = regroup(device, U, 'threes')
    const into = (n: number) => device.into(framebuffers[n & 1 ? 'odd' : 'even'], [...gates, h.texture, turns[n & 1]])

    const starting = device.program(start)
    device.bindTensor(starting, 'H0', h0)
    starting.ints({ B, H })
    starting.ivec2('origin', rows.origin(initial))
    into(0)
    device.draw(rows.area(initial))

    const program = device.program(step)
    device.bindTensor(program, 'BU', bu)
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
    return [
      device.kept.interleaved(gates, rows, { sizes, slot: first }),
      device.kept.part(h, rows, { shape: [T, B, H], sizes, slot: first }),
    ]
  })
}
