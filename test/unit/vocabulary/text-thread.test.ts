import { expect, it } from 'vitest'
import { THREAD_ROWS } from '../../../electron/editing/thread/row-thread.ts'
import { textWork } from '../../../electron/experiments/text-work.ts'
import { openDatabase } from '../../../electron/storage/database.ts'
import { datasetStore } from '../../../electron/storage/dataset-store.ts'
import { editStore } from '../../../electron/storage/edit-store.ts'
import { defaultModel, defaultSplit, defaultText } from '../../../shared/contract/spec.ts'
import { reviewRows } from '../../bench/rows/review-rows.ts'
import { importContent, specOf, specRules, temporaryFolder, temporaryServices } from '../electron/temporary-services.ts'

const ROWS = THREAD_ROWS + 500

it('vocabularies and experiments of many rows, made in a thread, are those that the host itself would make; closing ends the thread', async () => {
  const folder = temporaryFolder()
  const services = await temporaryServices(folder)
  const lines = [...reviewRows(ROWS, 6)].map(({ text, label }) => `"${text}",${label}`)
  const { id } = await importContent(services, 'reviews.csv', `text,label\n${lines.join('\n')}\n`)
  const made = { dataset: id, rules: specRules(), split: defaultSplit, seed: 3 }
  const effect = { ...made, before: { ...specRules(), minCount: 5 }, maxLength: 8, models: [defaultModel('gru')] }
  const words = { ...made, sort: 'telling', descending: true, search: '', show: 'all', offset: 5, limit: 50 } as const

  const database = openDatabase(folder)
  const here = textWork(editStore(database), { tables: 1, readings: 1, analyses: 1 })
  const dataset = datasetStore(database).keyOf(id)
  const rows = { dataset, revision: 0, classes: services.datasets.read(id).classes }
  try {
    expect(await services.recipes.effect(effect)).toEqual(await here.effect(rows, effect))
    expect(await services.recipes.words(words)).toEqual(await here.words(rows, words))
    const experiment = await services.experiments.create({ dataset: id, spec: specOf({ text: defaultText }) })
    const derived = await here.derive(rows, experiment.spec)
    expect(experiment.split).toEqual(derived.split)
    expect(services.experiments.vocabulary(experiment.id)).toEqual(derived.words)
    const saved = { assignment: derived.assignment, words: derived.words.words }
    expect(await services.experiments.encoded(experiment.id, 'test')).toEqual(
      await here.encode(rows, experiment.spec.text, saved, 'test'),
    )
  } finally {
    database.close()
  }

  const stopper = new AbortController()
  const asked = services.recipes.effect({ ...effect, seed: 4 }, stopper.signal)
  stopper.abort()
  await expect(asked).rejects.toMatchObject({ name: 'AbortError' })
  const late = services.recipes.effect({ ...effect, seed: 5 })
  const refused = expect(late).rejects.toMatchObject({ name: 'AbortError' })
  await services.close()
  await refused
}, 60_000)
