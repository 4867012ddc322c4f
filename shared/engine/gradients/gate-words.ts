import type { Direction, GateName } from '../inspect/interventions.ts'
import type { Trace } from '../inspect/trace.ts'

/** How a unit answers a word: the mean of its value over all places where the word stands. */
export interface WordValue {
  id: number
  mean: number
  times: number
}

/** The words that one unit answers most strongly. */
export interface UnitWords {
  /** null: the unit's own value (state or candidate); else one of its gates. */
  gate: GateName | null
  unit: number
  lowest: WordValue[]
  highest: WordValue[]
}

/** @param count words at either end; a word that is at both ends of few words stands only at the nearer one */
export function unitWords(
  traces: readonly Trace[],
  { layer, direction, count }: { layer: number; direction: Direction; count: number },
): UnitWords[] {
  const series = new Map<
    string,
    { gate: GateName | null; unit: number; sums: Map<number, { sum: number; times: number }> }
  >()
  const add = (gate: GateName | null, unit: number, id: number, value: number) => {
    const key = `${gate ?? ''} ${unit}`
    const one = series.get(key) ?? { gate, unit, sums: new Map<number, { sum: number; times: number }>() }
    const sum = one.sums.get(id) ?? { sum: 0, times: 0 }
    sum.sum += value
    sum.times++
    one.sums.set(id, sum)
    series.set(key, one)
  }
  for (const { words, passes } of traces)
    for (const { steps } of passes.filter((pass) => pass.layer === layer && pass.direction === direction))
      for (const { word, gates } of steps)
        for (const { name, activation, value } of gates) {
          const gate = activation === 'sigmoid' ? name : null
          for (let unit = 0; unit < value.length; unit++) add(gate, unit, words[word].id, value[unit])
        }
  return [...series.values()].map(({ gate, unit, sums }) => {
    const sorted = [...sums]
      .map(([id, { sum, times }]): WordValue => ({ id, mean: sum / times, times }))
      .sort((a, b) => a.mean - b.mean || a.id - b.id)
    const half = Math.min(count, Math.ceil(sorted.length / 2))
    return { gate, unit, lowest: sorted.slice(0, half), highest: sorted.slice(half).slice(-count).reverse() }
  })
}
