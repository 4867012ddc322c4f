import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useDatasetsStore } from '../../../../renderer/stores/datasets.ts'
import { useDraftStore } from '../../../../renderer/stores/draft.ts'
import { firstComparison, useExperimentsStore } from '../../../../renderer/stores/experiments.ts'
import { useNoticesStore } from '../../../../renderer/stores/notices.ts'
import { fakeDoor } from '../shell/fake-door.ts'

const dataset = { id: 'dataset-a', name: 'reviews', classes: ['bad', 'good'], fingerprint: 'a'.repeat(64), report: {} }
const experiment = (id: string, data = 'dataset-a') => ({
  id,
  name: id,
  notes: '',
  frozen: true,
  dataset: { id: data, name: 'reviews' },
  classes: ['bad', 'good'],
  spec: { ...firstComparison(data).spec, data: 'a'.repeat(64) },
  runs: [],
})

describe('a data set that is deleted', () => {
  let experiments: ReturnType<typeof useExperimentsStore>
  let datasets: ReturnType<typeof useDatasetsStore>

  beforeEach(async () => {
    setActivePinia(createPinia())
    fakeDoor(({ path }) => {
      if (path === '/datasets') return [dataset, { ...dataset, id: 'dataset-b', name: 'unused' }]
      if (path === '/experiments') return [experiment('one'), experiment('two'), experiment('three', 'dataset-c')]
      return path === '/experiments/one' ? experiment('one') : {}
    })
    ;[experiments, datasets] = [useExperimentsStore(), useDatasetsStore()]
    await Promise.all([experiments.load(), datasets.load()])
  })
  afterEach(() => vi.unstubAllGlobals())

  it('says how many experiments use it', async () => {
    await datasets.remove('dataset-a')
    await datasets.remove('dataset-b')
    expect(useNoticesStore().list.map(({ text }) => text)).toEqual([
      '“reviews” is deleted. 2 experiments use it and keep working.',
      '“unused” is deleted.',
    ])
  })

  it('is still known to the set-up of an experiment that uses it, but no new comparison is made of it', async () => {
    await experiments.open('one')
    const draft = useDraftStore()
    expect(draft.dataset).toMatchObject({ name: 'reviews', deleted: false })
    await datasets.remove('dataset-a')
    expect(draft.dataset).toMatchObject({ name: 'reviews', classes: ['bad', 'good'], deleted: true })
    expect(draft.problems).toEqual([])

    draft.edit(({ spec }) => (spec.seed = 9))
    expect(draft.problems).toEqual([expect.stringContaining('“reviews” is deleted')])
    draft.edit((edited) => (edited.dataset = 'dataset-b'))
    expect(draft.problems).toEqual([])
  })
})
