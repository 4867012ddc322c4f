import type { TensorInfo } from '@tensorflow/tfjs-core'
import { withDevice } from './device.ts'
import { unrolled } from './glsl.ts'
import type { ProgramSource } from './program.ts'
import { expectPeephole, expectShape, framebuffers, regroup, sizesOf, slotsOf } from './recurrent.ts'
import type { Inputs } from './recurrent.ts'
import { Rows } from './rows.ts'

/** The gates; the state, which stays; the state for the next step, in turns in one of two textures. */
const names = ['i', 'f', 'g', 'o', 'c', 'h', 'cNext', 'hNext']
const outputs = names.map((name) => ({ name, type: 'vec4' as const }))

/** The slot of the given state. */
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
  c = cNext = lanesC0(b * H + here.x, H, B - b);
  h = hNext = lanesH0(b * H + here.x, H, B - b);
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
  tensors: peephole ? ['P'] : [],
  textures: ['XW', 'Mask', 'U', 'HBefore', 'CBefore'],
  ints: ['H', 'row', 'firstXW', 'firstMask'],
  ivec2s: ['origin', 'before', 'placeXW', 'placeMask'],
  outputs,
  code: `
void main() {
  ivec2 here = ivec2(gl_FragCoord.xy) - origin;
  int j = here.x;
  ivec2 own = before + here;
  i = f = g = o = vec4(0.0);
  c = cNext = texelFetch(CBefore, own, 0);
  h = hNext = texelFetch(HBefore, own, 0);
  bvec4 word = greaterThan(texelFetch(Mask, rowAt(firstMask + row + here.y, placeMask), 0), vec4(0.5));
  if (!any(word)) return;
  ivec2 x = rowAt(firstXW + row + here.y, placeXW);
  x.x += 4 * j;
  vec4 zi = texelFetch(XW, x, 0);
  vec4 zf = texelFetch(XW, ivec2(x.x + 1, x.y), 0);
  vec4 zg = texelFetch(XW, ivec2(x.x + 2, x.y), 0);
  vec4 zo = texelFetch(XW, ivec2(x.x + 3, x.y), 0);
  vec2 hAt = placeOf(HBefore, ivec2(before.x, own.y));
  vec2 uAt = placeOf(U, ivec2(j, 0));
  float hStep = texelOf(HBefore).x;
  float uStep = texelOf(U).y;
  ${unrolled(
    'H',
    (k) => `vec4 hk = textureLod(HBefore, vec2(hAt.x + float(${k}) * hStep, hAt.y), 0.0);
      vec4 u = textureLod(U, vec2(uAt.x, uAt.y + float(${k}) * uStep), 0.0);
      zi += hk * u.x; zf += hk * u.y; zg += hk * u.z; zo += hk * u.w;`,
  )}
  ${peephole ? 'zi += getP(j) * c; zf += getP(H + j) * c;' : ''}
  i = mix(i, sigmoidOf(zi), word);
  f = mix(f, sigmoidOf(zf), word);
  g = mix(g, tanhOf(zg), word);
  c = mix(c, f * c + i * g, word);
  ${peephole ? 'zo += getP(2 * H + j) * c;' : ''}
  o = mix(o, sigmoidOf(zo), word);
  h = mix(h, o * tanhOf(c), word);
  cNext = c;
  hNext = h;
}`,
})
const step = stepOf(false)
const peepholeStep = stepOf(true)
export const lstmForwardPrograms = (peephole: boolean) => [start, peephole ? peepholeStep : step]

/** LstmForward (see kernels.ts): one draw per timestep, four more per sequence. */
export function lstmForward(inputs: Inputs, backend: unknown, reverse: boolean): TensorInfo[] {
  const { xw, U, h0, c0, mask } = inputs
  const peephole = inputs.peephole as TensorInfo | undefined
  const { T, B, H } = sizesOf('LstmForward', h0, mask)
  expectShape('LstmForward', 'xw', xw, [T, B, 4 * H])
  expectShape('LstmForward', 'U', U, [H, 4 * H])
  expectShape('LstmForward', 'c0', c0, [B, H])
  expectPeephole('LstmForward', peephole, H)
  return withDevice(backend, (device) => {
    const sizes = { T, B, C: H }
    const rows = new Rows(sizes, device.largest, T + 1)
    const { initial, slot, first, timestep } = slotsOf(T, reverse)
    const gates = names.slice(0, 4).map(() => device.makeScratch(rows.width, rows.height))
    const [c, h] = [device.makeTexture(rows.width, rows.height), device.makeTexture(rows.width, rows.height)]
    const turns = [0, 1].map(() => [0, 1].map(() => device.makeScratch(rows.width, rows.height)))
    device.upload(U, h0, c0, ...(peephole ? [peephole] : []))
    const XW = device.kept.rowsOf(xw, { T, B, C: 4 * H })
    const Mask = device.kept.rowsOf(mask, { T, B, C: 1 })
    const grouped = regroup(device, U, 'fours')
    const into = (n: number) =>
      device.into(framebuffers[n & 1 ? 'odd' : 'even'], [...gates, c.texture, h.texture, ...turns[n & 1]])

    const starting = device.program(start)
    device.bindTensor(starting, 'H0', h0)
    device.bindTensor(starting, 'C0', c0)
    starting.ints({ B, H })
    starting.ivec2('origin', rows.origin(initial))
    into(0)
    device.draw(rows.area(initial))

    const program = device.program(peephole ? peepholeStep : step)
    if (peephole) device.bindTensor(program, 'P', peephole)
    for (const [name, texture] of Object.entries({ XW: XW.texture, Mask: Mask.texture, U: grouped }))
      program.bind(name, texture)
    program.ints({ H, firstXW: XW.first, firstMask: Mask.first })
    program.ivec2('placeXW', XW.rows.place)
    program.ivec2('placeMask', Mask.rows.place)
    for (let n = 1; n <= T; n++) {
      const t = timestep(n)
      const [cBefore, hBefore] = turns[(n - 1) & 1]
      program.bind('HBefore', hBefore)
      program.bind('CBefore', cBefore)
      program.int('row', t * rows.groups)
      program.ivec2('before', rows.origin(n === 1 ? initial : slot(timestep(n - 1))))
      program.ivec2('origin', rows.origin(slot(t)))
      into(n)
      device.draw(rows.area(slot(t)))
    }
    return [
      device.kept.interleaved(gates, rows, { sizes, slot: first }),
      device.kept.part(c, rows, { shape: [T, B, H], sizes, slot: first }),
      device.kept.part(h, rows, { shape: [T, B, H], sizes, slot: first }),
    ]
  })
}
