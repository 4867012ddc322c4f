import { describe, expect, it } from 'vitest'
import {
  SPEC_VERSION,
  defaultModel,
  defaultSplit,
  defaultText,
  defaultTraining,
} from '../../../../shared/contract/spec.ts'
import { complaints, freeName } from '../../../../renderer/stores/draft-check.ts'
import { differingFields, diffSpecs } from '../../../../renderer/stores/spec-diff.ts'
import { runFields } from '../../../../renderer/stores/spec-fields.ts'
import type { DraftSpec } from '../../../../renderer/stores/spec-fields.ts'

const spec = (changes: Partial<DraftSpec> = {}): DraftSpec => ({
  version: SPEC_VERSION,
  text: defaultText,
  split: defaultSplit,
  training: { ...defaultTraining, epochs: 10, clipNorm: 5 },
  seed: 1,
  models: [defaultModel('ann'), defaultModel('rnn'), defaultModel('lstm')],
  ...changes,
})

describe('what a draft changes', () => {
  it('is nothing when nothing was changed', () => {
    expect(diffSpecs(spec(), structuredClone(spec()))).toEqual([])
  })

  it('names each setting with its old and its new value', () => {
    const after = spec({ training: { ...defaultTraining, clipNorm: null, epochs: 20 }, seed: 7 })
    expect(diffSpecs(spec(), after)).toEqual([
      { path: 'training.epochs', label: 'Epochs', before: '10', after: '20' },
      { path: 'training.clipNorm', label: 'Clip norm at', before: '5', after: 'off' },
      { path: 'seed', label: 'Seed', before: '1', after: '7' },
    ])
  })

  it('knows a model again after another one was removed, and says which one went', () => {
    const models = [defaultModel('rnn'), { ...defaultModel('lstm'), hidden: 64 }]
    expect(diffSpecs(spec(), spec({ models }))).toEqual([
      { path: 'models.1.hidden', label: 'LSTM: Hidden units', before: '32', after: '64' },
      { path: 'removed.ANN', label: 'ANN', before: 'removed', after: null },
    ])
  })

  it('takes a new name on the same cell for a renaming, and a further model for an addition', () => {
    const models = [
      defaultModel('ann'),
      { ...defaultModel('rnn'), name: 'Elman' },
      defaultModel('lstm'),
      defaultModel('ann-mean'),
    ]
    expect(diffSpecs(spec(), spec({ models }))).toEqual([
      { path: 'models.1.name', label: 'Name', before: 'RNN', after: 'Elman' },
      { path: 'models.3.added', label: 'ANN (averaged)', before: null, after: 'added' },
    ])
  })

  it('of several runs only the settings that differ are listed', () => {
    const run = (cell: 'rnn' | 'lstm') => runFields({ ...spec(), data: 'a'.repeat(64), model: defaultModel(cell) })
    expect(differingFields([run('rnn'), run('lstm')])).toEqual([
      { path: 'model.cell', label: 'Cell', values: ['RNN', 'LSTM'] },
    ])
    expect(differingFields([run('rnn')]).length).toBeGreaterThan(10)
    expect(differingFields([])).toEqual([])
  })
})

describe('a draft that cannot be trained', () => {
  it('says why', () => {
    expect(complaints(spec())).toEqual([])
    expect(complaints(spec({ models: [] }))).toEqual(['Add at least one model.'])
    expect(complaints(spec({ models: [defaultModel('rnn'), { ...defaultModel('ann'), name: 'rnn' }] }))[0]).toContain(
      '“rnn”',
    )
    expect(complaints(spec({ models: [{ ...defaultModel('rnn'), name: ' ' }] }))).toEqual(['Give every model a name.'])
    expect(complaints(spec({ split: { ...defaultSplit, train: 0.5 } }))[0]).toContain('add up to 1')
    expect(
      complaints(spec({ models: Array.from({ length: 13 }, (_, at) => ({ ...defaultModel('rnn'), name: `m${at}` })) })),
    ).toHaveLength(1)
  })

  it('a model that is added gets a name of its own', () => {
    expect(freeName('RNN', [])).toBe('RNN')
    expect(freeName('RNN', [defaultModel('rnn'), { ...defaultModel('rnn'), name: 'rnn 2' }])).toBe('RNN 3')
  })
})
