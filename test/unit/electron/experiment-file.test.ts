import { createHash } from 'node:crypto'
import { unzipSync, zipSync } from 'fflate'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Services } from '../../../electron/services.ts'
import type { ClampSpec } from '../../../shared/contract/clamps.ts'
import { experimentFileName, isExperimentFile } from '../../../shared/contract/experiment-file.ts'
import type { Experiment } from '../../../shared/contract/experiment.ts'
import { defaultModel } from '../../../shared/contract/spec.ts'
import { checkpointAt, importContent, reviews, specOf, temporaryServices } from './temporary-services.ts'

let [here, there]: Services[] = []
let experiment: Experiment

const table = {
  columns: ['step', 'loss', 'h:0'],
  values: Float64Array.of(1, 0.7, 0.25, 2, 0.6, NaN),
}
const epoch = {
  ...{ epoch: 1, step: 2, trainLoss: 0.5, trainAccuracy: 0.75, validationLoss: 0.6 },
  ...{ validationAccuracy: 0.7, seconds: 1.5 },
}

beforeEach(async () => {
  ;[here, there] = [await temporaryServices(), await temporaryServices()]
  const dataset = await importContent(here, 'reviews.csv', reviews)
  experiment = await here.experiments.create({ name: 'A: <b>ü</b>', dataset: dataset.id, spec: specOf() })
  here.experiments.update(experiment.id, { notes: 'Why is it so?' })
  const [run] = experiment.runs
  here.runs.update(run.id, { status: 'running', device: 'wasm' })
  here.runs.appendMetrics(run.id, table)
  here.runs.addEpoch(run.id, epoch)
  await here.runs.saveCheckpoint(run.id, 'best', checkpointAt(1))
  await here.runs.saveCheckpoint(run.id, 'last', checkpointAt(2))
})

/** What does not depend on where it is kept. */
const essence = ({ name, notes, spec, split, classes, vocabulary, runs }: Experiment) => ({
  ...{ name, notes, spec, split, classes, vocabulary: { ...vocabulary, id: '' } },
  runs: runs.map((run) => ({ ...run, id: '', experimentId: '', createdAt: '', updatedAt: '' })),
})
/** The file with changes; `seal` makes them look as if they had always been there. */
const changed = async (change: (entries: Record<string, Uint8Array>) => void, { seal = false } = {}) => {
  const entries = unzipSync(await here.files.save(experiment.id))
  change(entries)
  if (seal) {
    const { 'unroll.json': document, ...others } = entries
    const sums = Object.entries(others).map(([name, bytes]) => [name, createHash('sha256').update(bytes).digest('hex')])
    const json = JSON.parse(text(document)) as object
    entries['unroll.json'] = bytesOf(JSON.stringify({ ...json, files: Object.fromEntries(sums) as object }))
  }
  return zipSync(entries)
}
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
const bytesOf = (words: string) => new TextEncoder().encode(words)

describe('an experiment that is saved as a file and opened in another data folder', () => {
  it('is the same there: settings, split, curves, epochs and weights', async () => {
    const opened = await there.files.open('a.unroll', await here.files.save(experiment.id))
    const original = here.experiments.read(experiment.id)
    // What trains here is, there, what it is after a stop.
    expect(essence(opened)).toEqual(
      essence({ ...original, runs: original.runs.map((run, n) => (n === 0 ? { ...run, status: 'stopped' } : run)) }),
    )
    const [run] = opened.runs
    expect(there.runs.metrics(run.id)).toEqual(table)
    expect(run.epochs).toEqual([epoch])
    expect(await there.runs.checkpoint(run.id, 'last')).toEqual(checkpointAt(2))
    expect(await there.runs.checkpoint(run.id, 'best')).toEqual(checkpointAt(1))
    expect(there.datasets.rows(opened.dataset.id).rows).toEqual(here.datasets.rows(experiment.dataset.id).rows)
    expect(there.datasets.read(opened.dataset.id).fingerprint).toBe(
      here.datasets.read(experiment.dataset.id).fingerprint,
    )
  })

  it('uses the data set that is there already, and leaves out what had been deleted', async () => {
    const bytes = await here.files.save(experiment.id)
    await here.files.open('a.unroll', bytes)
    expect(here.datasets.list()).toHaveLength(1)
    expect(here.experiments.list()).toHaveLength(2)

    here.runs.remove(experiment.runs[0].id)
    const opened = await there.files.open('a.unroll', await here.files.save(experiment.id))
    expect(opened.runs.map((run) => run.spec.model.name)).toEqual(
      experiment.runs.slice(1).map((run) => run.spec.model.name),
    )
  })

  it('keeps what a model was trained with held: every clamp, and the weights that came of it', async () => {
    const clamps: ClampSpec[] = [
      { what: 'f', unit: 'all', value: 1, layer: 1, direction: 'forward' },
      { what: 'o', unit: 2, value: 0.5, layer: 2, direction: 'reverse' },
    ]
    const model = { ...defaultModel('lstm'), layers: 2, bidirectional: true, clamps }
    const { id: dataset } = experiment.dataset
    const { id, runs } = await here.experiments.create({ name: 'Held', dataset, spec: specOf({ models: [model] }) })
    here.runs.update(runs[0].id, { status: 'running', device: 'wasm' })
    here.runs.addEpoch(runs[0].id, epoch)
    await here.runs.saveCheckpoint(runs[0].id, 'last', checkpointAt(2))

    const opened = await there.files.open('held.unroll', await here.files.save(id))
    expect(opened.spec.models[0].clamps).toEqual(clamps)
    expect(opened.runs[0].spec.model.clamps).toEqual(clamps)
    expect(opened.runs[0].epochs).toEqual([epoch])
    expect(await there.runs.checkpoint(opened.runs[0].id, 'last')).toEqual(checkpointAt(2))
    // And again from there: nothing is lost on the second way either.
    const back = await here.files.open('back.unroll', await there.files.save(opened.id))
    expect(back.runs[0].spec).toEqual(here.experiments.read(id).runs[0].spec)
  })

  it('goes on from its checkpoint', async () => {
    const opened = await there.files.open('a.unroll', await here.files.save(experiment.id))
    const [run] = opened.runs
    expect(there.runs.update(run.id, { status: 'running' }).step).toBe(2)
  })
})

