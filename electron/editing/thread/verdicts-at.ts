import { NOT_JUDGED } from '../../../shared/contract/verdicts.ts'
import type { VerdictStore } from '../../storage/verdict-store.ts'

/** What a run says of the rows at a revision, by id. */
export interface VerdictsAt {
  /** NOT_JUDGED: nothing that still holds. */
  classes: Uint8Array
  chances: Uint16Array
}

/** @param end one beyond the largest id */
export function verdictsAt(
  store: VerdictStore,
  { run, dataset, revision, end }: { run: number; dataset: number; revision: number; end: number },
): VerdictsAt {
  const classes = new Uint8Array(end).fill(NOT_JUDGED)
  const chances = new Uint16Array(end)
  const stale = new Map<number, number[]>()
  for (const { first, revision: at, ...stored } of store.read(run)) {
    const to = Math.min(end, first + stored.classes.length)
    classes.set(stored.classes.subarray(0, to - first), first)
    new Uint8Array(chances.buffer).set(stored.chances.subarray(0, 2 * (to - first)), 2 * first)
    const changed = stale.get(at) ?? store.changedTexts(dataset, at, revision)
    stale.set(at, changed)
    for (const id of changed) if (id >= first && id < to) classes[id] = NOT_JUDGED
  }
  return { classes, chances }
}
