import { setImmediate } from 'node:timers/promises'
import type { RowReader } from '../storage/edit-rows.ts'
import { asksNothing } from './row-filter.ts'
import type { RowQuestion, RowTest } from './row-filter.ts'

/** Rows read at once: some milliseconds, so that other requests get their turn. */
const STRETCH = 2000
const IDS = 2 ** 32

/** One number a row, so that a million are sorted as fast as numbers are: what it is sorted by, then its id. */
const placeOf = (key: number, id: number) => key * IDS + id
const idOf = (place: number) => ((place % IDS) + IDS) % IDS

export interface OrderTask {
  rows: RowReader
  dataset: number
  revision: number
  question: RowQuestion
  test: RowTest
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

  private constructor(places: Float64Array<ArrayBuffer>, sorted: boolean) {
    this.#places = places
    this.#sorted = sorted
  }

  static gather(task: OrderTask): RowOrder {
    const { rows, dataset, revision, question } = task
    if (asksNothing(question)) return RowOrder.#everything(rows, dataset, revision)
    // Rows come by id: in any other order the first is known when the last has been read.
    const sorted = (question.sort ?? 'id') !== 'id' || question.order === 'down'
    const order = new RowOrder(new Float64Array(1024), sorted)
    order.end = rows.end(dataset)
    void order.#read(task)
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
  async until(to: number, most = Infinity): Promise<void> {
    const start = this.at
    while (!this.done && !this.#failure && this.count < to && this.at - start < most)
      await new Promise<void>((resolve) => this.#heard.push(resolve))
    if (this.#failure) throw this.#failure.error
  }

  get failed(): boolean {
    return this.#failure !== null
  }

  /** Ends the gathering as soon as nobody waits for it. */
  abandon(): void {
    this.#abandoned = true
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
    const places = new Float64Array(kept.length + fresh.length)
    places.set(kept)
    places.set(fresh, kept.length)
    this.#places = places.sort()
    this.#found = places.length
  }

  async #read({ rows, dataset, revision, test }: OrderTask): Promise<void> {
    try {
      while (this.at < this.end && !(this.#abandoned && this.#heard.length === 0)) {
        for (const row of rows.range(dataset, revision, this.at, this.at + STRETCH)) {
          const key = test(row)
          if (key !== null) this.#push(placeOf(key, row.id))
        }
        this.at = Math.min(this.end, this.at + STRETCH)
        this.#tell()
        await setImmediate()
      }
      if (this.at < this.end) return
      if (this.#sorted) this.#places.subarray(0, this.#found).sort()
      this.done = true
    } catch (error) {
      this.#failure = { error }
    }
    this.#tell()
  }

  #push(place: number) {
    if (this.#found === this.#places.length) {
      const larger = new Float64Array(this.#found * 2)
      larger.set(this.#places)
      this.#places = larger
    }
    this.#places[this.#found++] = place
  }

  #tell() {
    for (const heard of this.#heard.splice(0)) heard()
  }
}
