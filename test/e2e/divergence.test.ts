import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import type { CreateExperiment, Experiment, Run } from '../../shared/contract/experiment.ts'
import { SPEC_VERSION, defaultModel, defaultSplit, defaultText, defaultTraining } from '../../shared/contract/spec.ts'
import { decodeSafetensors } from '../../shared/engine/training/safetensors.ts'
import { buildPage } from '../../electron/starting/page-build.ts'
import { launchChromium } from '../browser/chromium.ts'
import { root, startHost, temporaryFolder } from './host.ts'
import type { Host } from './host.ts'
import * as steps from './steps.ts'
import { openWatched } from './watched-page.ts'
import type { WatchedPage } from './watched-page.ts'

let browser: Browser
let folder: ReturnType<typeof temporaryFolder>
let host: Host
let watched: WatchedPage

beforeAll(async () => {
  await buildPage(root, () => {})
  browser = await launchChromium()
})
afterAll(() => browser.close())
beforeEach(async () => {
  folder = temporaryFolder()
  host = await startHost(folder.path)
  watched = await openWatched(browser, host.url)
})
afterEach(async () => {
  await watched.context.close()
  await host.kill()
  folder.remove()
})

/** States of a ReLU grow without bound; with momentum, steps of length 20 and no clipping they soon overflow. */
const explosive = (dataset: string): CreateExperiment => ({
  dataset,
  name: 'Explosive',
  spec: {
    version: SPEC_VERSION,
    text: defaultText,
    split: defaultSplit,
    training: {
      ...defaultTraining,
      optimiser: 'momentum',
      learningRate: 20,
      clipNorm: null,
      epochs: 50,
      recordEvery: 1,
    },
    seed: 1,
    models: [{ ...defaultModel('rnn'), activation: 'relu' }],
  },
})

it('a run that diverges stops there, keeps its last good weights, and the page says when, what and what to try', async () => {
  const { page, context, problems } = watched
  await steps.screenLink(page, 'Data').waitFor()
  const address = (path: string) => new URL(`/api${path}`, page.url()).href
  const [{ id: dataset }] = (await (await context.request.get(address('/datasets'))).json()) as { id: string }[]
  const answer = await context.request.post(address('/experiments'), {
    data: explosive(dataset),
    headers: { Origin: new URL(page.url()).origin },
  })
  expect(answer.status()).toBe(201)
  const made = (await answer.json()) as Experiment
  const runNow = async () => (await (await context.request.get(address(`/runs/${made.runs[0].id}`))).json()) as Run

  await page.getByRole('link', { name: /Explosive/ }).click()
  await page.waitForURL(new RegExp(made.id))
  await steps.chooseDevice(page, 'Processor (WebAssembly)')
  await steps.button(steps.controls(page), 'Train').click()
  await steps.waitForRun(page, 'RNN', /Diverged at step \d/, 30_000)

  await expect.poll(async () => (await runNow()).status).toBe('diverged')
  const run = await runNow()
  expect(run.divergence?.step).toBeGreaterThan(1)
  expect(run.divergence?.epoch).toBeGreaterThan(0)
  expect(run.divergence?.what).toMatch(/loss|gradient|rnn|embedding|output/)

  const weights = await context.request.get(address(`/runs/${run.id}/checkpoints/last`))
  expect(weights.status()).toBe(200)
  const { tensors } = decodeSafetensors(new Uint8Array(await weights.body()))
  expect(Object.keys(tensors).length).toBeGreaterThan(3)
  for (const [name, { data }] of Object.entries(tensors))
    expect(
      data.every((value) => Number.isFinite(value)),
      name,
    ).toBe(true)
  expect(run.checkpoints.last).toBeLessThan(run.divergence?.step ?? 0)

  const message = page.getByRole('alert').filter({ hasText: `RNN diverged at step` })
  const words = await message.innerText()
  expect(words).toContain(`step ${run.divergence?.step.toLocaleString('en-GB')}`)
  expect(words).toMatch(/Try a learning rate of 2 instead of 20, clip the gradient norm, at 1 or 5, or let Adam choose/)

  await steps.button(message, 'Set up a calmer try').click()
  await steps.button(page, 'Train as new comparison').waitFor()
  expect(problems).toEqual([])
})
