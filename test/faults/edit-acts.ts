import { stream } from '../../shared/engine/training/random.ts'
import type { RowEdit } from '../../shared/contract/edits.ts'

type Rows = readonly { id: number }[]
export type EditAct = { kind: 'undo' | 'redo'; back: number } | { kind: 'edit'; edit(rows: Rows): RowEdit }

/** An endless play of edits, undoings and redoings; the same for the same seed and the same rows. */
export function* editActs(seed: number): Generator<EditAct, never> {
  const random = stream(seed, 'edit-acts')
  for (let n = 0; ; n++) {
    const [choice, where, label] = [random.int(8), random.int(1 << 20), random.int(2)]
    if (choice < 3) yield { kind: choice === 0 ? 'redo' : 'undo', back: where % 2 }
    else yield { kind: 'edit', edit: (rows) => editOf(rows, choice, where, label, n) }
  }
}

function editOf(rows: Rows, choice: number, where: number, label: number, n: number): RowEdit {
  const { id } = rows[where % rows.length]
  const ids = rows.map((row) => row.id)
  const added = (at: number) => ({ text: `added ${n} ${at}`, label, part: null, line: 0, originalLabel: '' })
  if (choice === 3 || rows.length < 20) return { kind: 'add', rows: [added(0), added(1), added(2)] }
  if (choice === 4) return { kind: 'delete', target: { ids: [id] } }
  if (choice === 5) return { kind: 'split', id, first: `first of ${n}`, second: `second of ${n}` }
  if (choice === 6) return { kind: 'relabel', target: { ids }, label }
  return { kind: 'text', id, text: `written ${n}` }
}
