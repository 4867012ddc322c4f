/** One long writer at a time, so that nobody on the host's thread waits for a lock of the database, which would stop everything. */
export interface WriteTurns {
  /** Runs when the writers before it are done. */
  during<T>(work: () => Promise<T>): Promise<T>
  /** Resolves when nobody writes for long. */
  free(): Promise<void>
}

export function writeTurns(): WriteTurns {
  let last: Promise<unknown> = Promise.resolve()
  let writers = 0
  return {
    during(work) {
      writers++
      const mine = last.then(work).finally(() => writers--)
      last = mine.catch(() => {})
      return mine
    },
    async free() {
      while (writers > 0) await last
    },
  }
}
