import { setImmediate } from 'node:timers/promises'
import type {
  MergeSuggestion,
  VocabularyMeasure,
  VocabularyPlots,
  VocabularyWord,
} from '../../shared/contract/recipe.ts'
import type { ModelSpec, SplitSpec } from '../../shared/contract/spec.ts'
import { defaultText } from '../../shared/contract/text-spec.ts'
import type { VocabularyRules } from '../../shared/contract/text-spec.ts'
import { parameterCount } from '../../shared/engine/cells/parameter-count.ts'
import type { TokenRows } from '../../shared/text/corpus.ts'
import { unknownRates } from '../../shared/text/encode.ts'
import { mergeSuggestions } from '../../shared/text/merge-suggestions.ts'
import { editsOf } from '../../shared/text/reader.ts'
import { LEFT_OUT, TRAIN } from '../../shared/text/split.ts'
import { tellingScores } from '../../shared/text/telling-words.ts'
import { FIRST_WORD_ID, indexVocabulary, vocabularyOf } from '../../shared/text/vocabulary.ts'
import type { Vocabulary } from '../../shared/text/vocabulary.ts'
import type { RowSource, TextReaders } from './read-texts.ts'

const TELLING_WORDS = 12
const PER_DECADE = 24

/** Everything that follows from rules, a data set and its split, in numbers; sentences stay numbers too. */
export interface VocabularyAnalysis {
  vocabulary: Vocabulary
  index: ReadonlyMap<string, number>
  rows: TokenRows
  assignment: Uint8Array
  unknown: VocabularyMeasure['unknown']
  /** Words of the training part and those pinned, most frequent first. */
  words: VocabularyWord[]
  /** counts by word */
  suggestions: MergeSuggestion[]
}

export interface AnalysisRequest {
  rules: VocabularyRules
  split: SplitSpec
  seed: number
}

/** @throws {UnrollError} data-too-few; {DOMException} AbortError when `signal` is aborted between two steps. */
export async function analyseVocabulary(
  readers: TextReaders,
  source: RowSource,
  classes: readonly string[],
  { rules, split, seed }: AnalysisRequest,
  signal?: AbortSignal,
): Promise<VocabularyAnalysis> {
  const breathe = async () => {
    await setImmediate()
    signal?.throwIfAborted()
  }
  const text = { ...defaultText, ...rules }
  const assignment = await readers.split(source, split, seed, classes)
  const { labels } = await readers.table(source)
  await breathe()
  const tokens = await readers.tokens(source, text)
  await breathe()
  const { vocabulary, rows } = vocabularyOf(tokens, (row) => assignment[row] === TRAIN, text)
  const index = indexVocabulary(vocabulary.words)
  await breathe()
  const whole = { maxLength: Infinity, truncation: 'end' } as const
  const [train, validation, test] = unknownRates(rows, assignment, 3, index, whole)
  await breathe()
  const words = wordsOf(rows, assignment, labels, classes.length, { rules, index })
  await breathe()
  const counts = new Map(words.map(({ word, count }) => [word, count]))
  const suggestions = rules.level === 'word' ? mergeSuggestions(counts) : []
  return { vocabulary, index, rows, assignment, unknown: { train, validation, test }, words, suggestions }
}

