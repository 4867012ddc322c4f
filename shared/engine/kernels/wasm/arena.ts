import type { Address } from './exports.ts'

const PAGE = 65_536
/** One cache line: every block starts on its own. */
const LINE = 64
/** Address 0 stays free, so that 0 can mean 'none'. */
const FIRST = LINE
/** Growing by this much at least, since each growth moves every view. */
const STRIDE = 256 * PAGE
const LAST = 65_536 * PAGE

/**
 * A memory that grows up to 4 GiB, `shared` between threads where that is wanted and the host can. What is not yet used
 * takes addresses only.
 */
export function openMemory(wantShared: boolean): { memory: WebAssembly.Memory; shared: boolean } {
  const size = { initial: STRIDE / PAGE, maximum: LAST / PAGE }
  if (wantShared && typeof SharedArrayBuffer !== 'undefined')
    try {
      return { memory: new WebAssembly.Memory({ ...size, shared: true }), shared: true }
    } catch {
      // The process may not reserve that many addresses.
    }
  return { memory: new WebAssembly.Memory(size), shared: false }
}

interface Gap {
  address: Address
  bytes: number
}

/**
 * Blocks in one WebAssembly memory, handed out by best fit from a list of gaps in the order of addresses; freed neighbours
 * become one gap again. A training step asks for some dozens of blocks of a few sizes, so the list stays short, and the
 * same calls give the same addresses.
 */
export class Arena {
  readonly memory: WebAssembly.Memory
  private gaps: Gap[] = [{ address: FIRST, bytes: STRIDE - FIRST }]
  private readonly sizes = new Map<Address, number>()
  private readonly grown: () => void

  /**
   * @param memory of `openMemory`, not yet used
   * @param grown called after the memory grew, when every view of it must be made again (it may have lost its contents)
   */
  constructor(memory: WebAssembly.Memory, grown: () => void) {
    this.memory = memory
    this.grown = grown
  }

  /** Bytes handed out and not yet freed, whole cache lines. */
  get bytesInUse(): number {
    let sum = 0
    for (const bytes of this.sizes.values()) sum += bytes
    return sum
  }

  /** Stretches of free memory; 1 when nothing is handed out. */
  get gapCount(): number {
    return this.gaps.length
  }

  /** @throws {RangeError} when the memory cannot grow any further. */
  allocate(wanted: number): Address {
    const bytes = Math.max(LINE, Math.ceil(wanted / LINE) * LINE)
    const index = this.bestFit(bytes) ?? this.grow(bytes)
    const gap = this.gaps[index]
    const { address } = gap
    if (gap.bytes === bytes) this.gaps.splice(index, 1)
    else this.gaps[index] = { address: address + bytes, bytes: gap.bytes - bytes }
    this.sizes.set(address, bytes)
    return address
  }

  /** @throws {RangeError} when nothing was handed out at this address. */
  free(address: Address): void {
    const bytes = this.sizes.get(address)
    if (bytes === undefined) throw new RangeError(`wasm memory: no block at ${address}`)
    this.sizes.delete(address)
    this.insert({ address, bytes })
  }

  private bestFit(bytes: number): number | null {
    let best: number | null = null
    for (let i = 0; i < this.gaps.length; i++) {
      if (this.gaps[i].bytes < bytes) continue
      if (best === null || this.gaps[i].bytes < this.gaps[best].bytes) best = i
      if (this.gaps[i].bytes === bytes) break
    }
    return best
  }

  /** Makes room at the end of the memory. @returns the index of a gap that is large enough */
  private grow(bytes: number): number {
    const old = this.memory.buffer.byteLength
    const more = Math.min(
      Math.max(Math.ceil(bytes / PAGE) * PAGE, STRIDE, PAGE * Math.ceil(old / PAGE / 4)),
      LAST - old,
    )
    try {
      if (more < bytes) throw new RangeError('over 4 GiB')
      this.memory.grow(more / PAGE)
    } catch {
      const [need, have] = [bytes, old].map((b) => Math.round(b / 1e6))
      throw new RangeError(
        `wasm memory: no room for ${need} MB more beside ${have} MB; use a smaller batch, fewer units or shorter sentences`,
      )
    }
    this.insert({ address: old, bytes: more })
    this.grown()
    return this.gaps.length - 1
  }

  private insert(gap: Gap): void {
    let low = 0
    let high = this.gaps.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.gaps[middle].address < gap.address) low = middle + 1
      else high = middle
    }
    const after = this.gaps[low]
    const before = this.gaps[low - 1]
    const joinsAfter = after !== undefined && gap.address + gap.bytes === after.address
    const joinsBefore = before !== undefined && before.address + before.bytes === gap.address
    if (joinsAfter) gap.bytes += after.bytes
    if (joinsBefore) {
      before.bytes += gap.bytes
      if (joinsAfter) this.gaps.splice(low, 1)
    } else this.gaps.splice(low, joinsAfter ? 1 : 0, gap)
  }
}
