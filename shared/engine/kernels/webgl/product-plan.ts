/** Fragments that keep a GPU busy, and the shortest piece of k that is worth a fragment of its own. */
const ENOUGH_FRAGMENTS = 4096
const SHORTEST_PIECE = 64

/** Blocks below each other, as many as fit (`perColumn`), then beside. */
export interface Arrangement {
  width: number
  height: number
  perColumn: number
}

/**
 * How a product [M, K] × [K, N] is laid out in textures. Rows and columns go in groups of four. The sum over k is cut into
 * pieces where there are few elements but long sums, as in a weight gradient over all timesteps: else a handful of fragments
 * would do all the work.
 */
export class ProductPlan {
  readonly M: number
  readonly N: number
  readonly K: number
  readonly rowGroups: number
  readonly columnGroups: number
  readonly pieces: number
  readonly pieceLength: number
  private readonly largest: number

  /** @throws {RangeError} when a factor or the product is larger than the largest texture of this GPU. */
  constructor({ M, N, K }: { M: number; N: number; K: number }, largest: number) {
    this.M = M
    this.N = N
    this.K = K
    this.largest = largest
    this.rowGroups = Math.ceil(M / 4)
    this.columnGroups = Math.ceil(N / 4)
    const wanted = Math.ceil(ENOUGH_FRAGMENTS / (this.rowGroups * this.columnGroups))
    const pieces = Math.max(Math.min(wanted, Math.ceil(K / SHORTEST_PIECE)), Math.ceil(K / largest))
    this.pieceLength = Math.ceil(K / pieces)
    this.pieces = Math.ceil(K / this.pieceLength)
  }

  /** A regrouped factor with `count` rows (or columns): one block of pieceLength texels per group and piece. */
  factor(count: number): Arrangement {
    return this.arrange(Math.ceil(count / 4) * this.pieces, this.pieceLength)
  }

  /** The product before its pieces are added up: one block of a row of groups per piece. */
  get output(): Arrangement {
    return this.arrange(this.rowGroups * this.pieces, this.columnGroups)
  }

  private arrange(blocks: number, length: number): Arrangement {
    const perColumn = Math.min(blocks, this.largest)
    const width = Math.ceil(blocks / perColumn) * length
    if (width > this.largest)
      throw new RangeError(
        `webgl: a product of [${this.M}, ${this.K}] and [${this.K}, ${this.N}] does not fit into a texture of this GPU ` +
          `(${this.largest} × ${this.largest}): take a smaller batch or shorter sentences`,
      )
    return { width, height: perColumn, perColumn }
  }
}
