import type { LabPoint } from './document.ts'

/** How far a rerun lies from what was saved. */
export interface Deviation {
  /** Points compared. */
  points: number
  /** Largest |difference| of two numbers, and where. */
  largest: number
  where: LabPoint | null
  /** Points that only one side has, or that are a number on one side only. */
  missing: number
}

export function deviationOf(saved: readonly LabPoint[], rerun: readonly LabPoint[]): Deviation {
  const key = ({ measure, series, seed, x }: LabPoint) => JSON.stringify([measure, series, seed, x])
  const before = new Map(saved.map((point) => [key(point), point.y]))
  const deviation: Deviation = { points: 0, largest: 0, where: null, missing: 0 }
  for (const point of rerun) {
    const old = before.get(key(point))
    before.delete(key(point))
    if (old === undefined || (old === null) !== (point.y === null)) {
      deviation.missing++
      continue
    }
    deviation.points++
    const difference = Math.abs((point.y ?? 0) - (old ?? 0))
    if (difference > deviation.largest) Object.assign(deviation, { largest: difference, where: point })
  }
  deviation.missing += before.size
  return deviation
}
