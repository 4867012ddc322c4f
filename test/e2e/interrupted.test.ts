import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Dataset } from '../../shared/contract/dataset.ts'
import type { Experiment, ExperimentSummary, Run } from '../../shared/contract/experiment.ts'
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
let page: Page

beforeAll(async () => {
  await buildPage(root, () => {})
  browser = await launchChromium()
})
afterAll(() => browser.close())
beforeEach(async () => {
  folder = temporaryFolder()
  await open()
})
afterEach(async () => {
  await watched.context.close()
  await host.kill()
  folder.remove()
})

async function open(args: string[] = []): Promise<void> {
  host = await startHost(folder.path, args)
  await openPage()
}
async function openPage(): Promise<void> {
  watched = await openWatched(browser, host.url)
  page = watched.page
  await steps.screenLink(page, 'Data').waitFor()
}
async function ask<Answer>(path: string): Promise<Answer> {
  const answer = await watched.context.request.get(new URL(path, page.url()).href)
  expect(answer.status()).toBe(200)
  return (await answer.json()) as Answer
}

const ROWS = 150_000
/** Long enough that something can happen in the middle of its import. */
function longFile(): string {
  const path = join(folder.path, 'long.csv')
  const rows = Array.from({ length: ROWS }, (_, at) => `sentence ${at} of a long file,${at % 2 ? 'good' : 'bad'}`)
  writeFileSync(path, `text,label\n${rows.join('\n')}\n`)
  return path
}
async function beginLongImport(): Promise<void> {
  await page.waitForURL(/#\/import\/import-/)
  await steps.button(page, 'Import').click()
  await page.getByRole('progressbar', { name: /^Importing/ }).waitFor()
}
const datasets = async () => (await ask<Dataset[]>('/api/datasets')).map(({ name, report }) => [name, report.rowsKept])

describe('closed in the middle of an import', () => {
  it('the window: the import ends without it, and never shows as half a data set', async () => {
    const before = await datasets()
    await watched.context.close()
    await host.stop()
    await open([longFile()])
    await beginLongImport()
    await watched.context.close()

    await openPage()
    // Either it still runs, or it is whole. Nothing in between is ever listed.
    await expect.poll(async () => (await datasets()).length, { timeout: 120_000 }).toBe(before.length + 1)
    expect(await datasets()).toContainEqual(['long', ROWS])
    expect(watched.problems).toEqual([])
  })

  it.each([
    ['the application', () => host.stop()],
    ['the process, by force', () => host.kill()],
  ])('%s: nothing of it is kept', async (_what, end) => {
    const before = await datasets()
    await watched.context.close()
    await host.stop()
    await open([longFile()])
    await beginLongImport()
    await watched.context.close()
    await end()

    await open()
    expect(await datasets()).toEqual(before)
    await steps.screenLink(page, 'Data').click()
    await page
      .getByRole('link', { name: /^Order matters/ })
      .first()
      .waitFor()
    expect(watched.problems).toEqual([])
  })
})

describe('closed in the middle of training', () => {
  /** One step, so that there is a checkpoint; then on, until more steps are done. */
  async function train(): Promise<void> {
    await steps.screenLink(page, 'Train').click()
    await steps.chooseDevice(page, 'Processor (WebAssembly)')
    await steps.setNumber(page, 'Epochs', 500)
    await steps.button(steps.controls(page), 'Single step').click()
    await steps.waitForRun(page, 'ANN', /Paused at step 1/)
    await steps.button(steps.controls(page), 'Resume').click()
    await steps.waitForRun(page, 'ANN', /best \d/)
  }
  async function firstRun(): Promise<Run> {
    const [{ id }] = await ask<ExperimentSummary[]>('/api/experiments')
    return (await ask<Experiment>(`/api/experiments/${id}`)).runs[0]
  }

  it.each([
    ['the window', async () => {}],
    ['the application', () => host.stop()],
    ['the process, by force', () => host.kill()],
  ])('%s: the run is stopped at its checkpoint and goes on from there', async (what, end) => {
    await train()
    await watched.context.close()
    await end()
    if (what === 'the window') await openPage()
    else await open()

    await expect.poll(async () => (await firstRun()).status).toBe('stopped')
    const run = await firstRun()
    expect(run.checkpoints.last).toBeGreaterThan(0)
    expect(run.epochs.length).toBeGreaterThan(0)

    await steps.screenLink(page, 'Train').click()
    await steps.waitForChart(page, /^Loss/)
    await steps.button(page, 'Resume ANN').click()
    await expect
      .poll(async () => (await firstRun()).epochs.length, { timeout: 60_000 })
      .toBeGreaterThan(run.epochs.length)
    // Going on from the checkpoint repeats what came after it: every epoch is there once, in order.
    const epochs = (await firstRun()).epochs.map(({ epoch }) => epoch)
    expect(epochs).toEqual(epochs.map((_, at) => at + 1))
    expect(watched.problems).toEqual([])
  })
})
