import type { Oddity } from '../../../shared/contract/dataset.ts'
import { oddities } from '../../../shared/contract/dataset.ts'
import type { TextChecks } from '../../../shared/contract/import-checks.ts'
import { defaultSplit, defaultText } from '../../../shared/contract/spec.ts'
import { splitRows } from '../../../shared/text/split.ts'
import { words } from '../../../shared/text/tokenise.ts'
import { buildVocabulary, indexVocabulary } from '../../../shared/text/vocabulary.ts'
import type { Gathered } from './gather.ts'
import { namesTests, nearAcross, trainsAndTests } from './leave-out.ts'

/** Pairs and examples that are shown of each kind; all are counted. */
const SHOWN = 50
const WORDS_SHOWN = 12

/** Two rows by number. */
export interface PairOfRows {
  first: number
  second: number
  similarity: number
}

/** Everything that is found, with rows for texts: these are fetched afterwards. */
export interface Findings {
  repeats: { rows: number; pairs: PairOfRows[] }
  conflicts: { texts: number; rows: number; pairs: PairOfRows[] }
  near: { bySimilarity: [number, number][]; pairs: PairOfRows[]; compared: number }
  leaks: { exact: number; near: [number, number][]; pairs: PairOfRows[] } | null
  odd: { oddity: Oddity; rows: number; examples: number[] }[]
}

export function findAll(gathered: Gathered): Findings {
  const repeats: Findings['repeats'] = { rows: 0, pairs: [] }
  const conflicts: Findings['conflicts'] = { texts: 0, rows: 0, pairs: [] }
  const near: PairOfRows[] = []
  const leaks: PairOfRows[] = []
  const odd = oddities.map((oddity) => ({ oddity, rows: 0, examples: [] as number[] }))
  const nearPercent = new Map<number, number>()
  const leakPercent = new Map<number, number>()
  const across = namesTests(gathered) ? nearAcross(gathered) : null
  const isOdd = gathered.oddityTest()
  const tested = new Map<number, number>()
  const shownConflicts = new Set<number>()
  let exact = 0
  if (across)
    for (let row = 0; row < gathered.rows; row++)
      if (gathered.parts.at(row) >= 2 && !tested.has(gathered.texts.at(row))) tested.set(gathered.texts.at(row), row)

  for (let row = 0; row < gathered.rows; row++) {
    const text = gathered.texts.at(row)
    const first = gathered.firstRows.at(text)
    if (first !== row) {
      repeats.rows++
      if (repeats.pairs.length < SHOWN) repeats.pairs.push({ first, second: row, similarity: 1 })
    }
    if (gathered.conflicting.at(text) === 1) {
      conflicts.rows++
      if (first === row) conflicts.texts++
      const differs = gathered.labels.at(row) !== gathered.labels.at(first)
      if (differs && conflicts.pairs.length < SHOWN && !shownConflicts.has(text)) {
        shownConflicts.add(text)
        conflicts.pairs.push({ first, second: row, similarity: 1 })
      }
    }
    const [best] = gathered.near.get(text) ?? []
    if (best) {
      count(nearPercent, best.similarity)
      if (first === row) near.push(inOrder(gathered.firstRows.at(best.of), row, best.similarity))
    }
    if (across && gathered.parts.at(row) < 2) {
      const other = across.get(text)
      if (trainsAndTests(gathered.partsOfText.at(text))) {
        exact++
        leaks.push(inOrder(row, tested.get(text) ?? first, 1))
      } else if (other) {
        count(leakPercent, other.similarity)
        leaks.push(inOrder(row, tested.get(other.of) ?? gathered.firstRows.at(other.of), other.similarity))
      }
    }
    for (const found of odd)
      if (isOdd(row, found.oddity)) {
        found.rows++
        if (found.examples.length < SHOWN) found.examples.push(row)
      }
  }
  return {
    repeats,
    conflicts,
    near: { bySimilarity: rising(nearPercent), pairs: mostAlike(near), compared: gathered.compared },
    leaks: across && { exact, near: rising(leakPercent), pairs: mostAlike(leaks) },
    odd: odd.filter(({ rows }) => rows > 0).sort((a, b) => b.rows - a.rows),
  }
}

const count = (percents: Map<number, number>, similarity: number) => {
  const percent = Math.floor(similarity * 100 + 1e-9)
  percents.set(percent, (percents.get(percent) ?? 0) + 1)
}
const rising = (percents: ReadonlyMap<number, number>) => [...percents].sort(([a], [b]) => a - b)
const inOrder = (a: number, b: number, similarity: number): PairOfRows => ({
  ...{ first: Math.min(a, b), second: Math.max(a, b), similarity },
})
const mostAlike = (pairs: PairOfRows[]) =>
  pairs.sort((a, b) => b.similarity - a.similarity || a.first - b.first || a.second - b.second).slice(0, SHOWN)

/** Words that the vocabulary of a new comparison would not know, under its default split and rules. */
export function findUnknownWords(gathered: Gathered): TextChecks['words'] {
  const rows = [...gathered.drawn].sort((a, b) => a.row - b.row)
  const assignment = (() => {
    try {
      return splitRows(rows, defaultSplit, 1)
    } catch {
      return null // too few texts to divide: the reason is told where a comparison is made
    }
  })()
  if (!assignment) return null
  const tokens = rows.map(({ text }) => words(text, defaultText))
  const vocabulary = buildVocabulary(
    tokens.filter((_, at) => assignment[at] === 0),
    defaultText,
  )
  const index = indexVocabulary(vocabulary.words)
  const unknown = new Map<string, number>()
  const rate = (part: number) => {
    let [all, not] = [0, 0]
    tokens.forEach((row, at) => {
      if (assignment[at] !== part) return
      for (const word of row) {
        all++
        if (index.has(word)) continue
        not++
        if (part === 2) unknown.set(word, (unknown.get(word) ?? 0) + 1)
      }
    })
    return all === 0 ? 0 : not / all
  }
  const rates = { validation: rate(1), test: rate(2) }
  const examples = [...unknown].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, WORDS_SHOWN)
  return {
    ...{ rows: rows.length, vocabulary: vocabulary.words.length - 2, unknown: rates },
    examples: examples.map(([word, count]) => ({ word, count })),
  }
}
