import type { Floats } from './floats.ts'

/** Writes the sentences b with mask[at + b] ≠ 0 into `rows` and answers how many there are. */
export function liveRows(mask: Floats, at: number, B: number, rows: Int32Array): number {
  let count = 0
  for (let b = 0; b < B; b++) if (mask[at + b] !== 0) rows[count++] = b
  return count
}
