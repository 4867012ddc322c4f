/** First rest of helpers that do not earn their keep, in milliseconds; it doubles from loss to loss up to the longest. */
const SHORTEST_REST = 20
const LONGEST_REST = 2000
/** A rest is at least so many times what was lost, which bounds the share of time that trying costs. */
const LOSSES = 30
/** A loss of so many milliseconds sends them to rest; a lead of as many makes the next rest short again. */
const TOLERANCE = 0.5
/** How much of what was won or lost counts at the next job. */
const MEMORY = 0.95

/**
 * Whether helper threads save time. Where other programs take the processors, a helper is kept from running in the middle
 * of its share, and everybody waits for it: on two processors with ten programs on each, two threads took 1.4 times as long
 * as one (test/bench/wasm-threads.ts). So each job is compared with what it would have taken alone, and helpers that
 * lose rest for a while, longer each time. All times in milliseconds.
 */
export class Earnings {
  private balance = 0
  private rest = SHORTEST_REST
  private restsUntil = -Infinity

  /** Whether helpers are worth a try now. */
  worthTrying(now: number): boolean {
    return now >= this.restsUntil
  }

  /**
   * Of a job of `shares` shares, this thread did `own` in the time from `began` to `worked`; then it waited until `ended`.
   */
  record({ own, shares, began, worked, ended }: JobTimes): void {
    // A thread that got no share cannot tell how long they are.
    if (own === 0) return
    const alone = ((worked - began) * shares) / own
    this.balance = this.balance * MEMORY + alone - (ended - began)
    if (this.balance > TOLERANCE) this.rest = SHORTEST_REST
    if (this.balance >= -TOLERANCE) return
    this.restsUntil = ended + Math.max(this.rest, -this.balance * LOSSES)
    this.rest = Math.min(LONGEST_REST, this.rest * 2)
    this.balance = 0
  }
}

export interface JobTimes {
  own: number
  shares: number
  began: number
  worked: number
  ended: number
}
