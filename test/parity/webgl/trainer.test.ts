import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApi } from '../../../electron/api/app.ts'
import { openServices } from '../../../electron/services.ts'
import type { Services } from '../../../electron/services.ts'
import type { Experiment, Run } from '../../../shared/contract/experiment.ts'
import { defaultModel, defaultSplit, defaultText, defaultTraining } from '../../../shared/contract/spec.ts'
import type { TrainingSpec } from '../../../shared/contract/spec.ts'
import type { Device, FromTrainer, ToTrainer } from '../../../shared/contract/trainer.ts'
import { openBenchPage } from '../../browser/bench-page.ts'
import type { BenchPage } from '../../browser/bench-page.ts'

/**
 * The trainer's worker in a real Chromium against the real API and a real data folder; only the page around it is missing.
 */
let page: BenchPage
let services: Services
let dataset: string
/** Requests that are to fail, and what the API answered. */
let sabotage: ((method: string, path: string) => Response | null) | null = null
const folder = mkdtempSync(join(tmpdir(), 'unroll-trainer-'))

const reviews = `text,label\n${Array.from({ length: 200 }, (_, n) => {
  const [good, not] = [n % 2 === 0, n % 3 === 0]
  return `film ${n} was ${not ? 'not ' : ''}${good ? 'good' : 'bad'},${good !== not ? 'positive' : 'negative'}`
}).join('\n')}\n`

beforeAll(async () => {
  services = await openServices({ dataFolder: folder, resources: null })
  const preview = await services.imports.open('reviews.csv', [new TextEncoder().encode(reviews)] as never)
  services.imports.commit(preview.id, preview.options)
  dataset = (await services.imports.finished(preview.id)).id
  const api = createApi(services, { host: 'browser', page: null })
  page = await openBenchPage('test/parity/webgl/trainer-page.ts', {
    answer: async (request) => {
      const { pathname } = new URL(request.url)
      if (!pathname.startsWith('/api/')) return null
      return sabotage?.(request.method, pathname) ?? (await api.fetch(request))
    },
  })
})
afterAll(async () => {
  await page?.close()
  await services?.close()
  rmSync(folder, { recursive: true, force: true })
})

const create = (training: Partial<TrainingSpec> = {}): Promise<Experiment> =>
  services.experiments.create({
    dataset,
    spec: {
      version: 1,
      text: { ...defaultText, maxLength: 8 },
      split: defaultSplit,
      training: { ...defaultTraining, epochs: 3, recordEvery: 2, ...training },
      models: [{ ...defaultModel('lstm'), hidden: 5, input: { kind: 'embedding', size: 3 } }, defaultModel('ann-mean')],
      seed: 3,
    },
  })

const read = (run: Run) => services.runs.read(run.id)
const post = (message: ToTrainer) => page.call<void>('post', message)
const until = (kinds: FromTrainer['kind'][], from = 0) =>
  page.call<{ message: FromTrainer; next: number }>('until', kinds, from)
const endings: FromTrainer['kind'][] = ['finished', 'stopped', 'failed', 'diverged']

async function train(run: Run, device: Device | null): Promise<FromTrainer> {
  await page.call('open')
  await post({ kind: 'train', run: run.id, device })
  return (await until(endings)).message
}

