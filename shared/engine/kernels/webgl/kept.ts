import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl'
import type { Device } from './device.ts'
import { columnOf } from './glsl.ts'
import { uploadDirectly } from './direct-upload.ts'
import type { ProgramSource } from './program.ts'
import { framebuffers } from './device.ts'
import { Rows, sideBySide } from './rows.ts'
import type { RowSizes } from './rows.ts'

/** A texture and what keeps it alive. */
export interface Made {
  info: TensorInfo
  texture: WebGLTexture
}

/** Values of a tensor in the layout of rows.ts, in a texture that several tensors may share. */
export interface Kept {
  rows: Rows
  texture: WebGLTexture
  /** What keeps the texture alive. */
  holder: TensorInfo
  /** The row of the texture that the tensor begins with. */
  first: number
  interleave: number
}

/** Below this many elements TensorFlow.js may compute with values it believes to have in memory. */
const LEAST_DEFERRED = 1024

const ints = ['B', 'C', 'groups', 'first', 'interleave', 'width'] as const

const unfold: ProgramSource = {
  name: 'rows-unfold',
  textures: ['Rows'],
  ints,
  ivec2s: ['place'],
  outputs: [{ name: 'value', type: 'float' }],
  code: `${columnOf}
void main() {
  int i = int(gl_FragCoord.y) * width + int(gl_FragCoord.x);
  int n = quotient(i, C);
  int t = quotient(n, B);
  int b = n - t * B;
  ivec2 at_ = rowAt(first + t * groups + (b >> 2), place);
  at_.x += columnOf(i - n * C, C, interleave);
  value = texelFetch(Rows, at_, 0)[b & 3];
}`,
}

/** The other way: lanes past the last sentence are 0. Element (n, c) of the tensor stands at n·down + c·along. */
const fold: ProgramSource = {
  name: 'rows-fold',
  tensors: ['X'],
  ints: ['T', 'B', 'C', 'groups', 'perBand', 'down', 'along'],
  outputs: [{ name: 'four', type: 'vec4' }],
  code: `
void main() {
  int x = int(gl_FragCoord.x);
  int band = quotient(x, C);
  int row = band * perBand + int(gl_FragCoord.y);
  int t = quotient(row, groups);
  int b = 4 * (row - t * groups);
  four = vec4(0.0);
  if (t < T) four = lanesX((t * B + b) * down + (x - band * C) * along, down, B - b);
}`,
}

export const rowsPrograms = [unfold, fold]

/**
 * Tensors whose values are kept in our own layout, which the kernels hand on to each other. To TensorFlow.js such a tensor is
 * one without values and without a texture; when anybody but our kernels wants it (every way there leads through the
 * backend's `uploadToGPU`) it gets a texture of TensorFlow.js's layout. So an array that only our kernels read is never
 * rearranged.
 */
export class KeptTensors {
  private readonly byData = new Map<object, Kept>()
  private readonly device: Device
  private readonly backend: MathBackendWebGL

  constructor(device: Device) {
    const { backend } = device
    this.device = device
    this.backend = backend
    uploadDirectly(backend)
    const upload = backend.uploadToGPU.bind(backend)
    const dispose = backend.disposeData.bind(backend)
    backend.uploadToGPU = (dataId) => {
      const kept = this.byData.get(dataId)
      const data = backend.texData.get(dataId)
      if (!kept || data.texture) return upload(dataId)
      Object.assign(data, { isPacked: false, texShape: null })
      upload(dataId)
      this.unfold(dataId, kept)
    }
    backend.disposeData = (dataId, force) => {
      const gone = dispose(dataId, force)
      const kept = this.byData.get(dataId)
      if (gone && kept) {
        this.byData.delete(dataId)
        backend.disposeIntermediateTensorInfo(kept.holder)
      }
      return gone
    }
  }

