import type { ListedRows, RowFilter, RowsQuery } from '../../shared/contract/edits.ts'
import type { Verdict } from '../../shared/contract/verdicts.ts'
import type { EditStore } from '../storage/edit-store.ts'
import { rowTest } from './row-filter.ts'
import type { KnownWords, RowQuestion } from './row-filter.ts'
import { RowOrder } from './row-order.ts'
import type { FoundRows } from './thread/find-rows.ts'
import { THREAD_ROWS } from './thread/row-thread.ts'
import type { RowThread } from './thread/row-thread.ts'
import type { OrderTask } from './row-order.ts'

/** Orders kept: the one on the screen, the ones before it, and one of each of a few other windows. */
const KEPT = 8
/** Rows looked at before an answer goes out with what has been found by then. */
const PATIENCE = 40_000
/** Edits of more rows than this let the orders be gathered anew. */
const MOST_REPLACED = 5000

/** How long an unfinished search goes on without being asked for: the page asks four times a second, hidden ones once. */
const FORGOTTEN_MILLISECONDS = 3000

export interface ListParts {
  store: EditStore
  thread: RowThread
  verdicts: RunVerdicts
  knownWords: (experiment: string) => KnownWords
}

/** What runs say of rows, by the id of the run. */
export interface RunVerdicts {
  /** Another text whenever other verdicts have been written. */
  state(run: string): string
  ofRows(run: string, dataset: number, revision: number, ids: readonly number[]): (Verdict | null)[]
}

interface Kept {
  order: RowOrder
  task: OrderTask
  timer?: NodeJS.Timeout
}

/** Windows of rows at a revision, in any order, at the price of the window: where each row stands is worked out once. */
export function rowLists({ store, thread, verdicts, knownWords }: ListParts) {
  const kept = new Map<string, Kept>()
  const keyOf = (dataset: number, revision: number, question: RowQuestion) =>
    JSON.stringify([
      dataset,
      revision,
      question.judgedBy === undefined ? null : verdicts.state(question.judgedBy),
      Object.entries(question)
        .filter(([, value]) => value !== undefined)
        .sort(),
    ])

  function orderOf(dataset: number, revision: number, question: RowQuestion): RowOrder {
    const key = keyOf(dataset, revision, question)
    let found = kept.get(key)
    if (!found || found.order.failed) {
      const known = question.unknownIn === undefined ? null : knownWords(question.unknownIn)
      const task = { rows: store.rows, dataset, revision, question, test: rowTest(question, known) }
      const takes = { dataset, revision, question }
      const find = (signal: AbortSignal, onNews: (found: FoundRows) => void) =>
        thread.call('find', takes, { signal, onNews })
      const order = RowOrder.gather(
        store.rows.end(dataset) < THREAD_ROWS && question.judgedBy === undefined ? task : { ...task, find },
      )
      found = { task, order }
    }
    kept.delete(key)
    kept.set(key, found)
    forgetLater(key, found)
    for (const [oldest, { order }] of kept) {
      if (kept.size <= KEPT) break
      order.abandon()
      kept.delete(oldest)
    }
    return found.order
  }

  /** Gives a search up for which nobody has asked again. */
  function forgetLater(key: string, one: Kept): void {
    clearTimeout(one.timer)
    if (one.order.done) return
    one.timer = setTimeout(
      () => (one.order.isWaitedFor ? forgetLater(key, one) : forget(key, one)),
      FORGOTTEN_MILLISECONDS,
    )
    one.timer.unref()
  }
  function forget(key: string, one: Kept): void {
    if (one.order.done || one.order.isWaitedFor) return
    one.order.abandon()
    if (kept.get(key) === one) kept.delete(key)
  }

  return {
    /** @throws {DOMException} AbortError when nobody waits for the answer any more; the search is then given up. */
    async list(
      dataset: number,
      { offset = 0, limit = 100, revision, ...question }: RowsQuery,
      signal?: AbortSignal,
    ): Promise<ListedRows> {
      const at = revision ?? store.headOf(dataset)
      const order = orderOf(dataset, at, question)
      try {
        await order.until(offset + limit, { most: PATIENCE, signal })
      } catch (error) {
        const key = keyOf(dataset, at, question)
        const one = kept.get(key)
        if (signal?.aborted && one?.order === order) forget(key, one)
        throw error
      }
      const ids = order.ids(offset, offset + limit)
      const byId = new Map(store.rows.these(dataset, at, ids).map((row) => [row.id, row]))
      const rows = ids.flatMap((id) => byId.get(id) ?? [])
      return {
        ...{ total: order.count, rows, revision: at },
        ...(question.judgedBy === undefined ? {} : { verdicts: verdicts.ofRows(question.judgedBy, dataset, at, ids) }),
        ...(order.done ? {} : { looking: { at: order.at, of: order.end } }),
      }
    },
    /** All that fit, by id. */
    async ids(dataset: number, revision: number, filter: RowFilter): Promise<number[]> {
      const order = orderOf(dataset, revision, filter)
      await order.until(Infinity)
      return order.ids(0, order.count)
    },
    /** Carries what is known over to the next revision, so that an edit of one row does not cost a look at all of them. */
    follow(dataset: number, revision: number, ids: readonly number[], touched: number) {
      for (const [key, { order, task }] of [...kept]) {
        if (task.dataset !== dataset || task.revision !== revision - 1) continue
        kept.delete(key)
        if (touched > Math.min(ids.length, MOST_REPLACED) || !order.done || task.question.judgedBy !== undefined) {
          order.abandon()
          continue
        }
        const next = { ...task, revision }
        order.replace(ids, next)
        kept.set(keyOf(dataset, revision, task.question), { order, task: next })
      }
    },
  }
}
export type RowLists = ReturnType<typeof rowLists>
