/** Of so many jobs, one is done alone although helpers are used, to know how long that takes now. */
const BASELINE_EVERY = 32
/** Weight of the newest time in the average, and how much longer than that it may count: threads are interrupted at times. */
const WEIGHT = 0.2
const MOST = 3
/** How much of what helpers won or lost in one job counts at the next; milliseconds that decide. */
const MEMORY = 0.98
const LOSS = -0.5
const LEAD = 2
/** First and longest rest in milliseconds, and how many times what was lost it lasts at least. */
const SHORTEST_REST = 20
const LONGEST_REST = 4000
const LOSSES = 30

/**
 * Whether helper threads save time. Where other programs take the processors, a helper is kept from running in the middle
 * of its share and everybody waits: with one busy program beside two threads on two processors, a training step took 1.2 to
 * 1.4 times as long as on one thread (test/bench/wasm-threads.ts). So what a job takes with helpers is compared with what the
 * same kind takes alone, and helpers that lose rest for a while: long enough that trying again costs a few percent at most,
 * and longer from loss to loss. Only time depends on it, no result. All times in milliseconds.
 */
export class Trials {
  /** Average time of a job of each kind, alone. */
  private readonly alone = new Map<string, number>()
  private balance = 0
  private rest = SHORTEST_REST
  private restsUntil = -Infinity
  private jobs = 0

  /** Whether the next job of this kind should be done with helpers. */
  together(kind: string, now: number): boolean {
    if (now < this.restsUntil || !this.alone.has(kind)) return false
    return ++this.jobs % BASELINE_EVERY !== 0
  }

  record(kind: string, together: boolean, began: number, ended: number): void {
    const time = ended - began
    const alone = this.alone.get(kind) ?? time
    if (together) this.settle(alone - time, ended)
    else this.alone.set(kind, alone + WEIGHT * (Math.min(time, MOST * alone) - alone))
  }

  private settle(won: number, now: number): void {
    this.balance = this.balance * MEMORY + won
    if (this.balance > LEAD) {
      this.balance = LEAD
      this.rest = Math.max(SHORTEST_REST, this.rest / 2)
    } else if (this.balance < LOSS) {
      this.restsUntil = now + Math.max(this.rest, -this.balance * LOSSES)
      this.rest = Math.min(LONGEST_REST, this.rest * 2)
      this.balance = 0
    }
  }
}