  /** A tensor of that shape, whose values are `kept`. It takes a share of the holder. */
  tensor(shape: readonly number[], kept: Kept): TensorInfo {
    const info = this.backend.makeTensorInfo([...shape], 'float32')
    this.backend.incRef(kept.holder.dataId)
    this.byData.set(info.dataId, kept)
    if (shape.reduce((a, b) => a * b, 1) < LEAST_DEFERRED) this.backend.uploadToGPU(info.dataId)
    return info
  }

  /** A tensor whose values are slots of a texture (`Device.makeTexture`), from slot `slot` on. */
  part(
    { info, texture }: Made,
    rows: Rows,
    { shape, sizes, slot }: { shape: readonly number[]; sizes: RowSizes; slot: number },
  ): TensorInfo {
    const kept = { rows: rows.withSizes(sizes), texture, holder: info, first: slot * rows.groups, interleave: 1 }
    return this.tensor(shape, kept)
  }

  /** Textures of one layout, one per gate, put side by side as a tensor [T, B, gates·H] that begins with slot `slot`. */
  interleaved(
    parts: readonly WebGLTexture[],
    rows: Rows,
    { sizes, slot }: { sizes: RowSizes; slot: number },
  ): TensorInfo {
    const { device } = this
    const { T, B, C } = sizes
    const together = new Rows({ T, B, C: parts.length * C }, device.largest, rows.slots)
    const { info, texture } = device.makeTexture(together.width, together.height)
    const bands = rows.width / C
    device.copy(texture, sideBySide(parts, { share: C, width: parts.length * C, bands, height: rows.height }))
    const kept = { rows: together, texture, holder: info, first: slot * rows.groups, interleave: parts.length }
    return this.tensor([T, B, parts.length * C], kept)
  }

  /** What is kept of a tensor, as an array of those sizes; null where nothing is, or in another arrangement. */
  find(tensor: TensorInfo, sizes: RowSizes, interleaved = false): Kept | null {
    const kept = this.byData.get(tensor.dataId)
    return kept?.rows.fits(sizes) && (interleaved || kept.interleave === 1) ? kept : null
  }

  /** The sizes in which a matrix [N, C] is kept: those of the sequence that it came from, or its own. */
  sizesOf(tensor: TensorInfo): RowSizes {
    const [N, C] = tensor.shape
    const kept = this.byData.get(tensor.dataId)
    return kept && kept.rows.sizes.C === C ? kept.rows.sizes : { T: 1, B: N, C }
  }

  /**
   * A tensor's values as an array of those sizes. Where they are not kept they are rearranged into a scratch texture, whose
   * lanes past the last sentence are 0. `transposed`: the tensor holds [C, T·B]. Only who says so gets interleaved columns.
   */
  rowsOf(
    tensor: TensorInfo,
    sizes: RowSizes,
    { transposed = false, interleaved = false }: { transposed?: boolean; interleaved?: boolean } = {},
  ): Omit<Kept, 'holder'> {
    const found = transposed ? null : this.find(tensor, sizes, interleaved)
    if (found) return found
    const { device } = this
    const { T, B, C } = sizes
    const rows = new Rows(sizes, device.largest)
    device.upload(tensor)
    const texture = device.makeScratch(rows.width, rows.height)
    const program = device.program(fold)
    device.bindTensor(program, 'X', tensor)
    const [down, along] = transposed ? [1, T * B] : [C, 1]
    program.ints({ T, B, C, groups: rows.groups, perBand: rows.perBand, down, along })
    device.into(framebuffers.other, [texture])
    device.draw([0, 0, rows.width, rows.height])
    return { rows, texture, first: 0, interleave: 1 }
  }

  private unfold(dataId: TensorInfo['dataId'], { rows, texture, first, interleave }: Kept): void {
    const { device } = this
    const target = device.drawableOf({ dataId, shape: [], dtype: 'float32' })
    const program = device.program(unfold)
    program.bind('Rows', texture)
    const { B, C } = rows.sizes
    program.ints({ B, C, groups: rows.groups, first, interleave, width: target.area[2] })
    program.ivec2('place', rows.place)
    device.into(framebuffers.other, [target.texture])
    device.draw(target.area)
  }
}
