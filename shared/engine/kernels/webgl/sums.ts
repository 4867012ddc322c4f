import type { Area, Device, Layers } from './device.ts'
import { framebuffers } from './device.ts'
import { unrolled } from './glsl.ts'
import type { ProgramSource } from './program.ts'
import type { Rows } from './rows.ts'
import type { TensorInfo } from '@tensorflow/tfjs-core'

/**
 * What the way back of every recurrent cell begins a timestep with: s = dz₊ Uᵀ, [B, H] from [B, G·H]. A fragment sums for four
 * units (a quarter of H apart) and eight sentences (two groups, half of them apart): three readings serve thirty-two
 * products. Output u + 4 s is quarter u, half s; the outputs are layers of one texture. It is but two
 * groups wide, their units below each other and then the next two: without a GPU the processor's cores share a draw by its
 * lines, two at a time.
 */
const sumsOf = (gates: 1 | 3 | 4): ProgramSource => ({
  name: `sums-${gates}`,
  textures: ['U', ...names(gates)],
  firstUnit: 10,
  ints: ['H', 'units', 'wide', 'half_'],
  ivec2s: ['after'],
  outputs: Array.from({ length: 8 }, (_, p) => ({ name: `o${p}`, type: 'vec4' as const })),
  code: `
void main() {
  int block = quotient(int(gl_FragCoord.y), units);
  int y = int(gl_FragCoord.y) - block * units;
  ivec2 low = ivec2(after.x, after.y + block * wide + int(gl_FragCoord.x));
  ivec2 high = ivec2(low.x, low.y + half_);
  ${Array.from({ length: 8 }, (_, p) => `vec4 s${p} = vec4(0.0);`).join(' ')}
  vec4 u; vec4 l; vec4 h;
  vec2 uAt = placeOf(U, ivec2(0, y));
  vec2 lowAt = placeOf(D0, low);
  float highY = placeOf(D0, high).y;
  float uStep = texelOf(U).x;
  float step_ = texelOf(D0).x;
  float x;
  ${(gates === 1 ? unrolled : rolled)('H', (k) =>
    names(gates)
      .map(
        (
          name,
          g,
        ) => `u = textureLod(U, vec2(uAt.x + float(${gates === 1 ? k : `${gates} * k + ${g}`}) * uStep, uAt.y), 0.0);
    ${g === 0 ? `x = lowAt.x + float(${k}) * step_;` : ''}
    l = textureLod(${name}, vec2(x, lowAt.y), 0.0);
    h = textureLod(${name}, vec2(x, highY), 0.0);
    ${[...'xyzw'].map((lane, n) => `s${n} += l * u.${lane}; s${n + 4} += h * u.${lane};`).join(' ')}`,
      )
      .join('\n    '),
  )}
  ${Array.from({ length: 8 }, (_, p) => `o${p} = s${p};`).join(' ')}
}`,
})

const rolled = (count: string, body: (k: string) => string) =>
  `for (int k = 0; k < ${count}; k++) {\n    ${body('k')}\n  }`
const names = (gates: number) => Array.from({ length: gates }, (_, g) => `D${g}`)

/** Texel (k, y) of the regrouped U: rows y, y + quarter, y + 2 quarter, y + 3 quarter of its column k. */
const quarters: ProgramSource = {
  name: 'sums-quarters',
  tensors: ['M'],
  ints: ['H', 'columns', 'quarter'],
  outputs: [{ name: 'four', type: 'vec4' }],
  code: `
float element(int r, int c) { return r < H ? getM(r * columns + c) : 0.0; }
void main() {
  int x = int(gl_FragCoord.x);
  int y = int(gl_FragCoord.y);
  four = vec4(element(y, x), element(y + quarter, x), element(y + 2 * quarter, x), element(y + 3 * quarter, x));
}`,
}

const programs = { 1: sumsOf(1), 3: sumsOf(3), 4: sumsOf(4) }
export const sumsPrograms = (gates: 1 | 3 | 4) => [quarters, programs[gates]]

export const sumsInts = ['quarter', 'units', 'wide', 'half_'] as const

/** GLSL: s of unit j and group y. Needs the layers 'Sums' and the ints of `sumsInts`. */
export const sumAt = `
vec4 sumAt(int j, int y) {
  int u = quotient(j, quarter);
  int s = y < half_ ? 0 : 1;
  y -= s * half_;
  int block = quotient(y, wide);
  return texelFetch(Sums, ivec3(y - block * wide, block * units + j - u * quarter, u + 4 * s), 0);
}`

/** The sums of a sequence: made once per timestep from the textures that hold dz, one per gate. */
export class Sums {
  readonly target: Layers
  readonly sizes: Record<(typeof sumsInts)[number], number>
  private readonly area: Area
  private readonly device: Device
  private readonly source: ProgramSource

  /** U [H, gates·H] must be uploaded, and nothing may be uploaded while the sums are drawn; dz: one texture per gate. */
  constructor(device: Device, U: TensorInfo, rows: Rows, dz: readonly WebGLTexture[]) {
    const H = U.shape[0]
    const gates = dz.length as 1 | 3 | 4
    const [quarter, half] = [Math.ceil(H / 4), Math.ceil(rows.groups / 2)]
    this.device = device
    this.source = programs[gates]
    // An even number of lines for each block: four fragments that are computed together share their readings.
    const units = quarter + (quarter & 1)
    const wide = 2 * Math.ceil((units * Math.ceil(half / 2)) / device.largest)
    this.sizes = { quarter, units, wide, half_: half }
    this.area = [0, 0, Math.min(half, wide), units * Math.ceil(half / wide)]
    this.target = device.layers(this.area[2], this.area[3], 8)
    const columns = gates * H
    const grouped = device.makeScratch(columns, quarter)
    const grouping = device.program(quarters)
    device.bindTensor(grouping, 'M', U)
    grouping.ints({ H, columns, quarter })
    device.into(framebuffers.other, [grouped])
    device.draw([0, 0, columns, quarter])

    const program = device.program(this.source)
    program.bind('U', grouped)
    names(gates).forEach((name, g) => program.bind(name, dz[g]))
    program.ints({ H, units, wide, half_: half })
  }

  /** Draws the sums that reach the timestep before the one whose dz begins at `after`. */
  draw(after: readonly [number, number]): void {
    const { device, target } = this
    device.program(this.source).ivec2('after', after)
    device.intoLayers(target)
    device.draw(this.area)
  }
}