describe('the trainer in a real Chromium', () => {
  it.each(['cpu', 'wasm', 'webgl'] as const)('trains a run to its end on %s, and it is all on disk', async (device) => {
    const [run] = (await create()).runs
    expect(await train(run, device)).toMatchObject({ kind: 'finished', run: run.id })
    const messages = await page.call<FromTrainer[]>('all')
    expect(messages.find(({ kind }) => kind === 'device')).toMatchObject({ report: { device, float32: true } })
    expect(messages.filter(({ kind }) => kind === 'epoch')).toHaveLength(3)
    const saved = read(run)
    expect(saved).toMatchObject({ status: 'finished', device, step: 15 })
    expect(saved.epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3])
    expect(saved.test?.accuracy).toBeGreaterThanOrEqual(0)
    expect(saved.checkpoints.last).toBe(15)
    // Steps 1, 2, 4, … 14, live and on disk alike.
    const recorded = services.runs.metrics(run.id)
    const at = recorded.columns.indexOf('step')
    const steps = Array.from(recorded.values).filter((_, i) => i % recorded.columns.length === at)
    expect(steps).toEqual([1, 2, 4, 6, 8, 10, 12, 14])
    const live = messages.flatMap((m) => (m.kind === 'metrics' ? Array.from(m.values) : []))
    expect(live.map((x) => x ?? NaN)).toEqual(Array.from(recorded.values, (x) => x))
  })

  it('gives the same losses on every device, to five digits', async () => {
    const losses: number[][] = []
    for (const device of ['cpu', 'wasm', 'webgl'] as const) {
      const [run] = (await create()).runs
      await train(run, device)
      losses.push(read(run).epochs.flatMap(({ trainLoss, validationLoss }) => [trainLoss, validationLoss]))
    }
    const [cpu, ...others] = losses
    expect(cpu).toHaveLength(6)
    for (const other of others) other.forEach((loss, n) => expect(Math.abs(loss / cpu[n] - 1)).toBeLessThan(1e-4))
  })

  it('pauses with a checkpoint, steps, goes on, stops, and another worker resumes to the same end', async () => {
    const [whole] = (await create()).runs
    await train(whole, 'wasm')
    const [run] = (await create()).runs
    await page.call('open')
    await post({ kind: 'step', run: run.id, device: 'wasm' })
    let heard = await until(['paused'])
    expect(heard.message).toMatchObject({ kind: 'paused', step: 1 })
    expect(read(run)).toMatchObject({ status: 'paused', checkpoints: { last: 1 } })
    await post({ kind: 'step', run: run.id, device: 'wasm' })
    heard = await until(['paused'], heard.next)
    expect(heard.message).toMatchObject({ step: 2 })
    await post({ kind: 'resume', run: run.id })
    heard = await until(['running'], heard.next)
    await post({ kind: 'pause', run: run.id })
    heard = await until(['paused'], heard.next)
    await post({ kind: 'stop', run: run.id })
    heard = await until(['stopped'], heard.next)
    const stoppedAt = (heard.message as Extract<FromTrainer, { kind: 'stopped' }>).step
    expect(read(run)).toMatchObject({ status: 'stopped', checkpoints: { last: stoppedAt } })
    expect(await train(run, 'wasm')).toMatchObject({ kind: 'finished' })
    const timeless = ({ epochs }: Run) => epochs.map(({ seconds: _, ...rest }) => rest)
    expect(timeless(read(run))).toEqual(timeless(read(whole)))
    expect(read(run).test).toEqual(read(whole).test)
  })

  it('says what the models think after every word, cut-off words unread', async () => {
    const [run] = (await create()).runs
    await train(run, 'wasm')
    const ask = async (request: number, text: string) => {
      await page.call('open')
      await post({ kind: 'predict', run: run.id, request, text })
      return (await until(['prediction', 'prediction-failed'])).message
    }
    const said = await ask(1, 'Film was not Good, xylophone')
    if (said.kind !== 'prediction') throw new Error('no prediction')
    expect(said).toMatchObject({ run: run.id, request: 1, classes: 2 })
    expect(said.tokens.map(({ word, unknown, used }) => [word, unknown, used])).toEqual([
      ['Film', false, true],
      ['was', false, true],
      ['not', false, true],
      ['Good', false, true],
      ['xylophone', true, true],
    ])
    for (const { probabilities } of said.tokens) expect(probabilities[0] + probabilities[1]).toBeCloseTo(1, 5)
    const long = await ask(2, 'a b c d e f g h i j')
    if (long.kind !== 'prediction') throw new Error('no prediction')
    expect(long.tokens.map(({ used }) => used)).toEqual([...Array<boolean>(8).fill(true), false, false])
    expect(long.tokens[9].probabilities).toEqual([])
  })

  it('says that a run has not been trained when asked too early', async () => {
    const [run] = (await create()).runs
    await page.call('open')
    await post({ kind: 'predict', run: run.id, request: 5, text: 'good' })
    const { message } = await until(['prediction', 'prediction-failed'])
    expect(message).toMatchObject({
      kind: 'prediction-failed',
      request: 5,
      message: expect.stringContaining('trained'),
    })
  })

  it('ends as failed, with the words of the server, when the disk takes nothing more', async () => {
    const [run] = (await create()).runs
    const full = { code: 'disk-full', message: 'The disk is full: nothing more could be saved.' }
    sabotage = (method, path) =>
      method === 'POST' && path.endsWith('/metrics') ? Response.json(full, { status: 507 }) : null
    const message = await train(run, 'wasm')
    sabotage = null
    expect(message).toMatchObject({ kind: 'failed', message: full.message })
    expect(read(run)).toMatchObject({ status: 'failed', error: full.message })
  })

  it('survives an answer that is late: a request that fails once is made again', async () => {
    const [run] = (await create()).runs
    let failures = 0
    sabotage = (method, path) =>
      method === 'POST' && path.endsWith('/epochs') && failures++ === 0 ? new Response('oops', { status: 500 }) : null
    const message = await train(run, 'wasm')
    sabotage = null
    expect(message).toMatchObject({ kind: 'finished' })
    expect(failures).toBe(4)
    expect(read(run).epochs).toHaveLength(3)
  })

  it('refuses a run that is finished, and leaves it as it is', async () => {
    const [run] = (await create()).runs
    await train(run, 'wasm')
    expect(await train(run, 'wasm')).toMatchObject({ kind: 'failed', message: expect.stringContaining('finished') })
    expect(read(run).status).toBe('finished')
  })

  it('says so when the GPU is taken away, keeps the checkpoint, and goes on from it', async () => {
    const [run] = (await create({ epochs: 2000, earlyStopping: null })).runs
    await page.call('open')
    await post({ kind: 'train', run: run.id, device: 'webgl' })
    let heard = await until(['epoch'])
    heard = await until(['epoch'], heard.next) // the first one's checkpoint is written
    await crashGpu(page)
    heard = await until(endings, heard.next)
    expect(heard.message).toMatchObject({ kind: 'failed', message: expect.stringContaining('last checkpoint') })
    const saved = read(run)
    expect(saved).toMatchObject({ status: 'failed', checkpoints: { last: expect.any(Number) } })
    // The same handle, a new worker behind it.
    await post({ kind: 'step', run: run.id, device: 'webgl' })
    heard = await until(['paused', ...endings], heard.next)
    expect(heard.message).toMatchObject({ kind: 'paused', step: Number(saved.checkpoints.last) + 1 })
  })
})

/** Chromium's own way to end its GPU process, as a driver crash would. */
async function crashGpu({ page }: BenchPage): Promise<void> {
  const devtools = await page.context().browser()?.newBrowserCDPSession()
  await devtools?.send('Browser.crashGpuProcess')
}
