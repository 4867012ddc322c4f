import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import type { EpochRecord, Experiment } from '../../../shared/contract/experiment.ts'
import { openServices } from '../../../electron/services.ts'
import type { Services } from '../../../electron/services.ts'
import {
  checkpointAt,
  importContent,
  reviews,
  specOf,
  temporaryFolder,
  temporaryServices,
} from './temporary-services.ts'

let folder: string
let services: Services
let experiment: Experiment
let run: string

beforeEach(async () => {
  folder = temporaryFolder()
  services = await temporaryServices(folder)
  const dataset = await importContent(services, 'r.csv', reviews)
  experiment = await services.experiments.create({ dataset: dataset.id, spec: specOf() })
  run = experiment.runs[0].id
})

const table = (columns: string[], ...rows: number[][]) => ({ columns, values: Float64Array.from(rows.flat()) })
const epoch = (number: number, step: number): EpochRecord => ({
  ...{ epoch: number, step, trainLoss: 0.5, trainAccuracy: 0.7, validationLoss: 0.6 },
  ...{ validationAccuracy: 0.5 + number / 100, seconds: 1 },
})
const files = () => readdirSync(join(folder, 'checkpoints'))

describe('recorded steps', () => {
  it('come back as one table; a column that a block lacks is NaN', () => {
    services.runs.appendMetrics(run, table(['step', 'loss'], [1, 0.9], [2, 0.8]))
    services.runs.appendMetrics(run, table(['step', 'loss', 'h:0'], [3, 0.7, 1e-9]))
    expect(services.runs.metrics(run)).toEqual({
      columns: ['step', 'loss', 'h:0'],
      values: Float64Array.from([1, 0.9, NaN, 2, 0.8, NaN, 3, 0.7, 1e-9]),
    })
    expect(services.runs.read(run)).toMatchObject({ step: 3, columns: ['step', 'loss', 'h:0'] })
  })

  it('are recorded once, however often a request is repeated', () => {
    const block = table(['step', 'loss'], [1, 0.9], [2, 0.8])
    services.runs.appendMetrics(run, block)
    services.runs.appendMetrics(run, block)
    services.runs.appendMetrics(run, table(['step', 'loss'], [2, 0.1], [3, 0.7]))
    expect([...services.runs.metrics(run).values]).toEqual([1, 0.9, 2, 0.8, 3, 0.7])
  })

  it.each([
    ['no step', table(['loss'], [1])],
    ['falling steps', table(['step'], [2], [1])],
    ['a fraction of a step', table(['step'], [1.5])],
  ])('are refused with %s', (_, block) => {
    expect(() => services.runs.appendMetrics(run, block)).toThrowError(expect.objectContaining({ code: 'bad-request' }))
  })
})

describe('checkpoints', () => {
  it('come back byte for byte, the newest of each kind, with one file each', async () => {
    await services.runs.saveCheckpoint(run, 'last', checkpointAt(5))
    await services.runs.saveCheckpoint(run, 'best', checkpointAt(5))
    const saved = await services.runs.saveCheckpoint(run, 'last', checkpointAt(9))
    expect(saved).toMatchObject({ checkpoints: { last: 9, best: 5 }, step: 9 })
    expect(await services.runs.checkpoint(run, 'last')).toEqual(checkpointAt(9))
    expect(await services.runs.checkpoint(run, 'best')).toEqual(checkpointAt(5))
    expect(files()).toHaveLength(2)
  })

  it('drop what was recorded after them when the run goes back to them', async () => {
    services.runs.appendMetrics(run, table(['step', 'loss'], [1, 0.9], [2, 0.8], [3, 0.7], [4, 0.6]))
    services.runs.appendMetrics(run, table(['step', 'loss'], [5, 0.5]))
    services.runs.addEpoch(run, epoch(1, 2))
    services.runs.addEpoch(run, epoch(2, 4))
    const back = await services.runs.saveCheckpoint(run, 'last', checkpointAt(3), { rewind: true })
    expect([...services.runs.metrics(run).values]).toEqual([1, 0.9, 2, 0.8, 3, 0.7])
    expect(back).toMatchObject({ step: 3, epochs: [epoch(1, 2)] })
    services.runs.appendMetrics(run, table(['step', 'loss'], [4, 0.61]))
    expect([...services.runs.metrics(run).values].slice(-2)).toEqual([4, 0.61])
  })

  it('are refused when they are no safetensors file or do not say their step', async () => {
    const { encodeSafetensors } = await import('../../../shared/engine/training/safetensors.ts')
    for (const bytes of [new Uint8Array(20), encodeSafetensors({}, {}), encodeSafetensors({}, { step: '-1' })])
      await expect(services.runs.saveCheckpoint(run, 'last', bytes)).rejects.toMatchObject({ code: 'bad-request' })
    await expect(services.runs.checkpoint(run, 'last')).rejects.toMatchObject({ code: 'checkpoint-not-found' })
    expect(files()).toEqual([])
  })
})

