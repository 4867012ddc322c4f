import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { buildPage } from '../../electron/starting/page-build.ts'
import type { Experiment, ExperimentSummary, Run } from '../../shared/contract/experiment.ts'
import { launchChromium } from '../browser/chromium.ts'
import { crashTrainer, loseContexts } from '../soak/worker-faults.ts'
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
  browser = await launchChromium({ args: steps.patientGpu })
})
afterAll(() => browser.close())
beforeEach(async () => {
  folder = temporaryFolder()
  host = await startHost(folder.path)
  watched = await openWatched(browser, host.url, [/CONTEXT_LOST|context lost/i, /injected/])
  page = watched.page
  await steps.controls(page).getByRole('button').last().waitFor()
})
afterEach(async () => {
  await watched.context.close()
  await host.kill()
  folder.remove()
})

async function firstRun(): Promise<Run> {
  const ask = async (path: string) => (await watched.context.request.get(new URL(path, page.url()).href)).json()
  const [{ id }] = (await ask('/api/experiments')) as ExperimentSummary[]
  return ((await ask(`/api/experiments/${id}`)) as Experiment).runs[0]
}
/** The ANN has trained an epoch on that device, so that there is a checkpoint. */
async function trainAnEpoch(device: string) {
  await steps.chooseDevice(page, device)
  await steps.setNumber(page, 'Epochs', 200)
  await steps.setNumber(page, 'Batch size', 1024)
  await steps.shrinkModel(page, 'ANN', 4)
  await steps.button(page, 'Train ANN only').click()
  await expect.poll(async () => (await firstRun()).checkpoints.last).toBeGreaterThan(0)
}
async function loseGpu() {
  await expect.poll(() => loseContexts(page)).toBe(1)
}
/** Steps are made again beyond those that were there. */
async function expectToGoOn(after: number) {
  await expect.poll(async () => (await firstRun()).epochs.length).toBeGreaterThan(after)
  const epochs = (await firstRun()).epochs.map(({ epoch }) => epoch)
  expect(epochs).toEqual(epochs.map((_, at) => at + 1))
}

describe('the GPU is taken away in the middle of training', () => {
  it('once: it is tried again; twice: the processor takes over; each time from the last checkpoint, with a message', async () => {
    await trainAnEpoch('GPU (WebGL)')
    const before = (await firstRun()).epochs.length
    await loseGpu()
    await page
      .getByText(/was taken away while ANN trained. It is tried again, from the last checkpoint/)
      .first()
      .waitFor()
    await expectToGoOn(before)
    expect((await firstRun()).device).toBe('webgl')

    const then = (await firstRun()).epochs.length
    await loseGpu()
    await page
      .getByText(/taken away twice .+ on the processor/)
      .first()
      .waitFor()
    await expectToGoOn(then)
    expect(await firstRun()).toMatchObject({ device: 'wasm', status: 'running', error: null })
    expect(watched.problems).toEqual([])
  })
})

it('the GPU process is killed in the middle of training: it goes on from its checkpoint', async () => {
  await trainAnEpoch('GPU (WebGL)')
  const before = (await firstRun()).epochs.length
  const session = await browser.newBrowserCDPSession()
  session.send('Browser.crashGpuProcess').catch(() => {}) // whoever answers is dead
  await page
    .getByText(/was taken away while ANN trained/)
    .first()
    .waitFor()
  await expectToGoOn(before)
  expect(watched.problems).toEqual([])
})

it('a trainer that breaks down is said, and its run goes on from its checkpoint when told to', async () => {
  await trainAnEpoch('Processor (WebAssembly)')
  const before = (await firstRun()).checkpoints.last ?? 0
  await crashTrainer(page)
  await page.getByText('The trainer broke down').first().waitFor()
  await steps.button(page, 'Resume ANN').click()
  await expect.poll(async () => (await firstRun()).checkpoints.last).toBeGreaterThan(before)
  expect(watched.problems).toEqual([])
})

it('changes that wait for a comparison of their own outlive the page, its crash and the host', async () => {
  await steps.chooseDevice(page, 'Processor (WebAssembly)')
  await steps.setNumber(page, 'Epochs', 1)
  await steps.button(page, 'Train ANN only').click()
  await steps.waitForRun(page, 'ANN', /Finished/)
  await steps.setNumber(page, 'Epochs', 77)
  await expect
    .poll(async () => {
      const settings = await (await watched.context.request.get(new URL('/api/settings', page.url()).href)).json()
      return JSON.stringify(settings)
    })
    .toContain('\\"epochs\\":77')
  const field = () => page.getByRole('complementary', { name: /^Set-up/ }).getByLabel('Epochs', { exact: true })
  await page.reload()
  await expect.poll(() => field().inputValue()).toBe('77')

  await watched.context.close()
  await host.kill()
  host = await startHost(folder.path)
  watched = await openWatched(browser, host.url, [])
  page = watched.page
  await expect.poll(() => field().inputValue()).toBe('77')
  expect(watched.problems).toEqual([])
})

it('what is typed and not yet kept outlives the page: notes, a new row, a sentence', async () => {
  const notes = () => page.getByRole('dialog').getByLabel('Notes')
  const newRow = () => page.getByRole('region', { name: 'A new row' }).getByLabel('Text')
  const sentence = () => page.getByLabel('Sentence', { exact: true })
  const openNotes = () => page.getByRole('banner').getByRole('button', { name: /notes/i }).click()
  await openNotes()
  await notes().fill('the plot thickens')
  await page.reload()
  await openNotes()
  await expect.poll(() => notes().inputValue()).toBe('the plot thickens')
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  await openNotes()
  await expect.poll(() => notes().inputValue()).toBe('') // given up, hence forgotten
  await page.keyboard.press('Escape')

  await steps.screenLink(page, 'Compare').click()
  await sentence().fill('not bad at all')
  await page.reload()
  await expect.poll(() => sentence().inputValue()).toBe('not bad at all')

  await steps.screenLink(page, 'Data').click()
  await page
    .getByRole('complementary', { name: /^Screens/ })
    .getByRole('link', { name: /^Order matters/ })
    .click()
  await steps.button(page, 'Add a row').click()
  await newRow().fill('a row of my own')
  await page.reload()
  await steps.button(page, 'Add a row').click()
  await expect.poll(() => newRow().innerText()).toBe('a row of my own')
  expect(watched.problems).toEqual([])
})

it('what was deleted comes back from Settings, long after its notice has gone', async () => {
  const name = 'ANN, RNN and LSTM on the sample reviews'
  const side = page.getByRole('complementary', { name: /^Screens/ })
  const item = side.getByRole('listitem').filter({ hasText: name })
  await item.hover()
  await item.getByRole('button', { name: /^More about/ }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await item.waitFor({ state: 'detached' })
  await page.waitForURL(/#\/data/)
  await page.reload()
  await page.getByRole('link', { name: 'Settings', exact: true }).click()
  await steps.button(page, `Restore ${name}`).click()
  await item.waitFor()
  await page.getByRole('region', { name: 'Recently deleted' }).getByText('Nothing.').waitFor()
  expect(watched.problems).toEqual([])
})
