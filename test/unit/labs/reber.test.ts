import { expect, it } from 'vitest'
import { stream } from '../../../shared/engine/training/random.ts'
import { reberBatch, reberString, reberSymbols } from '../../../shared/tasks/memory/reber.ts'

/**
 * The same as a walk: which symbols may follow in which state. Written apart from the generator's table, from the figure in
 * Hochreiter & Schmidhuber (1997).
 */
const graph: Record<string, Record<string, string>> = {
  start: { B: 'a' },
  a: { T: 'b', P: 'c' },
  b: { S: 'b', X: 'd' },
  c: { T: 'c', V: 'e' },
  d: { X: 'c', S: 'end' },
  e: { P: 'd', V: 'end' },
  end: { E: 'done' },
}
const accepts = (symbols: readonly string[]): boolean => {
  let state = 'start'
  for (const symbol of symbols) {
    state = graph[state]?.[symbol] ?? 'wrong'
    if (state === 'wrong') return false
  }
  return state === 'done'
}

it('strings of the embedded grammar are a plain string between two equal marks, never longer than asked', () => {
  const random = stream(1, 'reber')
  const lengths = new Set<number>()
  let marksT = 0
  for (let n = 0; n < 2000; n++) {
    const string = reberString(random, 20)
    expect(string.length).toBeLessThanOrEqual(20)
    expect(string[0]).toBe('B')
    expect(string.at(-1)).toBe('E')
    expect(string.at(-2)).toBe(string[1])
    expect(accepts(string.slice(2, -2)), string.join('')).toBe(true)
    lengths.add(string.length)
    if (string[1] === 'T') marksT++
  }
  expect(Math.min(...lengths), 'the shortest, BTBTXSETE').toBe(9)
  expect(marksT / 2000, 'guessing the mark reaches 50 %').toBeCloseTo(0.5, 1)
})

it('a batch asks for the next symbol at every step, and scores the last but one alone', () => {
  const B = 40
  const batch = reberBatch(stream(2, 'reber'), B, 16)
  const at = (values: Float32Array, t: number, b: number) =>
    Array.from(values.subarray((t * B + b) * 7, (t * B + b + 1) * 7)).indexOf(1)
  for (let b = 0; b < B; b++) {
    const steps = Array.from({ length: 15 }, (_, t) => t).filter((t) => batch.mask[t * B + b] === 1)
    const string = [...steps.map((t) => at(batch.x, t, b)), at(batch.y, steps.length - 1, b)].map(
      (k) => reberSymbols[k],
    )
    expect(accepts(string.slice(2, -2))).toBe(true)
    for (const t of steps.slice(0, -1)) expect(at(batch.y, t, b)).toBe(at(batch.x, t + 1, b))
    const scored = steps.filter((t) => batch.scored[t * B + b] === 1)
    expect(scored).toEqual([steps.length - 2])
    expect(at(batch.y, scored[0], b)).toBe(at(batch.x, 1, b))
  }
})
