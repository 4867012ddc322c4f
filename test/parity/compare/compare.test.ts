import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, it, expect } from 'vitest'
import { openServices } from '../../../electron/services.ts'
import { toCsv } from '../../../shared/tasks/csv.ts'
import { generateOrderReviews } from '../../../shared/tasks/negation-grammar.ts'
import { compare, temporaryFolder } from './command.ts'

interface Results {
  dataset: Record<string, unknown>
  models: {
    name: string
    testAccuracy: number
    testLoss: number
    secondsPerEpoch: number
    gradientNormByTimestep: number[]
  }[]
}
const resultsIn = (folder: string, name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Results
const small = ['--epochs', '1', '--hidden', '4', '--embedding', '4']
const folder = temporaryFolder()
afterAll(() => rmSync(folder, { recursive: true, force: true }))

beforeAll(() => {
  const reviews = generateOrderReviews().slice(0, 120)
  const rows = reviews.map(({ text, label }) => [label, text])
  writeFileSync(join(folder, 'reviews.csv'), toCsv([['sentiment', 'review'], ...rows, ['negative', ''], ['positive']]))
})

/** All that a data folder holds of the runs of its one experiment, the clock left out. */
async function kept(data: string) {
  const services = await openServices({ dataFolder: join(folder, data), resources: null })
  try {
    const [{ id }] = services.experiments.list()
    const { runs } = services.experiments.read(id)
    const best = await Promise.all(runs.map((run) => services.runs.checkpoint(run.id, 'best')))
    return {
      metrics: runs.map((run) => services.runs.metrics(run.id)),
      weights: best.map(tensorsOf),
    }
  } finally {
    await services.close()
  }
}

/** The numbers of a safetensors file, without its header: that holds the seconds that training took. */
const tensorsOf = (bytes: Uint8Array) =>
  Buffer.from(bytes.subarray(8 + Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true))))

describe('npm run compare', () => {
  it('trains the models, writes the promised JSON, and the same again for the same seed but for times', async () => {
    const args = ['reviews.csv', '--models', 'ann-mean,ann,rnn,lstm', ...small, '--seed', '3']
    const first = await compare([...args, '--json', 'first.json'], folder)
    expect(first.err).toContain('LSTM            epoch 1/1')
    expect(first.out).toMatch(/^model +best val +last val +test acc +test loss +parameters +s\/epoch +decay\/word$/m)
    expect(first.code).toBe(0)
    const second = await compare([...args, '--json', 'second.json'], folder)
    expect(second.code).toBe(0)

    const [one, two] = ['first.json', 'second.json'].map((name) => resultsIn(folder, name))
    expect(Object.keys(one)).toEqual(['dataset', 'models'])
    expect(one.dataset).toEqual({ rowsRead: 122, rowsKept: 120, rowsRefused: 2, classes: ['negative', 'positive'] })
    expect(one.models.map((model) => model.name)).toEqual(['ann-mean', 'ann', 'rnn', 'lstm'])
    for (const model of one.models) {
      expect(Object.keys(model)).toEqual([
        ...['name', 'parameters', 'testAccuracy', 'testLoss', 'secondsPerEpoch', 'gradientNormByTimestep'],
      ])
      expect(model.gradientNormByTimestep.length).toBeGreaterThan(5)
      expect(model.gradientNormByTimestep.every((norm) => norm > 0)).toBe(true)
    }
    const withoutTimes = ({ dataset, models }: Results) => ({
      dataset,
      models: models.map((model) => ({ ...model, secondsPerEpoch: null })),
    })
    expect(withoutTimes(two)).toEqual(withoutTimes(one))
  })

  it('keeps experiment, runs, metrics and checkpoints where the application finds them, and the rows once', async () => {
    const services = await openServices({ dataFolder: join(folder, 'data'), resources: null })
    try {
      expect(services.datasets.list().map((dataset) => dataset.fileName)).toEqual(['reviews.csv'])
      const experiments = services.experiments.list()
      expect(experiments.map((experiment) => experiment.runs.map((run) => run.status))).toEqual([
        ['finished', 'finished', 'finished', 'finished'],
        ['finished', 'finished', 'finished', 'finished'],
      ])
      const { runs } = services.experiments.read(experiments[0].id)
      for (const run of runs) {
        expect(run.epochs.length).toBe(1)
        expect(services.runs.metrics(run.id).values.length).toBeGreaterThan(0)
        expect(run.checkpoints).toEqual({ last: run.step, best: run.step })
      }
    } finally {
      await services.close()
    }
  })

  it('gives the same results side by side as one after the other', async () => {
    const args = ['reviews.csv', '--models', 'ann-mean,rnn,lstm', ...small, '--epochs', '3', '--seed', '5']
    const trained = async (jobs: string) => {
      const name = `jobs-${jobs}.json`
      const { code, err } = await compare([...args, '--jobs', jobs, '--json', name, '--data', `jobs-${jobs}`], folder)
      expect([code, err.match(/LSTM +epoch 3\/3/)?.length]).toEqual([0, 1])
      const { dataset, models } = resultsIn(folder, name)
      const results = { dataset, models: models.map((model) => ({ ...model, secondsPerEpoch: null })) }
      return { results, ...(await kept(`jobs-${jobs}`)) }
    }
    const [one, three] = [await trained('1'), await trained('3')]
    expect(three.results).toEqual(one.results)
    // Every recorded number and every weight, bit for bit.
    expect(three.metrics).toEqual(one.metrics)
    expect(three.weights).toEqual(one.weights)
    expect(one.weights.every(({ length }) => length > 100)).toBe(true)
  })

  it.each([
    ['one after the other', '1', ['stopped', 'waiting']],
    ['side by side', '2', ['stopped', 'stopped']],
  ])('stops on Ctrl+C with status 130 and keeps runs that can go on: %s', async (_, jobs, statuses) => {
    const endless = ['--epochs', '10000', '--patience', 'none', '--jobs', jobs]
    const args = ['reviews.csv', '--models', 'rnn,lstm', ...small, ...endless, '--json', 'no.json']
    const begun = (err: string) =>
      (jobs === '1' ? ['RNN '] : ['RNN ', 'LSTM']).every((name) => err.includes(`${name}  epoch 2/`))
    const ended = await compare([...args, '--data', `stopped-${jobs}`], folder, (err, interrupt) => {
      if (begun(err) && !err.includes('Stopping')) interrupt()
    })
    expect(ended.code).toBe(130)
    expect(ended.err).toContain('goes on from its checkpoint')
    expect(() => resultsIn(folder, 'no.json')).toThrow('ENOENT')
    const services = await openServices({ dataFolder: join(folder, `stopped-${jobs}`), resources: null })
    try {
      const [{ id }] = services.experiments.list()
      const { runs } = services.experiments.read(id)
      expect(runs.map(({ status }) => status)).toEqual(statuses)
      for (const run of runs.filter(({ status }) => status === 'stopped')) {
        expect(run.checkpoints.last).toBe(run.step)
        expect(run.step).toBeGreaterThan(0)
      }
    } finally {
      await services.close()
    }
  })

  it('repeats an experiment from its spec', async () => {
    const services = await openServices({ dataFolder: join(folder, 'data'), resources: null })
    const [{ id }] = services.experiments.list()
    writeFileSync(join(folder, 'spec.json'), JSON.stringify(services.experiments.read(id).spec))
    await services.close()
    const { code, err } = await compare(['reviews.csv', '--spec', 'spec.json', '--json', 'again.json'], folder)
    expect([code, err.includes('other rows')]).toEqual([0, false])
    const accuracies = (name: string) =>
      resultsIn(folder, name).models.map((model) => [model.testAccuracy, model.testLoss])
    expect(accuracies('again.json')).toEqual(accuracies('first.json'))
  })
})

