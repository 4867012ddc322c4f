import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { Activation } from '../kernels.ts'
import { withDevice } from './device.ts'
import type { ProgramSource } from './program.ts'
import type { Inputs } from './recurrent.ts'
import { expectShape, framebuffers, sizesOf, slotsOf } from './recurrent.ts'
import { Rows } from './rows.ts'
import { Sums, sumAt, sumsInts, sumsPrograms } from './sums.ts'

/** What is reported; what goes on to the next draw, in turns in one of two textures. */
const outputs = ['dz', 'dh', 'dhNext'].map((name) => ({ name, type: 'vec4' as const }))

/**
 * rnn-forward.ts read upwards, for one timestep; one fragment per unit j and four sentences.
 *
 *   dh = dh_outside + dz₊ Uᵀ (where the following step is masked: its dh)      dz = dh ⊙ f'(z), from the output h
 *
 * The product was drawn before (sums.ts), and what passes without it is left in `dhNext`, as in lstm-backward.ts.
 */
const stepOf = (slope: string, activation: Activation): ProgramSource => ({
  name: `rnn-backward-${activation}`,
  textures: ['Y', 'Mask', 'DOut', 'DHAfter'],
  layers: ['Sums'],
  ints: [...sumsInts, 'isFirst', 'row', 'firstY', 'firstMask', 'firstDOut'],
  ivec2s: ['origin', 'after', 'placeY', 'placeMask', 'placeDOut'],
  outputs,
  code: `${sumAt}
void main() {
  ivec2 here = ivec2(gl_FragCoord.xy) - origin;
  ivec2 right = ivec2(here.x, 0);
  dz = vec4(0.0);
  dh = texelFetch(DOut, rowAt(firstDOut + row + here.y, placeDOut) + right, 0);
  if (isFirst == 0) dh += texelFetch(DHAfter, after + here, 0) + sumAt(here.x, here.y);
  vec4 h = texelFetch(Y, rowAt(firstY + row + here.y, placeY) + right, 0);
  bvec4 word = greaterThan(texelFetch(Mask, rowAt(firstMask + row + here.y, placeMask), 0), vec4(0.5));
  dz = mix(dz, dh * (${slope}), word);
  dhNext = mix(dh, vec4(0.0), word);
}`,
})
const steps: Record<Activation, ProgramSource> = {
  tanh: stepOf('1.0 - h * h', 'tanh'),
  relu: stepOf('vec4(greaterThan(h, vec4(0.0)))', 'relu'),
}

const finish: ProgramSource = {
  name: 'rnn-backward-finish',
  textures: ['DHAfter'],
  layers: ['Sums'],
  ints: sumsInts,
  ivec2s: ['origin', 'after'],
  outputs,
  code: `${sumAt}
void main() {
  ivec2 here = ivec2(gl_FragCoord.xy) - origin;
  dz = dhNext = vec4(0.0);
  dh = texelFetch(DHAfter, after + here, 0) + sumAt(here.x, here.y);
}`,
}

export const rnnBackwardPrograms = (activation: Activation) => [...sumsPrograms(1), steps[activation], finish]

/** RnnBackward (see kernels.ts): two draws per timestep, two more per sequence. */
export function rnnBackward(inputs: Inputs, backend: unknown, activation: Activation, reverse: boolean): TensorInfo[] {
  const { h, U, h0, mask, dh } = inputs
  const { T, B, H } = sizesOf('RnnBackward', h0, mask)
  expectShape('RnnBackward', 'h', h, [T, B, H])
  expectShape('RnnBackward', 'U', U, [H, H])
  expectShape('RnnBackward', 'dh', dh, [T, B, H])
  return withDevice(backend, (device) => {
    const sizes = { T, B, C: H }
    const rows = new Rows(sizes, device.largest, T + 1)
    const { initial, slot, first, timestep } = slotsOf(T, reverse)
    const [dz, total] = [device.makeTexture(rows.width, rows.height), device.makeTexture(rows.width, rows.height)]
    const turns = [0, 1].map(() => device.makeScratch(rows.width, rows.height))
    device.upload(U)
    const [Y, DOut] = [device.kept.rowsOf(h, sizes), device.kept.rowsOf(dh, sizes)]
    const Mask = device.kept.rowsOf(mask, { T, B, C: 1 })
    const sums = new Sums(device, U, rows, [dz.texture])
    const into = (n: number) =>
      device.into(framebuffers[n & 1 ? 'odd' : 'even'], [dz.texture, total.texture, turns[n & 1]])

    const slotOf = (n: number) => slot(timestep(n))
    const program = device.program(steps[activation])
    for (const [name, { texture, rows, first }] of Object.entries({ Y, Mask, DOut })) {
      program.bind(name, texture)
      program.ivec2(`place${name}`, rows.place)
      program.int(`first${name}`, first)
    }
    program.bindLayers('Sums', sums.target.texture)
    program.ints({ ...sums.sizes })
    for (let n = T; n >= 1; n--) {
      const after = rows.origin(slotOf(Math.min(n + 1, T)))
      if (n < T) sums.draw(after)
      device.program(steps[activation])
      program.bind('DHAfter', turns[(n + 1) & 1])
      program.int('isFirst', Number(n === T))
      program.int('row', timestep(n) * rows.groups)
      program.ivec2('after', after)
      program.ivec2('origin', rows.origin(slotOf(n)))
      into(n)
      device.draw(rows.area(slotOf(n)))
    }
    const last = rows.origin(slotOf(1))
    sums.draw(last)
    const finishing = device.program(finish)
    finishing.bindLayers('Sums', sums.target.texture)
    finishing.bind('DHAfter', turns[1])
    finishing.ints(sums.sizes)
    finishing.ivec2('after', last)
    finishing.ivec2('origin', rows.origin(initial))
    into(0)
    device.draw(rows.area(initial))
    return [
      device.kept.part(dz, rows, { shape: [T, B, H], sizes, slot: first }),
      device.kept.part(total, rows, { shape: [T, B, H], sizes, slot: first }),
      device.kept.part(total, rows, { shape: [B, H], sizes: { T: 1, B, C: H }, slot: initial }),
    ]
  })
}
