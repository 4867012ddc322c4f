import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { openServices } from '../../../electron/services.ts'
import { dataFolder } from '../../../electron/data-folder.ts'
import { temporaryFolder } from './temporary-services.ts'

const open = (folder: string) => openServices({ dataFolder: folder, resources: 'resources' })

it.skipIf(!existsSync('resources/samples/order-reviews.csv'))(
  'the first start brings the samples and an experiment that can be trained at once; the second changes nothing',
  async () => {
    const folder = temporaryFolder()
    const first = await open(folder)
    const datasets = first.datasets.list()
    expect(datasets[0]).toMatchObject({ name: 'Order matters: sample reviews', origin: 'sample' })
    expect(datasets[0].report).toMatchObject({ rowsRefused: 0, duplicates: 0 })
    expect(datasets.every(({ origin }) => origin === 'sample')).toBe(true)
    const [experiment] = first.experiments.list()
    expect(experiment.name).toBe('ANN, RNN and LSTM on the sample reviews')
    expect(experiment.runs.map(({ cell, status }) => [cell, status])).toEqual([
      ['ann', 'waiting'],
      ['rnn', 'waiting'],
      ['lstm', 'waiting'],
    ])
    expect(first.experiments.read(experiment.id).vocabulary.covered).toBe(1)
    first.experiments.remove(experiment.id)
    first.datasets.remove(datasets[1].id)
    await first.close()

    const second = await open(folder)
    // What the user deleted stays deleted.
    expect(second.datasets.list().map(({ id }) => id)).toEqual(datasets.filter((_, n) => n !== 1).map(({ id }) => id))
    expect(second.experiments.list()).toEqual([])
    expect(second.about().notices).toEqual([])
    await second.close()
  },
)

it.skipIf(!existsSync('resources/samples/order-reviews.csv'))(
  'two processes that start on a new folder at once make one set of samples',
  async () => {
    const folder = temporaryFolder()
    const both = await Promise.all([open(folder), open(folder)])
    expect(both[0].experiments.list()).toHaveLength(1)
    const names = both[1].datasets.list().map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    await Promise.all(both.map((services) => services.close()))
  },
)

it('the data folder is where the platform keeps such things, or where UNROLL_DATA says', () => {
  expect(dataFolder({ UNROLL_DATA: '/elsewhere' }, 'linux', '/home/me')).toBe('/elsewhere')
  expect(dataFolder({}, 'linux', '/home/me')).toBe('/home/me/.local/share/unroll')
  expect(dataFolder({}, 'darwin', '/Users/me')).toBe('/Users/me/Library/Application Support/Unroll')
  expect(dataFolder({ APPDATA: '/C/AppData' }, 'win32', '/C')).toBe('/C/AppData/Unroll')
})
