import type { Address, ArgumentsOf, DividedKernels, WasmExports } from './exports.ts'
import type { HelperOrder } from './helper.ts'
import { sharesFor } from './shares.ts'
import { Signals } from './signals.ts'
import { Trials } from './trials.ts'

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

export interface Plan {
  /** Into how many shares the job should be divided at most. */
  shares: number
  /** What kind of job it is, where that is watched. */
  trial: string | null
}

/** This thread and its helpers on one memory. A team without helpers does everything itself. */
export class Team {
  /** Threads that may be used, at least 1. */
  limit = Infinity
  /** Decides when helpers are used; results do not depend on it. */
  trials: Pick<Trials, 'together' | 'record'> = new Trials()
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

  /** How a job of so many nanoseconds should be done. */
  plan(kernel: keyof DividedKernels, work: number): Plan {
    const shares = sharesFor(work, this.threads)
    if (shares === 1) return { shares, trial: null }
    const trial = `${kernel} ${work}`
    return { shares: this.trials.together(trial, performance.now()) ? shares : 1, trial }
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
   * @param trial that of the plan, of which this is the outcome
   * @returns the first item that the kernel refused, or -1
   */
  run<Kernel extends keyof DividedKernels>(
    kernel: Kernel,
    args: ArgumentsOf<Kernel>,
    cuts: number[],
    scratch: Address[],
    trial: string | null,
  ): number {
    if (trial === null) return this.compute(kernel, args, cuts, scratch)
    const began = performance.now()
    const refused = this.compute(kernel, args, cuts, scratch)
    this.trials.record(trial, cuts.length > 2, began, performance.now())
    return refused
  }

  private compute(
    kernel: keyof DividedKernels,
    args: readonly number[],
    cuts: readonly number[],
    scratch: readonly Address[],
  ): number {
    if (this.signals && cuts.length > 2) {
      this.signals.publish({ kernel, args, cuts, scratch })
      this.signals.work(this.wasm)
      return this.signals.finish(kernel)
    }
    const alone = this.wasm[kernel] as (...numbers: number[]) => number | undefined
    return alone(...args, cuts[0], cuts[1], scratch[0]) ?? -1
  }

  /** Ends the helpers; what is computed afterwards is computed here. */
  dismiss(): void {
    this.signals?.stop()
    for (const end of this.ends) end()
    this.signals = null
    this.ends = []
  }
}
