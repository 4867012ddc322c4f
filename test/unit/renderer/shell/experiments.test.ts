import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createPinia, setActivePinia } from 'pinia'
import { firstComparison, useExperimentsStore } from '../../../../renderer/stores/experiments.ts'
import { useNoticesStore } from '../../../../renderer/stores/notices.ts'
import { createExperiment } from '../../../../shared/contract/experiment.ts'
import { Refusal, fakeDoor } from './fake-door.ts'

const summary = (id: string, name = id) => ({ id, name, notes: '', runs: [], dataset: { id: 'd', name: 'd' } })

describe('experiments', () => {
  beforeEach(() => setActivePinia(createPinia()))
  afterEach(() => vi.unstubAllGlobals())

  it('start with a comparison of ANN, RNN and LSTM that the contract accepts', () => {
    const asked = createExperiment.parse(firstComparison('dataset-0123456789abcdef'))
    expect(asked.spec.models.map((model) => model.cell)).toEqual(['ann', 'rnn', 'lstm'])
  })

  it('drop an answer that opening another experiment has overtaken', async () => {
    const slow = Promise.withResolvers<unknown>()
    fakeDoor(({ path }) => (path.endsWith('/slow') ? slow.promise : summary('quick')))
    const experiments = useExperimentsStore()
    const first = experiments.open('slow')
    await experiments.open('quick')
    slow.resolve(summary('slow'))
    await first
    expect(experiments.current?.id).toBe('quick')
  })

  it('keep the old name, and say why, when renaming was refused', async () => {
    fakeDoor(({ method }) =>
      method === 'PATCH' ? new Refusal('disk-full', 'The disk is full.') : [summary('a', 'Old name')],
    )
    const experiments = useExperimentsStore()
    await experiments.load()
    const renaming = experiments.update('a', { name: 'New name' })
    expect(experiments.byId.get('a')?.name).toBe('New name')
    await renaming
    expect(experiments.byId.get('a')?.name).toBe('Old name')
    expect(useNoticesStore().list[0].text).toBe('The disk is full.')
  })

  it('are deleted with an undo that brings them back', async () => {
    const calls = fakeDoor(({ method, path }) => (method === 'GET' && path === '/experiments' ? [summary('a')] : {}))
    const experiments = useExperimentsStore()
    const notices = useNoticesStore()
    await experiments.load()
    expect(await experiments.remove('a')).toBe(true)
    expect(experiments.list).toEqual([])
    await notices.undo(notices.list[0].id)
    expect(calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /experiments',
      'DELETE /experiments/a',
      'POST /experiments/a/restore',
      'GET /experiments',
    ])
    expect(experiments.list.map(({ id }) => id)).toEqual(['a'])
  })
})
