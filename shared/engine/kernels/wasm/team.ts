import { Earnings } from './earnings.ts'
import type { Address, ArgumentsOf, DividedKernels, WasmExports } from './exports.ts'
import type { HelperOrder } from './helper.ts'
import { Signals } from './signals.ts'

/**
 * Starts one helper thread, which must call `help` of helper.ts with the order. Resolves when the helper is ready, with
 * a function that ends the thread; rejects when it cannot be. A helper must not keep its process alive.
 */
export type SpawnHelper = (order: HelperOrder) => Promise<() => void>

/** Helper threads for the kernels: how the host starts one, and how many beside the thread that trains. */
export interface Helpers {
  spawn: SpawnHelper
  count: number
}

/** Threads that pay on a machine of so many logical processors, which often are two to a core. At most eight. */
export const threadsFor = (processors: number): number =>
  Math.min(processors, Math.max(2, Math.min(8, processors >> 1)))

/** This thread and its helpers on one memory. A team without helpers does everything itself. */
export class Team {
  /** Threads that may be used, at least 1. */
  limit = Infinity
  /** Decides when helpers are used; results do not depend on it. */
  earnings: Pick<Earnings, 'worthTrying' | 'record'> = new Earnings()
  private readonly wasm: WasmExports
  private signals: Signals | null = null
  private ends: (() => void)[] = []

  constructor(wasm: WasmExports) {
    this.wasm = wasm
  }

  /** Threads that compute, this one included. */
  get threads(): number {
    return Math.min(this.limit, this.ends.length + 1)
  }

  /** Into how many threads' worth of shares the next job should be divided. */
  get threadsNow(): number {
    return this.threads > 1 && this.earnings.worthTrying(performance.now()) ? this.threads : 1
  }

  /** Takes on helpers; those that cannot be started are done without. */
  async hire({ spawn, count }: Helpers, code: Omit<HelperOrder, 'signals'>): Promise<void> {
    const signals = new Signals()
    this.signals = signals
    const starting = Array.from({ length: count }, async () => spawn({ ...code, signals: signals.buffer }))
    for (const started of await Promise.allSettled(starting))
      if (started.status === 'fulfilled') this.ends.push(started.value)
  }

  /**
   * Computes a kernel in shares, each by whichever thread is free: share n goes from item cuts[n] to before cuts[n + 1], and
   * works in scratch[n].
   * @returns the first item that the kernel refused, or -1
   */
  run<Kernel extends keyof DividedKernels>(
    kernel: Kernel,
    args: ArgumentsOf<Kernel>,
    cuts: number[],
    scratch: Address[],
  ): number {
    if (!this.signals || cuts.length === 2) {
      const compute = this.wasm[kernel] as (...numbers: number[]) => number | undefined
      return compute(...args, cuts[0], cuts[1], scratch[0]) ?? -1
    }
    const began = performance.now()
    this.signals.publish({ kernel, args, cuts, scratch })
    const own = this.signals.work(this.wasm)
    const worked = performance.now()
    const refused = this.signals.finish(kernel)
    this.earnings.record({ own, shares: cuts.length - 1, began, worked, ended: performance.now() })
    return refused
  }

  /** Ends the helpers; what is computed afterwards is computed here. */
  dismiss(): void {
    this.signals?.stop()
    for (const end of this.ends) end()
    this.signals = null
    this.ends = []
  }
}
