import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { Area, Device } from './device.ts'
import type { ProgramSource } from './program.ts'

/**
 * Where the steps of a sequence are drawn. A texture cannot be read while it is drawn into, so the steps alternate between
 * an even and an odd texture: step n reads the slot of step n-1 in one and draws its own in the other. When all are done,
 * one draw (`gather`) puts them together as a tensor. So a sequence of T steps costs T draws and a few, not T tensors.
 *
 * A slot is a rectangle of H columns and B rows; slots stand below each other, then beside.
 */
export class Slots {
  readonly B: number
  readonly H: number
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
    this.perColumn = Math.min(each, Math.floor(largest / B))
    this.height = this.perColumn * B
    this.width = Math.ceil(each / this.perColumn) * H
    if (!(this.width <= largest))
      throw new RangeError(
        `webgl: ${steps} timesteps × ${B} sentences × ${H} units do not fit into a texture of this GPU (${largest} × ${largest}): take a smaller batch`,
      )
  }

  /** The even and the odd texture for one value (or four) per sentence and unit. */
  textures(channels: 1 | 4): [even: WebGLTexture, odd: WebGLTexture] {
    return [
      this.device.makeScratch(this.width, this.height, channels),
      this.device.makeScratch(this.width, this.height, channels),
    ]
  }

  /** The slot of step n in the texture of its parity. */
  area(n: number): Area {
    const slot = n >> 1
    const column = Math.floor(slot / this.perColumn)
    return [column * this.H, (slot - column * this.perColumn) * this.B, this.H, this.B]
  }

  origin(n: number): [number, number] {
    const [x, y] = this.area(n)
    return [x, y]
  }
}

const place = `
int b; int j; int step_; ivec2 where;
// Element i of a [count, B, H] array of steps first, first + stride, ... : sets b, j, step_, where.
void locate(int i) {
  int row = i / H;
  j = i - row * H;
  int n = row / B;
  b = row - n * B;
  step_ = first + stride * n;
  int slot = step_ / 2;
  int column = slot / perColumn;
  where = ivec2(column * H + j, (slot - column * perColumn) * B + b);
}`

const gatherInts = ['B', 'H', 'perColumn', 'first', 'stride', 'width'] as const

/** Takes one component of each texel: the values of a unit. */
const gatherOne = (channel: 'r' | 'g'): ProgramSource => ({
  name: `gather-${channel}`,
  textures: ['Even', 'Odd'],
  ints: gatherInts,
  outputs: [{ name: 'value', type: 'float' }],
  code: `${place}
void main() {
  locate(int(gl_FragCoord.y) * width + int(gl_FragCoord.x));
  value = ((step_ & 1) == 0 ? texelFetch(Even, where, 0) : texelFetch(Odd, where, 0)).${channel};
}`,
})
const gatherR = gatherOne('r')
const gatherG = gatherOne('g')

/** Spreads the four components of a texel over four columns: [count, B, 4H]. */
const gatherFour: ProgramSource = {
  name: 'gather-four',
  textures: ['Even', 'Odd'],
  ints: gatherInts,
  outputs: [{ name: 'value', type: 'float' }],
  code: `${place}
void main() {
  int i = int(gl_FragCoord.y) * width + int(gl_FragCoord.x);
  locate(i / 4);
  value = ((step_ & 1) == 0 ? texelFetch(Even, where, 0) : texelFetch(Odd, where, 0))[i & 3];
}`,
}
const gatherPrograms = { r: gatherR, g: gatherG, rgba: gatherFour }

/**
 * Puts the steps `first`, `first + stride`, … together as a tensor of that shape ([count, B, H], [B, H], or with 4H).
 * Costs one draw.
 */
export function gather(
  device: Device,
  slots: Slots,
  [even, odd]: readonly [WebGLTexture, WebGLTexture],
  component: keyof typeof gatherPrograms,
  shape: readonly number[],
  first: number,
  stride: number,
): TensorInfo {
  const tensor = device.makeTensor(shape)
  const { texture, area } = device.drawableOf(tensor)
  const program = device.program(gatherPrograms[component])
  program.bind('Even', even)
  program.bind('Odd', odd)
  const { B, H, perColumn } = slots
  for (const [name, value] of Object.entries({ B, H, perColumn, first, stride, width: area[2] }))
    program.int(name, value)
  device.into(2, [texture])
  device.draw(area)
  return tensor
}
