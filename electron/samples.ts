import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Dataset } from '../shared/contract/dataset.ts'
import { defaultModel, defaultSplit, defaultText, defaultTraining, SPEC_VERSION } from '../shared/contract/spec.ts'
import type { ExperimentService } from './service-types.ts'
import { importFile } from './importing/import-file.ts'
import { previewFile } from './importing/preview.ts'
import { sizeOf } from './importing/source.ts'
import type { DatasetStore } from './storage/dataset-store.ts'
import type { Owner } from './storage/owners.ts'
import type { SettingsStore } from './storage/settings-store.ts'

/** Sample files in resources/samples. The last one stands first in the list of data sets. */
const samples = [
  { file: 'hi-my-name.csv', name: 'Article: Hi my name is Anil' },
  { file: 'movie-was-good.csv', name: 'Article: Movie was good' },
  { file: 'cat-mat-rat.csv', name: 'Article: cat mat rat' },
  { file: 'order-reviews.csv', name: 'Order matters: sample reviews' },
]
const FIRST_EXPERIMENT = 'ANN, RNN and LSTM on the sample reviews'
const DONE = 'first-start'
/** Room for sentences a little longer than the sample's; more would only be padding. */
const SPARE_WORDS = 2

export interface SampleParts {
  resources: string
  owner: Owner
  settings: SettingsStore
  datasets: DatasetStore
  experiments: ExperimentService
}

/**
 * Fills a new data folder: the sample data sets, and an experiment on the sample reviews that one press of Train runs.
 * Each step looks whether it has been done, so an interrupted first start is finished by the next one.
 */
export async function prepareFirstStart({ resources, owner, settings, datasets, experiments }: SampleParts) {
  if (settings.hasFact(DONE) || !settings.claim(DONE, owner)) return
  for (const { file, name } of samples) {
    const path = join(resources, 'samples', file)
    if (!existsSync(path) || datasets.hasSample(file)) continue
    const bytes = await sizeOf(path, file)
    const { options } = await previewFile({ id: '', fileName: file, path, bytes }, { name })
    await importFile(datasets, {
      ...{ path, fileName: file, bytes, origin: 'sample', owner: owner.id, options },
      signal: new AbortController().signal,
      onProgress: () => {},
    })
  }
  const reviews = datasets
    .list()
    .find(({ origin, fileName }) => origin === 'sample' && fileName === 'order-reviews.csv')
  if (reviews && !experiments.list().some(({ name }) => name === FIRST_EXPERIMENT))
    await experiments.create({ name: FIRST_EXPERIMENT, dataset: reviews.id, spec: firstSpec(reviews) })
  settings.setFact(DONE)
}

const firstSpec = (reviews: Dataset) => ({
  version: SPEC_VERSION as 1,
  text: { ...defaultText, maxLength: reviews.report.lengths.max + SPARE_WORDS },
  split: defaultSplit,
  training: defaultTraining,
  seed: 1,
  models: [defaultModel('ann'), defaultModel('rnn'), defaultModel('lstm')],
})
