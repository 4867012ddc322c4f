import type { Area } from './device.ts'

/** Sizes of an array [T, B, C]; a matrix [N, C] is one of T = 1, B = N. */
export interface RowSizes {
  T: number
  B: number
  C: number
}

/**
 * Our own layout of an array [T, B, C]: a texel holds one column of four sentences, one per lane, so that whatever a shader
 * reads of the weights serves four of them at once. A timestep is a slot of ceil(B/4) rows of C texels (lanes past the last
 * sentence are undefined unless said otherwise); slots stand below each other, in as many bands beside each other as the
 * largest texture makes necessary.
 *
 * Interleaved columns (see kernels.ts) stand apart here: with `interleave` = n, column c is at c % n · C/n + ⌊c / n⌋, so that
 * what a draw writes into n targets can be put side by side.
 */
export class Rows {
  sizes: RowSizes
  /** Rows of a slot. */
  readonly groups: number
  /** Slots that there is room for: T, and those of initial states. */
  readonly slots: number
  /** Rows below each other, a whole number of slots where there is more than one band. */
  readonly perBand: number
  readonly width: number
  readonly height: number

  /** @throws {RangeError} when the array is larger than the largest texture of this GPU. */
  constructor(sizes: RowSizes, largest: number, slots: number = sizes.T) {
    const { T, B, C } = sizes
    this.sizes = sizes
    this.slots = slots
    this.groups = Math.ceil(B / 4)
    const rows = slots * this.groups
    // A matrix may be cut anywhere, a sequence between its slots.
    const unit = slots === 1 ? 1 : this.groups
    this.perBand = rows <= largest ? rows : Math.floor(largest / unit) * unit
    this.height = this.perBand
    this.width = Math.ceil(rows / this.perBand) * C
    if (!(this.width <= largest))
      throw new RangeError(
        `webgl: ${T} timesteps × ${B} sentences × ${C} values do not fit into a texture of this GPU (${largest} × ${largest}): take a smaller batch`,
      )
  }

  /** The same texture, of which an array of other sizes is a part. */
  withSizes(sizes: RowSizes): Rows {
    const other = Object.assign(Object.create(Rows.prototype) as Rows, this)
    other.sizes = sizes
    return other
  }

  get rows(): number {
    return this.slots * this.groups
  }

  /** Whether row r of this layout holds what row r of an array of those sizes must hold. */
  fits({ T, B, C }: RowSizes): boolean {
    const { sizes } = this
    if (sizes.C !== C || sizes.T * sizes.B !== T * B) return false
    return sizes.B === B || (sizes.B % 4 === 0 && B % 4 === 0)
  }

  /** Where a slot is drawn. */
  area(slot: number): Area {
    const first = slot * this.groups
    const band = Math.floor(first / this.perBand)
    return [band * this.sizes.C, first - band * this.perBand, this.sizes.C, this.groups]
  }

  origin(slot: number): [number, number] {
    const [x, y] = this.area(slot)
    return [x, y]
  }

  /** The uniform that `rowAt` of glsl.ts wants. */
  get place(): [number, number] {
    return [this.perBand, this.sizes.C]
  }
}

/** What is to be copied to put blocks side by side, in every band. */
export function sideBySide(
  parts: readonly WebGLTexture[],
  { share, width, bands, height }: { share: number; width: number; bands: number; height: number },
) {
  return Array.from({ length: bands }, (_, band) =>
    parts.flatMap((source, p) => {
      const columns = Math.min(share, width - p * share)
      const from = [band * share, 0, columns, height] as const
      return columns > 0 ? [{ source, from, to: [band * width + p * share, 0] as const }] : []
    }),
  ).flat()
}
