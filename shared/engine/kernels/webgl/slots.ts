import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { Area, Device } from './device.ts'
import type { ProgramSource } from './program.ts'

/** The texture of even steps and that of odd ones. */
export type Pair = readonly [even: WebGLTexture, odd: WebGLTexture]

/**
 * Where the steps of a sequence are drawn. A texture cannot be read while it is drawn into, so the steps alternate between
 * an even and an odd texture: step n reads the slot of step n-1 in one and draws its own in the other. When all are done,
 * one draw (`gather`) puts them together as a tensor. So a sequence of T steps costs T draws and a few, not T tensors.
 *
 * A texel holds one unit of four sentences: whatever a step reads of the weights then serves four of them at once. So a slot
 * is a rectangle of H columns and B/4 rows (the last may have empty lanes); slots stand below each other, then beside.
 */
export class Slots {
  readonly B: number
  readonly H: number
  /** Groups of four sentences. */
  readonly groups: number
  /** Slots that stand below each other. */
  readonly perColumn: number
  private readonly width: number
  private readonly height: number
  private readonly device: Device

  /** @throws {RangeError} when the sequence is larger than the largest texture of this GPU. */
  constructor(device: Device, steps: number, B: number, H: number) {
    const largest = device.gl.getParameter(device.gl.MAX_TEXTURE_SIZE) as number
    const each = Math.ceil(steps / 2)
    this.device = device
    this.B = B
    this.H = H
    this.groups = Math.ceil(B / 4)
    this.perColumn = Math.min(each, Math.floor(largest / this.groups))
    this.height = this.perColumn * this.groups
    this.width = Math.ceil(each / this.perColumn) * H
    if (!(this.width <= largest))
      throw new RangeError(
        `webgl: ${steps} timesteps × ${B} sentences × ${H} units do not fit into a texture of this GPU (${largest} × ${largest}): take a smaller batch`,
      )
  }

  /** The even and the odd texture for one value per sentence and unit. */
  textures(): Pair {
    return [this.device.makeScratch(this.width, this.height), this.device.makeScratch(this.width, this.height)]
  }

  /** The slot of step n in the texture of its parity. */
  area(n: number): Area {
    const slot = n >> 1
    const column = Math.floor(slot / this.perColumn)
    return [column * this.H, (slot - column * this.perColumn) * this.groups, this.H, this.groups]
  }

  origin(n: number): [number, number] {
    const [x, y] = this.area(n)
    return [x, y]
  }
}

const place = `
int lane; int parity; ivec2 where;
// Element i of a [count, B, H] array of steps first, first + stride, ... .
void locate(int i) {
  int row = quotient(i, H);
  int j = i - row * H;
  int n = quotient(row, B);
  int b = row - n * B;
  int step_ = first + stride * n;
  int slot = step_ >> 1;
  int column = quotient(slot, perColumn);
  lane = b & 3;
  parity = step_ & 1;
  where = ivec2(column * H + j, (slot - column * perColumn) * groups + (b >> 2));
}`

const ints = ['B', 'H', 'groups', 'perColumn', 'first', 'stride', 'width'] as const

/** Where `count` values of a unit stand beside each other, column count·j + g is value g of unit j. */
const gatherProgram = (count: 1 | 3 | 4): ProgramSource => {
  const pairs = Array.from({ length: count }, (_, n) => [`Even${n}`, `Odd${n}`])
  const cases = pairs.flat().map((name, n) => `case ${n}: value = texelFetch(${name}, where, 0)[lane]; break;`)
  return {
    name: `gather-${count}`,
    textures: pairs.flat(),
    ints,
    outputs: [{ name: 'value', type: 'float' }],
    code: `${place}
void main() {
  int i = int(gl_FragCoord.y) * width + int(gl_FragCoord.x);
  int unit = ${count === 4 ? 'i >> 2' : count === 3 ? 'quotient(i, 3)' : 'i'};
  locate(unit);
  value = 0.0;
  switch (2 * (i - ${count} * unit) + parity) {
    ${cases.join('\n    ')}
  }
}`,
  }
}
export const gatherPrograms = { 1: gatherProgram(1), 3: gatherProgram(3), 4: gatherProgram(4) }

/**
 * Puts the steps `first`, `first + stride`, … together as a tensor of that shape: [count, B, H] or [B, H] from one pair of
 * textures, [count, B, 3H] from three, [count, B, 4H] from four. Costs one draw.
 */
export function gather(
  device: Device,
  slots: Slots,
  pairs: readonly Pair[],
  shape: readonly number[],
  [first, stride]: readonly [number, number],
): TensorInfo {
  const tensor = device.makeTensor(shape)
  const { texture, area } = device.drawableOf(tensor)
  const program = device.program(gatherPrograms[pairs.length as 1 | 3 | 4])
  pairs.forEach(([even, odd], n) => {
    program.bind(`Even${n}`, even)
    program.bind(`Odd${n}`, odd)
  })
  const { B, H, groups, perColumn } = slots
  for (const [name, value] of Object.entries({ B, H, groups, perColumn, first, stride, width: area[2] }))
    program.int(name, value)
  device.into(2, [texture])
  device.draw(area)
  return tensor
}
