import { dividedKernels } from './exports.ts'
import type { WasmExports } from './exports.ts'

// How the threads of a team share a job: integers that all of them change atomically, then what the job is, in a buffer of
// its own. A share is done by whoever claims it first, so a thread that the system does not let run holds nobody up.

/** Places among the integers. */
const CLAIMS = 0 // shares of the job · 2¹⁶ + shares claimed so far
const UNDONE = 1 // shares that are not done
const KERNEL = 2 // index in dividedKernels
const COUNT = 3 // arguments without the share
const BROKEN = 4 // 1 when a share could not be computed
const INTEGERS = 16

/** Shares of a job at most. */
export const MOST_SHARES = 32
const MOST_ARGUMENTS = 32
const STOPPED = -1

/**
 * Milliseconds that a thread keeps looking before it goes to sleep. To be woken takes some 200 µs (on a virtual machine whose
 * processor had halted), and most gaps between the kernels of a step are shorter than that.
 */
const LOOKING = 0.5

export interface Job {
  kernel: (typeof dividedKernels)[number]
  args: readonly number[]
  /** Share n goes from item cuts[n] to before cuts[n + 1] and works in scratch[n]. */
  cuts: readonly number[]
  scratch: readonly number[]
}

/** The buffer, as each thread of a team sees it. */
export class Signals {
  readonly buffer: SharedArrayBuffer
  private readonly integers: Int32Array<SharedArrayBuffer>
  private readonly args: Float64Array<SharedArrayBuffer>
  /** Four numbers a share: from, to, scratch, and the result when it is done. */
  private readonly shares: Float64Array<SharedArrayBuffer>

  constructor(buffer = new SharedArrayBuffer(INTEGERS * 4 + (MOST_ARGUMENTS + 4 * MOST_SHARES) * 8)) {
    this.buffer = buffer
    this.integers = new Int32Array(buffer, 0, INTEGERS)
    this.args = new Float64Array(buffer, INTEGERS * 4, MOST_ARGUMENTS)
    this.shares = new Float64Array(buffer, INTEGERS * 4 + MOST_ARGUMENTS * 8)
  }

  /** Makes a job known. The last one must be done. */
  publish({ kernel, args, cuts, scratch }: Job): void {
    const { integers, shares } = this
    const count = cuts.length - 1
    integers[KERNEL] = dividedKernels.indexOf(kernel)
    integers[COUNT] = args.length
    integers[BROKEN] = 0
    this.args.set(args)
    for (let n = 0; n < count; n++) {
      shares[4 * n] = cuts[n]
      shares[4 * n + 1] = cuts[n + 1]
      shares[4 * n + 2] = scratch[n]
    }
    Atomics.store(integers, UNDONE, count)
    Atomics.store(integers, CLAIMS, count << 16)
    Atomics.notify(integers, CLAIMS, count - 1)
  }

  /** Computes shares as long as one is left to claim; one that fails fails the job, see `finish`. */
  work(wasm: WasmExports): void {
    for (;;) {
      const claims = Atomics.load(this.integers, CLAIMS)
      if (!isOpen(claims)) return
      if (Atomics.compareExchange(this.integers, CLAIMS, claims, claims + 1) !== claims) continue
      try {
        this.compute(wasm, claims & 0xffff)
      } catch {
        Atomics.store(this.integers, BROKEN, 1)
      }
      if (Atomics.sub(this.integers, UNDONE, 1) === 1) Atomics.notify(this.integers, UNDONE)
    }
  }

  /**
   * Waits until every share is done.
   * @returns the first item that the kernel refused, or -1
   * @throws {Error} when the binary trapped: an address outside the memory
   */
  finish(kernel: string): number {
    const { integers, shares } = this
    for (;;) {
      const undone = Atomics.load(integers, UNDONE)
      if (undone === 0) break
      waitWhile(integers, UNDONE, undone)
    }
    if (Atomics.load(integers, BROKEN)) throw new Error(`wasm: '${kernel}' left its memory`)
    const count = Atomics.load(integers, CLAIMS) >> 16
    for (let n = 0; n < count; n++) if (shares[4 * n + 3] >= 0) return shares[4 * n + 3]
    return -1
  }

  /** Waits for a job. @returns false when there will be none */
  next(): boolean {
    for (;;) {
      const claims = Atomics.load(this.integers, CLAIMS)
      if (claims === STOPPED) return false
      if (isOpen(claims)) return true
      waitWhile(this.integers, CLAIMS, claims)
    }
  }

  stop(): void {
    Atomics.store(this.integers, CLAIMS, STOPPED)
    Atomics.notify(this.integers, CLAIMS)
  }

  private compute(wasm: WasmExports, n: number): void {
    const kernel = wasm[dividedKernels[this.integers[KERNEL]]] as (...numbers: number[]) => number | undefined
    const args = this.args.subarray(0, this.integers[COUNT])
    const [from, to, scratch] = this.shares.subarray(4 * n)
    this.shares[4 * n + 3] = kernel(...args, from, to, scratch) ?? -1
  }
}

const isOpen = (claims: number) => claims !== STOPPED && (claims & 0xffff) < claims >> 16

/** Returns when the number at `index` may be another than `value`. */
function waitWhile(integers: Int32Array<SharedArrayBuffer>, index: number, value: number): void {
  const end = performance.now() + LOOKING
  do {
    for (let i = 0; i < 50; i++) {
      if (Atomics.load(integers, index) !== value) return
      pause()
    }
  } while (performance.now() < end)
  if (maySleep) Atomics.wait(integers, index, value)
}

/** Tells the processor that this is a waiting loop, where the host can (ECMAScript 2026). */
const pause = (Atomics as { pause?: () => void }).pause ?? (() => undefined)

/** The main thread of a page may not sleep. */
const maySleep = (() => {
  if (typeof SharedArrayBuffer === 'undefined') return false
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1)
    return true
  } catch {
    return false
  }
})()
