import type { Random } from '../../engine/training/random.ts'
import { emptyBatch } from '../../labs/net/sequence-batch.ts'
import type { SequenceBatch, TaskShape } from '../../labs/net/sequence-batch.ts'

export const reberSymbols = ['B', 'T', 'P', 'S', 'X', 'V', 'E'] as const
export type ReberSymbol = (typeof reberSymbols)[number]

/**
 * The Reber grammar (Reber 1967) as a table: from each state two ways out, each with its symbol and the next state. State 5
 * has one way: E, the end.
 */
const ways: readonly (readonly [ReberSymbol, number])[][] = [
  [
    ['T', 1],
    ['P', 2],
  ],
  [
    ['S', 1],
    ['X', 3],
  ],
  [
    ['T', 2],
    ['V', 4],
  ],
  [
    ['X', 2],
    ['S', 5],
  ],
  [
    ['P', 3],
    ['V', 5],
  ],
]

/** Between BT … TE and BP … PE: one string of the plain grammar, without a limit to its length. */
function plainString(random: Random): ReberSymbol[] {
  const said: ReberSymbol[] = ['B']
  for (let state = 0; state < 5;) {
    const [symbol, next] = ways[state][random.int(2)]
    said.push(symbol)
    state = next
  }
  return [...said, 'E']
}

/**
 * A string of the embedded Reber grammar (Smith & Zipser 1989; Hochreiter & Schmidhuber 1997, experiment 1): B, then T or P,
 * a string of the plain grammar, the same T or P again, E. Strings longer than `longest` are drawn again.
 * @param longest at least 9, the shortest
 */
export function reberString(random: Random, longest: number): ReberSymbol[] {
  for (;;) {
    const mark: ReberSymbol = random.int(2) === 0 ? 'T' : 'P'
    const inside = plainString(random)
    if (inside.length + 4 <= longest) return ['B', mark, ...inside, mark, 'E']
  }
}

/** The task: after every symbol, name the next. What asks for memory is the last but one, which repeats the second. */
export const reberShape: TaskShape = {
  features: reberSymbols.length,
  outputs: reberSymbols.length,
  readout: 'every',
  loss: 'softmax',
}

/** T = longest - 1 steps: the last symbol, E, is only ever an answer. Accuracy counts the last symbol but one alone. */
export function reberBatch(random: Random, B: number, longest: number): SequenceBatch {
  const T = longest - 1
  const batch = emptyBatch(reberShape, T, B)
  const K = reberSymbols.length
  const strings = Array.from({ length: B }, () => reberString(random, longest))
  const answers = strings.reduce((sum, { length }) => sum + length - 1, 0)
  for (const part of [batch.mask, batch.share, batch.scored]) part.fill(0)
  for (const [b, string] of strings.entries())
    for (let t = 0; t < string.length - 1; t++) {
      const n = t * B + b
      batch.x[n * K + reberSymbols.indexOf(string[t])] = 1
      batch.y[n * K + reberSymbols.indexOf(string[t + 1])] = 1
      batch.mask[n] = 1
      batch.share[n] = 1 / answers
      if (t === string.length - 3) batch.scored[n] = 1
    }
  return batch
}
