import { UMAP } from 'umap-js'
import { matrix, norm, rowOf } from '../../../../shared/engine/inspect/matrix.ts'
import type { Matrix } from '../../../../shared/engine/inspect/matrix.ts'
import { principalComponents, projected } from '../../../../shared/engine/inspect/pca.ts'
import type { PrincipalComponents } from '../../../../shared/engine/inspect/pca.ts'
import { trace } from '../../../../shared/engine/inspect/trace.ts'
import { wordVectorsOf } from '../../../../shared/engine/inspect/word-vectors.ts'
import { stream } from '../../../../shared/engine/training/random.ts'
import { FIRST_WORD_ID } from '../../../../shared/text/vocabulary.ts'
import { loadSnapshots } from '../../../stores/snapshots.ts'
import { modelAnswers, modelOf } from '../words/asking/model-answers.ts'
import type { Handlers, Work } from '../words/asking/protocol.ts'
import type { MapQuestions, WordPaths } from './map-questions.ts'

/** What can be asked on the Embeddings screen. */
export const mapAnswers: Handlers<MapQuestions> = {
  ...modelAnswers,

  async *map({ model: ref, count, method, neighbours, seed }) {
    const found = wordVectorsOf(await modelOf(ref))
    yield 0
    if (!found) return null
    const { table, vectors, oneHot } = found
    const words = wordRows(vectors, count)
    const frame = {
      ...{ table, oneHot, dimensions: vectors.columns },
      ids: Array.from({ length: words.rows }, (_, n) => FIRST_WORD_ID + n),
      norms: Array.from({ length: words.rows }, (_, n) => norm(rowOf(words, n))),
    }
    if (words.rows < 3) return { ...frame, x: [], y: [], ids: [], norms: [], explained: null }
    if (method === 'umap') return { ...frame, ...columnsOf(yield* umap(words, neighbours, seed)), explained: null }
    const components = principalComponents(words)
    return { ...frame, ...columnsOf(planeOf(components, words)), explained: explainedBy(components) }
  },

  async *alone({ model: ref, count, classIndex }) {
    const model = await modelOf(ref)
    const last = Math.min(FIRST_WORD_ID + count, model.dims.vocabularySize)
    const odds: number[] = []
    for (let id = FIRST_WORD_ID; id < last; id++) {
      const share = trace(model, [id]).probabilities[classIndex]
      odds.push(Math.log(share) - Math.log1p(-share))
      yield odds.length / (last - FIRST_WORD_ID)
    }
    return odds
  },

  async *paths({ model }) {
    const snapshots = (await loadSnapshots(model.run)).filter(({ embedding }) => embedding)
    yield 0.5
    if (snapshots.length < 2) return null
    const tables = snapshots.map(({ embedding }) => wordRows(embedding!, Infinity))
    return { ...pathsIn(tables), steps: snapshots.map(({ step }) => step), epochs: snapshots.map(({ epoch }) => epoch) }
  },
}

/** Every table [N, D] in the plane in which the last one spreads most. */
export function pathsIn(tables: readonly Matrix[]): Pick<WordPaths, 'ids' | 'places' | 'explained'> {
  const last = tables[tables.length - 1]
  const components = principalComponents(last)
  return {
    ids: Array.from({ length: last.rows }, (_, n) => FIRST_WORD_ID + n),
    places: tables.map((table) => planeOf(components, table)),
    explained: explainedBy(components),
  }
}

/**
 * UMAP (McInnes, Healy & Melville 2018, arXiv 1802.03426) by umap-js, with the Euclidean distance. Given the same seed it gives
 * the same picture. @returns x and y of every row in turn
 */
export async function* umap(words: Matrix, neighbours: number, seed: number): Work<Float64Array> {
  const random = stream(seed, 'umap')
  const fit = new UMAP({ nNeighbors: Math.min(neighbours, words.rows - 1), random: () => random.next() })
  const steps = fit.initializeFit(Array.from({ length: words.rows }, (_, n) => Array.from(rowOf(words, n))))
  for (let step = 0; step < steps; step++) {
    fit.step()
    yield step / steps
  }
  return Float64Array.from(fit.getEmbedding().flat())
}

/** The vectors of the most frequent words: they stand first. */
function wordRows({ rows, columns, values }: Matrix, count: number): Matrix {
  const kept = Math.max(0, Math.min(count, rows - FIRST_WORD_ID))
  return matrix(kept, columns, values.slice(FIRST_WORD_ID * columns, (FIRST_WORD_ID + kept) * columns))
}

/** x and y of every row in turn; y is 0 where there is only one axis. */
function planeOf(components: PrincipalComponents, words: Matrix): Float64Array {
  const { columns, values } = projected(components, words)
  return Float64Array.from({ length: 2 * words.rows }, (_, at) =>
    at % 2 < columns ? values[Math.floor(at / 2) * columns + (at % 2)] : 0,
  )
}

const columnsOf = (places: Float64Array) => ({
  x: Array.from({ length: places.length / 2 }, (_, n) => places[2 * n]),
  y: Array.from({ length: places.length / 2 }, (_, n) => places[2 * n + 1]),
})

const explainedBy = ({ variances, total }: PrincipalComponents): number[] =>
  variances.map((variance) => (total > 0 ? variance / total : 0))
