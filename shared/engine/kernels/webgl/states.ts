import type { TensorInfo } from '@tensorflow/tfjs-core'
import { framebuffers, withDevice } from './device.ts'
import type { Device } from './device.ts'
import type { ProgramSource } from './program.ts'
import { expectShape, slotsOf } from './recurrent.ts'
import type { Inputs } from './recurrent.ts'
import { Rows } from './rows.ts'

/** One slot in the layout of rows.ts from a tensor [B, H]. */
const put: ProgramSource = {
  name: 'states-put',
  tensors: ['X'],
  ints: ['B', 'H'],
  ivec2s: ['origin'],
  outputs: [{ name: 'four', type: 'vec4' }],
  code: `
void main() {
  ivec2 here = ivec2(gl_FragCoord.xy) - origin;
  int b = 4 * here.y;
  four = lanesX(b * H + here.x, H, B - b);
}`,
}

/** One slot from a part of another texture in that layout. */
const move: ProgramSource = {
  name: 'states-move',
  textures: ['From'],
  ints: ['row'],
  ivec2s: ['origin', 'place'],
  outputs: [{ name: 'four', type: 'vec4' }],
  code: `
void main() {
  ivec2 here = ivec2(gl_FragCoord.xy) - origin;
  four = texelFetch(From, rowAt(row + here.y, place) + ivec2(here.x, 0), 0);
}`,
}

/** All slots: the initial state in one, in the others the states of an array. */
const shift: ProgramSource = {
  name: 'states-shift',
  tensors: ['Initial'],
  textures: ['From'],
  ints: ['B', 'H', 'T', 'groups', 'perBand', 'initialSlot', 'firstSlot', 'row'],
  ivec2s: ['place'],
  outputs: [{ name: 'four', type: 'vec4' }],
  code: `
void main() {
  int x = int(gl_FragCoord.x);
  int band = quotient(x, H);
  int j = x - band * H;
  int r = band * perBand + int(gl_FragCoord.y);
  int slot = quotient(r, groups);
  int group = r - slot * groups;
  four = vec4(0.0);
  if (slot > T) return;
  if (slot == initialSlot) four = lanesInitial(4 * group * H + j, H, B - 4 * group);
  else four = texelFetch(From, rowAt(row + (slot - firstSlot) * groups + group, place) + ivec2(j, 0), 0);
}`,
}

/** One timestep of an ordinary tensor. */
const pick: ProgramSource = {
  name: 'states-pick',
  tensors: ['X'],
  ints: ['first', 'width'],
  outputs: [{ name: 'value', type: 'float' }],
  code: `
void main() { value = getX(first + int(gl_FragCoord.y) * width + int(gl_FragCoord.x)); }`,
}

/** What the states of forward kernels need of the programs above. */
export const statesPrograms = [put, move]

/** Draws a tensor [B, H] into a slot. */
function putInto(
  device: Device,
  target: WebGLTexture,
  rows: Rows,
  { slot, tensor }: { slot: number; tensor: TensorInfo },
) {
  const { B, C: H } = rows.sizes
  const kept = device.kept.find(tensor, { T: 1, B, C: H })
  if (kept) {
    const program = device.program(move)
    program.bind('From', kept.texture)
    program.int('row', kept.first)
    program.ivec2('place', kept.rows.place)
    program.ivec2('origin', rows.origin(slot))
  } else {
    device.upload(tensor)
    const program = device.program(put)
    device.bindTensor(program, 'X', tensor)
    program.ints({ B, H })
    program.ivec2('origin', rows.origin(slot))
  }
  device.into(framebuffers.other, [target])
  device.draw(rows.area(slot))
}

/** PreviousStates (see kernels.ts): one draw where the states stand as the forward kernels leave them, else one more. */
export function previousStates({ states, initial }: Inputs, backend: unknown, reverse: boolean): TensorInfo {
  const [T, B, H] = states.shape
  expectShape('PreviousStates', 'initial', initial, [B, H])
  const sizes = { T, B, C: H }
  const { initial: initialSlot, first, firstBefore } = slotsOf(T, reverse)
  return withDevice(backend, (device) => {
    const kept = device.kept.find(states, sizes)
    if (kept?.rows.slots === T + 1 && kept.first === first * kept.rows.groups) {
      putInto(device, kept.texture, kept.rows, { slot: initialSlot, tensor: initial })
      const made = { info: kept.holder, texture: kept.texture }
      return device.kept.part(made, kept.rows, { shape: states.shape, sizes, slot: firstBefore })
    }
    const from = device.kept.rowsOf(states, sizes)
    const rows = new Rows(sizes, device.largest, T + 1)
    const made = device.makeTexture(rows.width, rows.height)
    device.upload(initial)
    const program = device.program(shift)
    device.bindTensor(program, 'Initial', initial)
    program.bind('From', from.texture)
    program.ints({ B, H, T, groups: rows.groups, perBand: rows.perBand, row: from.first })
    program.ints({ initialSlot, firstSlot: first })
    program.ivec2('place', from.rows.place)
    device.into(framebuffers.other, [made.texture])
    device.draw([0, 0, rows.width, rows.height])
    return device.kept.part(made, rows, { shape: states.shape, sizes, slot: firstBefore })
  })
}

/** StateAt (see kernels.ts): a draw at most. */
export function stateAt({ states }: Inputs, backend: unknown, t: number): TensorInfo {
  const [T, B, H] = states.shape
  return withDevice(backend, (device) => {
    const kept = device.kept.find(states, { T, B, C: H })
    if (kept) {
      const rows = kept.rows.withSizes({ T: 1, B, C: H })
      return device.kept.tensor([B, H], { ...kept, rows, first: kept.first + t * Math.ceil(B / 4) })
    }
    const state = device.makeTensor([B, H])
    device.upload(states)
    const { texture, area } = device.drawableOf(state)
    const program = device.program(pick)
    device.bindTensor(program, 'X', states)
    program.ints({ first: t * B * H, width: area[2] })
    device.into(framebuffers.other, [texture])
    device.draw(area)
    return state
  })
}

/** OnlyStateAt (see kernels.ts): one draw. */
export function onlyStateAt({ state }: Inputs, backend: unknown, { T, t }: { T: number; t: number }): TensorInfo {
  const [B, H] = state.shape
  const sizes = { T, B, C: H }
  return withDevice(backend, (device) => {
    const rows = new Rows(sizes, device.largest)
    const made = device.makeTexture(rows.width, rows.height)
    device.clear(made.texture, [0, 0, rows.width, rows.height])
    putInto(device, made.texture, rows, { slot: t, tensor: state })
    return device.kept.part(made, rows, { shape: [T, B, H], sizes, slot: 0 })
  })
}
