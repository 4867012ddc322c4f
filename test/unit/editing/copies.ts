import type { ListedRow, RowEdit } from '../../../shared/contract/edits.ts'

export type Plain = Omit<ListedRow, 'since'>

export const plain = ({ since: _, ...row }: ListedRow): Plain => row

/** The naive way: whole copies, and two stacks of them. */
export class Copies {
  at: Plain[][]
  next: number
  undo: { revision: number; before: Plain[]; after: Plain[] }[] = []
  redo: { revision: number; before: Plain[]; after: Plain[] }[] = []
  constructor(rows: Plain[]) {
    this.at = [rows]
    this.next = rows.length
  }
  get now(): Plain[] {
    return this.at[this.at.length - 1]
  }
  /** False where the rows stay as they are, or the row is not there. */
  edit(edit: RowEdit): boolean {
    const before = this.now
    const after = this.#after(edit, structuredClone(before))
    if (!after || JSON.stringify(after) === JSON.stringify(before)) return false
    this.at.push(after)
    this.undo.push({ revision: this.at.length - 1, before, after })
    this.redo = []
    this.next = Math.max(this.next, ...after.map((row) => row.id + 1))
    return true
  }
  #after(edit: RowEdit, rows: Plain[]): Plain[] | null {
    if (edit.kind === 'add') return [...rows, ...edit.rows.map((row, n) => ({ id: this.next + n, ...row }))]
    if (edit.kind === 'text' || edit.kind === 'split') {
      const row = rows.find(({ id }) => id === edit.id)
      if (!row) return null
      row.text = edit.kind === 'text' ? edit.text : edit.first
      return edit.kind === 'text' ? rows : [...rows, { ...row, id: this.next, text: edit.second }]
    }
    const { target } = edit
    const hit = ({ id, text, label }: Plain) =>
      'ids' in target
        ? target.ids.includes(id)
        : text.includes(target.filter.search ?? '') && label === target.filter.label
    if (edit.kind === 'delete') return rows.filter((row) => !hit(row))
    return rows.map((row) =>
      !hit(row) ? row : edit.kind === 'relabel' ? { ...row, label: edit.label } : { ...row, part: edit.part },
    )
  }
  /** The edit that a step goes to, `back` places beyond the next one; null when there are not so many. */
  step(step: 'undo' | 'redo', back: number): number | null {
    const [from, to] = step === 'undo' ? [this.undo, this.redo] : [this.redo, this.undo]
    const goal = from.at(-1 - back)
    if (!goal) return null
    const rows = step === 'undo' ? goal.before : goal.after
    for (let n = 0; n <= back; n++) to.push(from.pop()!)
    this.at.push(rows)
    return goal.revision
  }
}
