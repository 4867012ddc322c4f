import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { beforeEach, describe, expect, it } from 'vitest'
import { openServices } from '../../../electron/services.ts'
import type { Services } from '../../../electron/services.ts'
import { first } from '../../../electron/storage/migrations/001-first.ts'
import { decodeSnapshot, encodeSnapshot } from '../../../shared/engine/training/snapshot-file.ts'
import {
  checkpointAt,
  importContent,
  reviews,
  specOf,
  temporaryFolder,
  temporaryServices,
} from '../electron/temporary-services.ts'

let folder: string
let services: Services
let run: string

beforeEach(async () => {
  folder = temporaryFolder()
  services = await temporaryServices(folder)
  const dataset = await importContent(services, 'r.csv', reviews)
  const { runs } = await services.experiments.create({ dataset: dataset.id, spec: specOf() })
  run = runs[0].id
})

const parameters = (update: number | null) => [{ name: 'rnn1.U', norm: 5, update }]
const snapshotAt = (step: number, update: number | null = 0.1) =>
  encodeSnapshot({
    ...{ step, epoch: 1, parameters: parameters(update) },
    tensors: { 'rnn1.U': { dtype: 'F32', shape: [1, 2], data: Float32Array.of(3, 4) } },
  })
const files = () => readdirSync(join(folder, 'snapshots'))
const steps = () => services.runs.snapshots(run).map(({ step }) => step)

describe('snapshots', () => {
  it('come back byte for byte and are listed by step with what they say of themselves', async () => {
    for (const step of [8, 0, 100]) await services.runs.saveSnapshot(run, step, snapshotAt(step))
    expect(services.runs.snapshots(run)[1]).toEqual({ step: 8, epoch: 1, parameters: parameters(0.1) })
    expect(steps()).toEqual([0, 8, 100])
    expect(await services.runs.snapshot(run, 8)).toEqual(snapshotAt(8))
    await expect(services.runs.snapshot(run, 9)).rejects.toMatchObject({ code: 'checkpoint-not-found' })
  })

  it('are replaced when they are written again, and leave one file', async () => {
    await services.runs.saveSnapshot(run, 8, snapshotAt(8, null))
    await services.runs.saveSnapshot(run, 8, snapshotAt(8, 0.2))
    expect(services.runs.snapshots(run)[0].parameters).toEqual(parameters(0.2))
    expect(files()).toHaveLength(1)
  })

  it('go when the run goes back before them, and with a restart', async () => {
    for (const step of [0, 8, 16]) await services.runs.saveSnapshot(run, step, snapshotAt(step))
    await services.runs.saveCheckpoint(run, 'last', checkpointAt(8), { rewind: true })
    expect(steps()).toEqual([0, 8])
    expect(files()).toHaveLength(2)
    await services.runs.restart(run)
    expect([steps(), files()]).toEqual([[], []])
  })

  it('are refused when they are cut off, no snapshot, or of another step', async () => {
    const whole = snapshotAt(8)
    for (const bytes of [whole.slice(0, whole.length - 3), whole.slice(0, 20), checkpointAt(8), snapshotAt(9)])
      await expect(services.runs.saveSnapshot(run, 8, bytes)).rejects.toMatchObject({ code: 'bad-request' })
    expect(files()).toEqual([])
  })

  it('half written by a process that is gone are swept at the next start; whole ones stay', async () => {
    await services.runs.saveSnapshot(run, 8, snapshotAt(8))
    await services.close()
    const [name] = files()
    const writer = '0123456789abcdef'
    for (const lost of [`${run}.16.1.${writer}.safetensors.part`, `${run}.16.1.${writer}.safetensors`])
      writeFileSync(join(folder, 'snapshots', lost), 'half')
    services = await openServices({ dataFolder: folder, resources: null })
    expect(files()).toEqual([name])
    expect(await services.runs.snapshot(run, 8)).toEqual(snapshotAt(8))
    await services.close()
  })
})

describe('a data folder from before there were snapshots', () => {
  it('is brought up to date, and its runs have none', async () => {
    const old = temporaryFolder()
    const database = new DatabaseSync(join(old, 'unroll.db'))
    database.exec(`${first}; PRAGMA user_version = 1`)
    database.close()
    const opened = await temporaryServices(old)
    const dataset = await importContent(opened, 'r.csv', reviews)
    const { runs } = await opened.experiments.create({ dataset: dataset.id, spec: specOf() })
    expect(opened.runs.snapshots(runs[0].id)).toEqual([])
    await opened.runs.saveSnapshot(runs[0].id, 0, snapshotAt(0))
    expect(opened.runs.snapshots(runs[0].id)).toHaveLength(1)
  })
})

describe('the file of a snapshot', () => {
  it('says which step, epoch and parameters it is of', () => {
    const { tensors, ...info } = decodeSnapshot(snapshotAt(3))
    expect(info).toEqual({ step: 3, epoch: 1, parameters: parameters(0.1) })
    expect([...tensors['rnn1.U'].data]).toEqual([3, 4])
  })

  it('is refused when a number in it cannot be', () => {
    const broken = encodeSnapshot({ ...{ step: 1, epoch: 0, parameters: [] }, tensors: {} })
    expect(() => decodeSnapshot(broken)).toThrow('malformed')
    expect(() => decodeSnapshot(checkpointAt(1))).toThrow("format 'unroll-snapshot-1' expected")
  })
})
