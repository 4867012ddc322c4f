import { unpackEncoded } from '../../../../shared/contract/encoded.ts'
import { layerName } from '../../../../shared/engine/cells/parameters.ts'
import { unitWords } from '../../../../shared/engine/gradients/gate-words.ts'
import { backwardTrace } from '../../../../shared/engine/inspect/backward-trace.ts'
import { boundOfSentence, recurrenceBounds } from '../../../../shared/engine/inspect/bounds.ts'
import { eigenvalues, modulus } from '../../../../shared/engine/inspect/eigenvalues.ts'
import { jacobiansToEnd } from '../../../../shared/engine/inspect/jacobian.ts'
import { gateColumns, norm } from '../../../../shared/engine/inspect/matrix.ts'
import type { Matrix } from '../../../../shared/engine/inspect/matrix.ts'
import { memoryOf } from '../../../../shared/engine/inspect/memory.ts'
import { cellOf } from '../../../../shared/engine/inspect/passes.ts'
import type { PassTrace } from '../../../../shared/engine/inspect/recurrent-trace.ts'
import { spectralNorm } from '../../../../shared/engine/inspect/spectral-norm.ts'
import { lossOf, trace } from '../../../../shared/engine/inspect/trace.ts'
import type { Trace } from '../../../../shared/engine/inspect/trace.ts'
import { gateSaturation, unitHealth } from '../../../../shared/engine/inspect/units.ts'
import { evenPlaces } from '../../../charts/ticks.ts'
import { api, request, requestBytes } from '../../../api.ts'
import { loadSnapshots } from '../../../stores/snapshots.ts'
import { modelOf } from '../words/asking/model-answers.ts'
import type { Handlers, Work } from '../words/asking/protocol.ts'
import type { GradientQuestions, SentenceGradients } from './gradient-questions.ts'

/** H³ · T · gates multiplications for ∂h_T/∂h_t: above this many it would take many seconds. */
const MOST_WORK = 6e9
/** Words listed at either end of a unit. */
const WORDS = 6

export const gradientAnswers: Handlers<GradientQuestions> = {
  async *sentence({ model: ref, ids, label, place, factor }) {
    const model = await modelOf(ref)
    yield 0
    if (!cellOf(model.spec)) return null
    const parameter = `${layerName(model.spec, place.layer, place.direction === 'reverse')}.U`
    const read = trace(model, ids, factor === 1 ? [] : [{ kind: 'scale', parameter, factor }])
    const at = read.passes.findIndex(({ layer, direction }) => layer === place.layer && direction === place.direction)
    const pass = read.passes[at]
    const { steps } = backwardTrace(read, { label }).passes[at]
    yield 0.1
    return {
      ...{ factor, probabilities: Array.from(read.probabilities), loss: lossOf(read, label) },
      h: steps.map(({ dh }) => norm(dh)),
      c: steps.some(({ dc }) => dc) ? steps.map(({ dc }) => (dc ? norm(dc) : 0)) : null,
      words: pass.steps.map(({ word }) => word),
      bounds: boundsOf(read, pass),
      kept: keptBy(read, pass),
      toEnd: yield* toEnd(read, pass),
    }
  },

  async *spectra({ model: ref, place, gate }) {
    const model = await modelOf(ref)
    const cell = cellOf(model.spec)
    if (!cell) return []
    const name = `${layerName(model.spec, place.layer, place.direction === 'reverse')}.U`
    const snapshots = await loadSnapshots(ref.run)
    const kept = snapshots.flatMap(({ step, weights }) => (weights[name] ? [{ step, U: weights[name] }] : []))
    const matrices: { step: number; U: Matrix }[] = kept.length
      ? kept
      : [{ step: ref.run.checkpoints[ref.weights] ?? 0, U: model.weights[name] }]
    const spectra = []
    for (const { step, U } of matrices) {
      const one = gateColumns(U, cell.gates.length, cell.gates.indexOf(gate))
      const values = eigenvalues(one)
      spectra.push({ step, eigenvalues: values, rho: modulus(values[0]), sigma: spectralNorm(one) })
      yield spectra.length / matrices.length
    }
    return spectra
  },

  async *updates({ run }) {
    yield 0
    return request(api.runs[':id'].snapshots.$get({ param: { id: run } }))
  },

  async *units({ model: ref, sentences: wanted, place }) {
    const model = await modelOf(ref)
    const param = { id: ref.experiment.id, part: 'test' as const }
    const test = unpackEncoded(await requestBytes(api.experiments[':id'].encoded[':part'].$get({ param })))
    yield 0
    const traces: Trace[] = []
    const places = evenPlaces(test.labels.length, wanted)
    for (const [done, at] of places.entries()) {
      const ids = test.ids.subarray(test.offsets[at], test.offsets[at + 1])
      if (ids.length) traces.push(trace(model, ids))
      yield (0.7 * (done + 1)) / places.length
    }
    const health = unitHealth(traces, place)
    yield 0.8
    const saturation = gateSaturation(traces, place)
    yield 0.9
    return {
      ...{ health, saturation, sentences: traces.length },
      words: traces.reduce((sum, { words }) => sum + words.length, 0),
      unitWords: unitWords(traces, { ...place, count: WORDS }),
    }
  },
}

function boundsOf(read: Trace, pass: PassTrace): SentenceGradients['bounds'] {
  if (read.model.spec.cell !== 'rnn') return null
  const { sigma, rho, gamma, upper, linear } = recurrenceBounds(
    pass.weights.U,
    pass.weights.activation,
    pass.steps.length - 1,
  )
  return { ...{ sigma, rho, gamma, upper, linear }, ofSentence: boundOfSentence(read, pass) }
}

/** The memory stands in the order of the sentence, here it is wanted in the order of reading. */
function keptBy(read: Trace, pass: PassTrace): number[] | null {
  const memory = memoryOf(read, pass)
  if (!memory) return null
  const byWord = new Map(memory.words.map(({ word, mean }) => [word, mean]))
  return pass.steps.map(({ word }) => byWord.get(word) ?? NaN)
}

async function* toEnd(read: Trace, pass: PassTrace): Work<SentenceGradients['toEnd']> {
  const { hidden: H } = read.model.spec
  const steps = pass.steps.length
  if (pass.steps[0].gates.length * H ** 3 * steps > MOST_WORK) return null
  const [h, c]: [number[], number[]] = [[], []]
  for (const jacobian of jacobiansToEnd(read, pass)) {
    h.unshift(spectralNorm(jacobian.h))
    if (jacobian.c) c.unshift(spectralNorm(jacobian.c))
    yield 0.1 + (0.9 * h.length) / steps
  }
  return { h, c: c.length ? c : null }
}
