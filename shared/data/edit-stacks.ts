import type { EditEntry } from '../contract/edits.ts'

export interface EditStacks {
  /** Revisions of edits that can be taken back, the next one first. */
  undo: number[]
  /** Revisions of edits that can be brought back, the next one first. */
  redo: number[]
}

/**
 * What can be undone and redone, from the log of a data set alone, oldest entry first. An undo takes back the edits from the
 * newest down to the one it names, a redo brings back those up to the one it names; any other edit ends what could be redone.
 */
export function editStacks(log: Iterable<Pick<EditEntry, 'revision' | 'kind' | 'undoes'>>): EditStacks {
  const done: number[] = []
  let undone: number[] = []
  for (const { revision, kind, undoes } of log)
    if (kind === 'undo')
      while (done.length > 0 && done[done.length - 1] >= (undoes ?? Infinity)) undone.push(done.pop()!)
    else if (kind === 'redo')
      while (undone.length > 0 && undone[undone.length - 1] <= (undoes ?? -1)) done.push(undone.pop()!)
    else {
      done.push(revision)
      undone = []
    }
  return { undo: done.reverse(), redo: undone.reverse() }
}