function wordsOf(
  rows: TokenRows,
  assignment: Uint8Array,
  labels: Uint32Array,
  classes: number,
  { rules, index }: { rules: VocabularyRules; index: ReadonlyMap<string, number> },
): VocabularyWord[] {
  const V = rows.tokens.length
  const byClass = Array.from({ length: classes }, () => new Float64Array(V))
  const all = new Float64Array(V)
  assignment.forEach((part, row) => {
    if (part !== TRAIN) return
    const mine = byClass[labels[row]]
    for (let at = rows.offsets[row]; at < rows.offsets[row + 1]; at++) {
      mine[rows.ids[at]]++
      all[rows.ids[at]]++
    }
  })
  const scores = byClass.map((mine) => tellingScores(mine, all))
  const { by, pinned, dropped } = editsOf(rules.edits)
  const from = Map.groupBy([...by], ([, end]) => end)
  const stateOf = (word: string, count: number): VocabularyWord['state'] => {
    if (pinned.has(word)) return 'pinned'
    if (index.has(word)) return 'in'
    if (dropped.has(word)) return 'dropped'
    return count < rules.minCount ? 'rare' : 'beyond'
  }
  const entry = (word: string, n: number | null): VocabularyWord => {
    const z = scores.map((one) => (n === null ? 0 : one[n]))
    const most = z.indexOf(Math.max(...z))
    const count = n === null ? 0 : all[n]
    return {
      ...{ word, count, rank: 0, id: index.get(word) ?? null, state: stateOf(word, count) },
      byClass: byClass.map((mine) => (n === null ? 0 : mine[n])),
      tells: { class: most, z: z[most] ?? 0 },
      from: (from.get(word) ?? []).map(([replaced]) => replaced),
    }
  }
  const found = rows.tokens.flatMap((word, n) => (all[n] > 0 ? [entry(word, n)] : []))
  const met = new Set(found.map(({ word }) => word))
  // By hand, and so to be seen and taken back, though the training part has them not.
  for (const word of [...pinned, ...dropped]) if (!met.has(word)) found.push(entry(word, null))
  found.sort((a, b) => b.count - a.count || (a.id ?? Infinity) - (b.id ?? Infinity) || (a.word < b.word ? -1 : 1))
  found.forEach((word, at) => (word.rank = at + 1))
  return found
}

export function measureOf(
  { vocabulary, unknown, rows, assignment }: VocabularyAnalysis,
  classes: number,
  maxLength: number,
  models: readonly ModelSpec[],
): VocabularyMeasure {
  let [used, fitting] = [0, 0]
  assignment.forEach((part, row) => {
    if (part === LEFT_OUT) return
    used++
    if (rows.offsets[row + 1] - rows.offsets[row] <= maxLength) fitting++
  })
  const dims = { vocabularySize: vocabulary.words.length, classes, maxLength }
  return {
    words: vocabulary.words.length - FIRST_WORD_ID,
    left: vocabulary.dropped,
    unknown,
    covered: used === 0 ? 1 : fitting / used,
    models: models.map((model) => ({ name: model.name, parameters: parameterCount(model, dims).total })),
  }
}

/** Frequencies, coverage and telling words, thinned to what a plot can show. */
export function plotsOf({ words, vocabulary }: VocabularyAnalysis, classes: readonly string[]): VocabularyPlots {
  const counted = words.filter(({ count }) => count > 0)
  const total = counted.reduce((sum, { count }) => sum + count, 0)
  const inside = vocabulary.counts.slice(FIRST_WORD_ID)
  const sums: number[] = []
  counted.reduce((sum, { count }, at) => (sums[at] = sum + count), 0)
  const ranks = thinned(counted.length)
  const perClass = classes.map((_, k) => words.reduce((sum, { byClass }) => sum + byClass[k], 0))
  return {
    frequencies: ranks.map((rank) => ({ rank, count: counted[rank - 1].count, word: counted[rank - 1].word })),
    distinct: counted.length,
    coverage: ranks.map((rank) => ({ words: rank, share: total === 0 ? 0 : sums[rank - 1] / total })),
    classes: classes.map((name, k) => ({
      name,
      words: words
        .filter(({ tells, id }) => tells.class === k && tells.z > 0 && id !== null && inside.length > 0)
        .sort((a, b) => b.tells.z - a.tells.z)
        .slice(0, TELLING_WORDS)
        .map(({ word, tells, byClass, count }) => ({
          ...{ word, z: tells.z, count },
          share: perClass[k] === 0 ? 0 : byClass[k] / count,
        })),
    })),
  }
}

/** Ranks from 1 to `last`, at most so many per decade, the last one with them. */
function thinned(last: number): number[] {
  const ranks: number[] = []
  for (let rank = 1; rank < last; rank = Math.max(rank + 1, Math.round(rank * 10 ** (1 / PER_DECADE)))) ranks.push(rank)
  if (last > 0) ranks.push(last)
  return ranks
}
