import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  SPEC_VERSION,
  defaultModel,
  defaultSplit,
  defaultText,
  defaultTraining,
} from '../../../../shared/contract/spec.ts'
import { NAME_LENGTH, comparisonName } from '../../../../renderer/stores/comparison-name.ts'
import { useDraftStore } from '../../../../renderer/stores/draft.ts'
import { useExperimentsStore } from '../../../../renderer/stores/experiments.ts'
import { diffSpecs } from '../../../../renderer/stores/spec-diff.ts'
import type { DraftSpec } from '../../../../renderer/stores/spec-fields.ts'
import { fakeDoor } from '../shell/fake-door.ts'

const before: DraftSpec = {
  version: SPEC_VERSION,
  text: defaultText,
  split: defaultSplit,
  training: { ...defaultTraining, epochs: 10, clipNorm: 5, optimiser: 'adam' },
  seed: 1,
  models: [defaultModel('ann'), defaultModel('rnn'), defaultModel('lstm')],
}
const base = 'ANN, RNN and LSTM on reviews'

/** The name of a comparison that differs from `before` as `change` makes it. */
function nameAfter(change: (spec: DraftSpec) => void, { parent = base, taken = [base] } = {}) {
  const after = structuredClone(before)
  change(after)
  const models = after.models.map(({ name }) => name)
  return comparisonName({ changes: diffSpecs(before, after), parent, models, taken })
}

describe('the name of a new comparison', () => {
  it('begins with the setting that was changed', () => {
    expect(nameAfter(({ training }) => (training.clipNorm = null))).toBe(`Clipping off · ${base}`)
    expect(nameAfter(({ models }) => (models[2].hidden = 64))).toBe(`LSTM hidden 64 · ${base}`)
    expect(nameAfter(({ training }) => (training.optimiser = 'sgd'))).toBe(`Optimiser SGD · ${base}`)
    expect(nameAfter(({ models }) => (models[1].activation = 'relu'))).toBe(`RNN activation ReLU · ${base}`)
    expect(nameAfter(({ models }) => models.shift())).toBe(`Without ANN · ${base}`)
    expect(nameAfter(({ models }) => models.push(defaultModel('gru')))).toBe(`With GRU · ${base}`)
  })

  it('says a change of all models once, and several changes one after the other', () => {
    expect(nameAfter(({ models }) => models.forEach((model) => (model.hidden = 64)))).toBe(`Hidden 64 · ${base}`)
    const two = nameAfter((spec) => {
      spec.seed = 7
      spec.training.epochs = 3
    })
    expect(two).toBe(`Epochs 3 · seed 7 · ${base}`)
    const many = nameAfter((spec) => {
      Object.assign(spec.training, { epochs: 3, clipNorm: null, batchSize: 16, learningRate: 0.5 })
      spec.seed = 7
    })
    expect(many).toMatch(/^Learning rate 0\.5 · batch size 16 · 3 more changes · ANN/)
  })

  it('takes the place of an older change of the same setting, and keeps the others', () => {
    const parent = `Seed 2 · clipping off · ${base}`
    expect(nameAfter((spec) => (spec.seed = 3), { parent })).toBe(`Seed 3 · clipping off · ${base}`)
  })

  it('names the other data set in the place of the old one', () => {
    const data = { before: 'reviews', after: 'films' }
    const common = { changes: [], models: ['ANN'], data, taken: [] }
    expect(comparisonName({ ...common, parent: base })).toBe('ANN, RNN and LSTM on films')
    expect(comparisonName({ ...common, parent: 'My try' })).toBe('On films · My try')
  })

  it('is at most 60 characters long and differs from every other name', () => {
    const taken: string[] = []
    const parent = `${'a very long name 😀 '.repeat(10)}`
    for (let made = 0; made < 12; made++) {
      const name = nameAfter((spec) => (spec.seed = 9), { parent, taken })
      expect(name.length).toBeLessThanOrEqual(NAME_LENGTH)
      expect(name).toMatch(/^Seed 9 · /)
      expect(name.isWellFormed()).toBe(true)
      expect(taken.map((other) => other.toLowerCase())).not.toContain(name.toLowerCase())
      taken.push(name.toUpperCase())
    }
  })
})

describe('a draft that becomes a comparison', () => {
  beforeEach(() => setActivePinia(createPinia()))
  afterEach(() => vi.unstubAllGlobals())

  it('is sent to the server under that name', async () => {
    const experiment = {
      id: 'experiment-a',
      name: base,
      notes: '',
      frozen: true,
      dataset: { id: 'dataset-a', name: 'reviews' },
      spec: { ...before, data: 'a'.repeat(64) },
      runs: [],
    }
    const calls = fakeDoor(({ method, path }) =>
      method === 'GET' && path === '/experiments' ? [experiment] : experiment,
    )
    const experiments = useExperimentsStore()
    await experiments.load()
    await experiments.open('experiment-a')
    const draft = useDraftStore()
    draft.edit(({ spec }) => (spec.training.clipNorm = null))
    await draft.create()
    const sent = calls.find(({ method, path }) => method === 'POST' && path === '/experiments')
    expect(sent?.body).toMatchObject({ name: `Clipping off · ${base}`, dataset: 'dataset-a' })
  })
})
