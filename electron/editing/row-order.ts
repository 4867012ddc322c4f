import { setImmediate } from 'node:timers/promises'
import type { RowReader } from '../storage/edit-rows.ts'
import { asksNothing } from './row-filter.ts'
import type { RowQuestion, RowTest } from './row-filter.ts'
import { idOf, placeOf, sortsById } from './row-place.ts'
import type { FoundRows } from './thread/find-rows.ts'

/** Rows read at once: some milliseconds, so that other requests get their turn. */
const STRETCH = 1000
/** Beyond so many deleted rows, finding those that are left takes longer than a turn: some 10 microseconds each. */
const MOST_DELETED = 2000

export interface OrderTask {
  rows: RowReader
  dataset: number
  revision: number
  question: RowQuestion
  test: RowTest
  /** Looks for the rows somewhere else; absent: here. @throws {DOMException} AbortError */
  find?: (signal: AbortSignal, onNews: (found: FoundRows) => void) => Promise<null>
}

/**
 * The ids of the rows that answer a question, in its order: 8 bytes a row. It is gathered in the background; in order of id its
 * beginning can be used at once.
 */
export class RowOrder {
  #places: Float64Array<ArrayBuffer>
  #found = 0
  #heard: (() => void)[] = []
  #failure: { error: unknown } | null = null
  readonly #sorted: boolean
  /** Ids looked at so far, of `end`. */
  at = 0
  end = 0
  done = false
  /** Nobody asks any more. */
  #abandoned = false
  #waiting = 0
  readonly #stopper = new AbortController()

  private constructor(places: Float64Array<ArrayBuffer>, sorted: boolean) {
    this.#places = places
    this.#sorted = sorted
  }

  static gather(task: OrderTask): RowOrder {
    const { rows, dataset, revision, question } = task
    const isSparse = task.find !== undefined && revision > 0 && rows.hasMoreDeleted(dataset, MOST_DELETED)
    if (asksNothing(question) && !isSparse) return RowOrder.#everything(rows, dataset, revision)
    // Rows come by id: in any other order the first is known when the last has been read.
    const order = new RowOrder(new Float64Array(1024), !sortsById(question))
    order.end = rows.end(dataset)
    void order.#gather(task)
    return order
  }

  /** All rows by id: what was imported without what is gone, then what was written here. */
  static #everything(rows: RowReader, dataset: number, revision: number): RowOrder {
    const imported = rows.imported(dataset)
    const { gone, added } = revision === 0 ? { gone: [], added: [] } : rows.differences(dataset, revision, imported)
    const places = new Float64Array(imported - gone.length + added.length)
    let to = 0
    for (let id = 0, next = 0; id < imported; id++)
      if (gone[next] === id) next++
      else places[to++] = id
    places.set(added, to)
    const order = new RowOrder(places, false)
    order.#found = places.length
    order.at = order.end = imported
    order.done = true
    return order
  }

  get count(): number {
    return this.#sorted && !this.done ? 0 : this.#found
  }

  ids(from: number, to: number): number[] {
    return Array.from(this.#places.subarray(Math.min(from, this.count), Math.min(to, this.count)), idOf)
  }

  /**
   * Resolves when a window up to `to` is there, everything has been looked at, or `most` more rows have been looked at.
   * @throws what the reading threw.
   */
  async until(to: number, { most = Infinity, signal }: { most?: number; signal?: AbortSignal } = {}): Promise<void> {
    const start = this.at
    const leave = () => this.#tell()
    signal?.addEventListener('abort', leave)
    this.#waiting++
    try {
      while (!this.done && !this.#failure && !signal?.aborted && this.count < to && this.at - start < most)
        await new Promise<void>((resolve) => this.#heard.push(resolve))
    } finally {
      signal?.removeEventListener('abort', leave)
      this.#waiting--
      this.#stopWhenUnheard()
    }
    signal?.throwIfAborted()
    if (this.#failure) throw this.#failure.error
  }

  get isWaitedFor(): boolean {
    return this.#waiting > 0
  }

  get failed(): boolean {
    return this.#failure !== null
  }

  /** Ends the gathering as soon as nobody waits for it. */
  abandon(): void {
    this.#abandoned = true
    this.#stopWhenUnheard()
  }

  #stopWhenUnheard(): void {
    if (this.#abandoned && this.#waiting === 0) this.#stopper.abort()
  }

  /** Puts rows that have changed in their new places. Only when `done`. */
  replace(ids: readonly number[], task: OrderTask): void {
    const changed = new Set(ids)
    const kept = this.#places.subarray(0, this.#found).filter((place) => !changed.has(idOf(place)))
    const fresh: number[] = []
    for (let from = 0; from < ids.length; from += STRETCH)
      for (const row of task.rows.these(task.dataset, task.revision, ids.slice(from, from + STRETCH))) {
        const key = task.test(row)
        if (key !== null) fresh.push(placeOf(key, row.id))
      }
    this.#places = merged(kept, Float64Array.from(fresh).sort())
    this.#found = this.#places.length
  }

  async #gather(task: OrderTask): Promise<void> {
    try {
      if (task.find) await task.find(this.#stopper.signal, (found) => this.#hear(found))
      else await this.#read(task)
      this.at = this.end
      this.done = true
    } catch (error) {
      // Nobody waits, or it was not given up by us: then the program is ending.
      this.#failure = { error }
    }
    this.#tell()
  }

  #hear({ places, at }: FoundRows): void {
    this.#makeRoom(places.length)
    this.#places.set(places, this.#found)
    this.#found += places.length
    this.at = at
    this.#tell()
  }

  async #read({ rows, dataset, revision, test }: OrderTask): Promise<void> {
    while (this.at < this.end) {
      this.#stopper.signal.throwIfAborted()
      for (const row of rows.range(dataset, revision, this.at, this.at + STRETCH)) {
        const key = test(row)
        if (key !== null) this.#push(placeOf(key, row.id))
      }
      this.at = Math.min(this.end, this.at + STRETCH)
      this.#tell()
      await setImmediate()
    }
    if (this.#sorted) this.#places.subarray(0, this.#found).sort()
  }

  #push(place: number) {
    this.#makeRoom(1)
    this.#places[this.#found++] = place
  }

  #makeRoom(rows: number) {
    if (this.#found + rows <= this.#places.length) return
    const larger = new Float64Array(Math.max(this.#found + rows, this.#found * 2))
    larger.set(this.#places.subarray(0, this.#found))
    this.#places = larger
  }

  #tell() {
    for (const heard of this.#heard.splice(0)) heard()
  }
}

/** Two rising lists as one. */
function merged(a: Float64Array, b: Float64Array): Float64Array<ArrayBuffer> {
  const all = new Float64Array(a.length + b.length)
  let [from, next] = [0, 0]
  for (let at = 0; at < all.length; at++)
    all[at] = next === b.length || (from < a.length && a[from] <= b[next]) ? a[from++] : b[next++]
  return all
}