describe('the life of a run', () => {
  it('freezes the experiment when it starts, and restarts as if it had never been', async () => {
    services.runs.update(run, { status: 'running', device: 'wasm' })
    await expect(services.experiments.replaceSpec(experiment.id, specOf({ seed: 8 }))).rejects.toMatchObject({
      code: 'experiment-frozen',
    })
    services.runs.appendMetrics(run, table(['step'], [1]))
    services.runs.addEpoch(run, epoch(1, 1))
    await services.runs.saveCheckpoint(run, 'last', checkpointAt(1))
    services.runs.update(run, { status: 'failed', error: 'It broke.' })
    const restarted = await services.runs.restart(run)
    expect({ ...restarted, updatedAt: '' }).toEqual({ ...experiment.runs[0], updatedAt: '' })
    expect(files()).toEqual([])
    const changed = await services.experiments.replaceSpec(experiment.id, specOf({ seed: 8 }))
    expect(changed).toMatchObject({ frozen: false, spec: { seed: 8 } })
  })

  it('forgets a failure when it goes on', () => {
    services.runs.update(run, { status: 'failed', error: 'It broke.' })
    expect(services.runs.update(run, { status: 'running' })).toMatchObject({ status: 'running', error: null })
  })

  it('does not go on after its end, nor back to its beginning by a status', () => {
    services.runs.update(run, { status: 'running' })
    expect(() => services.runs.update(run, { status: 'waiting' })).toThrow('restarted')
    services.runs.update(run, { status: 'finished' })
    expect(() => services.runs.update(run, { status: 'running' })).toThrow('finished')
    expect(services.runs.update(run, { notes: 'kept' })).toMatchObject({ status: 'finished', notes: 'kept' })
  })

  it('ends as stopped when the process closes, and is all there afterwards', async () => {
    services.runs.update(run, { status: 'running' })
    services.runs.appendMetrics(run, table(['step', 'loss'], [1, 0.9]))
    await services.runs.saveCheckpoint(run, 'last', checkpointAt(1))
    await services.close()
    const again = await temporaryServices(folder)
    expect(again.runs.read(run)).toMatchObject({ status: 'stopped', step: 1, checkpoints: { last: 1 } })
    expect([...again.runs.metrics(run).values]).toEqual([1, 0.9])
    expect(again.about().notices).toEqual([])
  })

  it('belongs to the process that trains it, as long as that lives', async () => {
    services.runs.update(run, { status: 'running' })
    const other = await openServices({ dataFolder: folder, resources: null })
    try {
      expect(other.runs.read(run).status).toBe('running')
      expect(() => other.runs.update(run, { status: 'stopped' })).toThrow('Another Unroll process')
      await expect(other.runs.restart(run)).rejects.toMatchObject({ code: 'run-state' })
      await services.close()
      expect(other.runs.update(run, { status: 'running' }).status).toBe('running')
    } finally {
      await other.close()
    }
  })
})

describe('experiments', () => {
  it('derive split, vocabulary and parameters from the spec, and say so before they are saved', async () => {
    const request = { dataset: experiment.dataset.id, spec: specOf() }
    const plan = await services.experiments.plan(request)
    expect(services.experiments.list()).toHaveLength(1)
    expect(plan.split).toEqual(experiment.split)
    expect({ id: experiment.vocabulary.id, ...plan.vocabulary }).toEqual(experiment.vocabulary)
    expect(plan.models.map((model) => model.parameters)).toEqual(experiment.runs.map((run) => run.parameters))
    expect(experiment.split.train + experiment.split.validation + experiment.split.test).toBe(40)
    // film, number, was, good, bad and the number of each training row, with the two reserved entries
    expect(experiment.vocabulary.size).toBe(2 + 5 + experiment.split.train)
  })

  it('answer encoded parts whose ids are words of the vocabulary, every row in one part', async () => {
    const { words } = services.experiments.vocabulary(experiment.id)
    const rows = services.datasets.rows(experiment.dataset.id, { limit: 100 }).rows
    const seen: number[] = []
    for (const part of ['train', 'validation', 'test'] as const) {
      const encoded = await services.experiments.encoded(experiment.id, part)
      encoded.rowIds.forEach((id, n) => {
        seen.push(id)
        const tokens = [...encoded.ids.slice(encoded.offsets[n], encoded.offsets[n + 1])].map((token) => words[token])
        const expected = rows[id].text.split(' ').map((word) => (words.includes(word) ? word : '⟨unk⟩'))
        expect(tokens).toEqual(expected)
        expect(encoded.labels[n]).toBe(rows[id].label)
      })
    }
    expect(seen.toSorted((a, b) => a - b)).toEqual(rows.map((row) => row.id))
  })

  it('hide and come back, with their runs', () => {
    services.experiments.remove(experiment.id)
    expect(services.experiments.list()).toEqual([])
    expect(() => services.experiments.read(experiment.id)).toThrow('does not exist')
    expect(services.experiments.restore(experiment.id).runs).toHaveLength(2)
    services.runs.remove(run)
    expect(services.experiments.read(experiment.id).runs.map(({ id }) => id)).not.toContain(run)
    expect(services.runs.restore(run).id).toBe(run)
  })

  it('go on working when their data set is hidden, but no new one is made of it', async () => {
    services.datasets.remove(experiment.dataset.id)
    expect((await services.experiments.encoded(experiment.id, 'train')).rowIds.length).toBeGreaterThan(0)
    const { name, classes, runs } = services.experiments.read(experiment.id)
    expect({ name, classes }).toEqual({ name: experiment.name, classes: experiment.classes })
    const plan = await services.experiments.plan({ dataset: experiment.dataset.id, spec: specOf() })
    expect(plan.models.map((model) => model.parameters)).toEqual(runs.map(({ parameters }) => parameters))
    await expect(services.experiments.create({ dataset: experiment.dataset.id, spec: specOf() })).rejects.toMatchObject(
      { code: 'dataset-not-found' },
    )
    services.datasets.restore(experiment.dataset.id)
    expect(services.datasets.list()).toHaveLength(1)
  })
})