describe('a file that is no experiment, or not what it says', () => {
  const refused = async (bytes: Uint8Array, why: RegExp) => {
    await expect(there.files.open('bad.unroll', bytes)).rejects.toMatchObject({
      code: 'file-unreadable',
      message: expect.stringMatching(why) as string,
    })
    expect(there.experiments.list()).toEqual([])
    expect(there.datasets.list()).toEqual([])
  }

  it('is refused with the reason, and nothing of it stays', async () => {
    await refused(bytesOf('not an archive at all'), /“bad\.unroll” is no Unroll experiment/)
    await refused(zipSync({ 'readme.txt': bytesOf('hello') }), /it has no unroll\.json/)
    await refused(zipSync({ 'unroll.json': bytesOf('{') }), /its unroll\.json is damaged/)
    await refused(zipSync({ 'unroll.json': bytesOf('{"format":"unroll-experiment","version":2}') }), /newer version/)
    await refused((await here.files.save(experiment.id)).subarray(0, 700), /is no Unroll experiment/)
    await refused(await changed((entries) => delete entries['rows.jsonl']), /it has no rows\.jsonl/)
    await refused(
      await changed((entries) => {
        entries['unroll.json'] = bytesOf(text(entries['unroll.json']).replace('"seed": 7', '"seed": -1'))
      }),
      /experiment\.spec\.seed/,
    )
  })

  it('is refused where a bit has flipped in the weights', async () => {
    const flipped = await changed((entries) => (entries['runs/0/best.safetensors'][80] ^= 1))
    await refused(flipped, /its runs\/0\/best\.safetensors is damaged/)
  })

  it('is refused where the rows are not those that were trained on', async () => {
    const rows = (change: (rows: string) => string) =>
      changed((entries) => (entries['rows.jsonl'] = bytesOf(change(text(entries['rows.jsonl'])))), { seal: true })
    await refused(await rows((all) => all.replace('"', '"x')), /its rows are not those/)
    await refused(
      await rows((all) => all.replace(/^\[.*$/m, '["text",99,null,"",1]')),
      /line 1 of its rows\.jsonl is no row/,
    )
  })

  it('shows no experiment whose weights are none', async () => {
    const bytes = await changed((entries) => (entries['runs/0/best.safetensors'] = bytesOf('no weights')), {
      seal: true,
    })
    await expect(there.files.open('bad.unroll', bytes)).rejects.toMatchObject({ code: 'file-unreadable' })
    expect(there.experiments.list()).toEqual([])
  })
})

describe('the name of such a file', () => {
  it('holds nothing that a system refuses in names', () => {
    expect(experimentFileName('ANN, RNN: "what/if"?\n')).toBe('ANN, RNN what if.unroll')
    expect(experimentFileName('...')).toBe('experiment.unroll')
    expect(isExperimentFile('A.UNROLL')).toBe(true)
    expect(isExperimentFile('a.unroll.csv')).toBe(false)
  })
})
