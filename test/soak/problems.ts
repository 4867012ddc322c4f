/** A complaint that nobody asked for. */
export interface Problem {
  minute: number
  /** What was being done. */
  during: string
  text: string
}

/**
 * Collects what goes wrong. While a fault is injected, complaints that belong to it are expected; everything else counts,
 * then and always.
 */
export class Problems {
  readonly found: Problem[] = []
  /** Complaints that belonged to injected faults. */
  expectedCount = 0
  private doing = 'starting'
  private readonly expected = new Set<RegExp>()
  private readonly minute: () => number

  constructor(minute: () => number) {
    this.minute = minute
  }

  /** What follows happens during that. */
  during(what: string): void {
    this.doing = what
  }

  note(text: string): void {
    if ([...this.expected].some((pattern) => pattern.test(text))) this.expectedCount++
    else this.found.push({ minute: this.minute(), during: this.doing, text: text.slice(0, 1500) })
  }

  /** Runs `work`, in which complaints of these kinds may come. */
  async expecting<T>(patterns: readonly RegExp[], work: () => Promise<T>): Promise<T> {
    for (const pattern of patterns) this.expected.add(pattern)
    try {
      return await work()
    } finally {
      for (const pattern of patterns) this.expected.delete(pattern)
    }
  }
}
