import { unpackEncoded } from '../../../../../shared/contract/encoded.ts'
import { isRecurrent } from '../../../../../shared/contract/spec.ts'
import { jacobianNorms } from '../../../../../shared/engine/inspect/jacobian.ts'
import { wordOdds } from '../../../../../shared/engine/inspect/log-odds.ts'
import { norm, rowOf } from '../../../../../shared/engine/inspect/matrix.ts'
import { memoryOf } from '../../../../../shared/engine/inspect/memory.ts'
import type { InspectedModel } from '../../../../../shared/engine/inspect/model.ts'
import { nearestWords, nearnessOf } from '../../../../../shared/engine/inspect/neighbours.ts'
import type { PassTrace } from '../../../../../shared/engine/inspect/recurrent-trace.ts'
import { gradientTimesInput, integratedGradients, leaveOneOut } from '../../../../../shared/engine/inspect/salience.ts'
import { outputAfter, trace } from '../../../../../shared/engine/inspect/trace.ts'
import type { Trace } from '../../../../../shared/engine/inspect/trace.ts'
import { wordVectorsOf } from '../../../../../shared/engine/inspect/word-vectors.ts'
import { api, requestBytes } from '../../../../api.ts'
import { openInspected } from '../../../../stores/inspected-models.ts'
import type { LayerMemory, ModelQuestions, ModelRef, SalienceAnswer, SalienceMethod } from './model-questions.ts'
import type { Handlers, Work } from './protocol.ts'

/** H³ · T · gates multiplications for ∂h_T/∂h_t: above this many it would take seconds. */
const MOST_WORK = 1.5e9
/** Of the sum of shares: far finer than the two decimals that are shown. */
const TOLERANCE = 1e-5

/** Models this worker has open; the store keeps only the latest eight. */
const opened = new Map<string, { step: string; model: Promise<InspectedModel> }>()

export async function modelOf({ run, experiment, weights }: ModelRef): Promise<InspectedModel> {
  const [key, step] = [`${run.id}/${weights}`, String(run.checkpoints[weights])]
  const known = opened.get(key)
  if (known?.step === step) return known.model
  const model = openInspected(run, experiment, weights).then(({ model }) => model)
  opened.set(key, { step, model })
  model.catch(() => opened.delete(key))
  return model
}

export const modelAnswers: Handlers<ModelQuestions> = {
  async *reading({ model: ref, ids }) {
    const model = await modelOf(ref)
    yield 0
    const read = trace(model, ids)
    const probabilities = yield* prefixes(read, ids)
    const memory: LayerMemory[] = []
    for (const pass of read.passes) {
      memory.push(memoryIn(read, pass))
      yield 0.5 + (0.5 * memory.length) / read.passes.length
    }
    return { probabilities, memory }
  },

  async *salience({ model: ref, ids, classIndex, method }) {
    const read = trace(await modelOf(ref), ids)
    yield 0
    return salienceBy[method](read, classIndex)
  },

  async *answers({ model: ref, sentences }) {
    const model = await modelOf(ref)
    const answers: (number[] | null)[] = []
    for (const ids of sentences) {
      answers.push(ids.length ? Array.from(trace(model, ids).probabilities) : null)
      yield answers.length / sentences.length
    }
    return answers
  },

  async *neighbours({ model: ref, id, by, count, other }) {
    const found = wordVectorsOf(await modelOf(ref))
    yield 0
    if (!found) return null
    const { vectors, table, oneHot } = found
    const length = (row: number) => norm(rowOf(vectors, row))
    return {
      table,
      oneHot,
      norm: length(id),
      neighbours: nearestWords(vectors, id, by, count),
      other: other === undefined ? null : { ...nearnessOf(vectors, id, other), norm: length(other) },
    }
  },

  async *odds({ experiment, entries, classIndex }) {
    const param = { id: experiment, part: 'train' as const }
    const part = unpackEncoded(await requestBytes(api.experiments[':id'].encoded[':part'].$get({ param })))
    yield 0.5
    const { sentences, logOdds } = wordOdds(part, entries, classIndex)
    return { sentences, logOdds }
  },
}

/** A model that reads forwards has said it on the way; the others read each beginning of the sentence by itself. */
async function* prefixes(read: Trace, ids: readonly number[]): Work<number[][]> {
  const { spec } = read.model
  const forwards = isRecurrent(spec.cell) && !spec.bidirectional
  const found: number[][] = []
  for (let word = 0; word < ids.length; word++) {
    const { probabilities } = forwards ? outputAfter(read, word) : trace(read.model, ids.slice(0, word + 1))
    found.push(Array.from(probabilities))
    yield (0.5 * found.length) / ids.length
  }
  return found
}

function memoryIn(read: Trace, pass: PassTrace): LayerMemory {
  const memory = memoryOf(read, pass)
  const { hidden: H, cell } = read.model.spec
  const gates = cell === 'lstm' ? 4 : cell === 'gru' ? 3 : 1
  const affordable = gates * H ** 3 * pass.steps.length <= MOST_WORK
  const dependence = new Array<number>(pass.steps.length)
  if (affordable) for (const { word, spectral } of jacobianNorms(read, pass)) dependence[word] = spectral
  return {
    layer: pass.layer,
    direction: pass.direction,
    left: memory?.words.map(({ left }) => Array.from(left)) ?? null,
    gate: memory?.gate ?? null,
    halfLives: memory?.units.map(({ halfLife }) => halfLife) ?? [],
    dependence: affordable ? dependence : null,
  }
}

const salienceBy: Record<SalienceMethod, (read: Trace, classIndex: number) => SalienceAnswer> = {
  gradient: gradientTimesInput,
  integrated: (read, classIndex) => integratedGradients(read, classIndex, TOLERANCE),
  'left-out': leaveOneOut,
}