describe('what is wrong with a file or an argument', () => {
  const rows = (count: number, row: (i: number) => string) => Array.from({ length: count }, (_, i) => row(i)).join('\n')
  it.each([
    ['an empty file', '', [], 'is empty'],
    ['one column', rows(20, (i) => `text ${i}`), [], 'only one column'],
    ['a binary file', '\u0000\u0001\u0002'.repeat(200), [], 'is no text'],
    ['one class', `text,label\n${rows(20, (i) => `review ${i},1`)}`, [], 'at least two classes'],
    ['only duplicates', `text,label\n${rows(20, (i) => `same text,${i % 2}`)}`, [], '1 distinct text'],
    [
      'an unknown column',
      `text,label\n${rows(20, (i) => `review ${i},${i % 2}`)}`,
      ['--text', 'wat'],
      'no column "wat"',
    ],
    ['a bad number', 'text,label\n', ['--epochs', 'many'], '--epochs must be a whole number'],
  ])('%s: one clear line, status 2, no stack trace', async (name, contents, args, message) => {
    const file = `${name.replaceAll(' ', '-')}.csv`
    writeFileSync(join(folder, file), contents)
    const { code, out, err } = await compare([file, ...args, '--data', 'refused'], folder)
    expect([code, out]).toEqual([2, ''])
    const last = err.trimEnd().split('\n').at(-1)
    expect(last).toContain(message)
    expect(err).not.toMatch(/\n\s+at /)
  })

  it('escape sequences in names and labels never reach the terminal', async () => {
    const esc = '\u001b[31m'
    const reviews = rows(60, (i) => `review number ${i} ${esc},${i % 2 ? 'good' : `bad${esc}`}`)
    writeFileSync(join(folder, `evil${esc}.csv`), `text${esc},label\n${reviews}`)
    const { out, err } = await compare([`evil${esc}.csv`, '--models', 'ann-mean', ...small], folder)
    expect(out + err).not.toContain('\u001b')
    expect(err).toContain('␛[31m')
  })
})

describe('the order reviews', () => {
  it('a model blind to order stays below 80 % of the test part, the LSTM reaches 97 %', async () => {
    const file = fileURLToPath(new URL('../../../resources/samples/order-reviews.csv', import.meta.url))
    const args = [file, '--models', 'ann-mean,lstm', '--seed', '1', '--json', 'order.json']
    expect((await compare(args, folder)).code).toBe(0)
    const [mean, lstm] = resultsIn(folder, 'order.json').models
    expect(mean.testAccuracy).toBeLessThan(0.8)
    expect(lstm.testAccuracy).toBeGreaterThanOrEqual(0.97)
  }, 300_000) // seconds on an idle machine
})
