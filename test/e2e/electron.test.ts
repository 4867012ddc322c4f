import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { buildMain, buildPage } from '../../electron/starting/page-build.ts'
import { launchSharedChromium, startApplication } from '../electron-double/launch.ts'
import type { RunningApplication } from '../electron-double/launch.ts'
import type { Experiment, ExperimentSummary } from '../../shared/contract/experiment.ts'
import { lessons as lessonIds } from '../../shared/lessons/all.ts'
import { root } from './host.ts'
import * as steps from './steps.ts'

const csv = `text,label
"a film of rare warmth",positive
"dull from the first word to the last",negative
"not bad at all",positive
"not good at all",negative
`
let folder = ''
let file = ''

beforeAll(() => buildPage(root, () => {}))
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'unroll-electron-'))
  file = join(folder, 'four-reviews.csv')
  writeFileSync(file, csv)
})
afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))

/** The import preview of the file, whatever it looks like: it names the file and shows its first sentence. */
async function expectPreview(page: Page): Promise<void> {
  await page.waitForURL(/#\/import\/import-/)
  await page.getByText('four-reviews').first().waitFor()
  await page.getByText('a film of rare warmth').first().waitFor()
}

const ask = async <Answer>(page: Page, path: string): Promise<Answer> =>
  (await page.evaluate(async (wanted) => (await fetch(wanted)).json() as Promise<unknown>, path)) as Answer

describe('the main process, its preload and the page, under the Electron double', () => {
  let chromium: Awaited<ReturnType<typeof launchSharedChromium>>
  let application: RunningApplication

  beforeAll(async () => {
    chromium = await launchSharedChromium()
  })
  afterAll(() => chromium.close())
  afterEach(async () => {
    await application.kill()
    await chromium.closePages()
  })

  const start = async (args: string[] = []) => {
    application = startApplication(chromium.address, join(folder, 'data'), args)
    const page = await chromium.page(application)
    await page.getByRole('navigation', { name: 'Screens' }).waitFor()
    return page
  }
  const calls = async (name: string) => (await application.control('calls')).filter(({ call }) => call === name)

  it('opens one window that shows the page, and File > Open… leads to the import preview', async () => {
    const page = await start()
    expect(await application.control('window')).toMatchObject({ visible: true, count: 1 })
    expect(await page.evaluate(() => [isSecureContext, crossOriginIsolated])).toEqual([true, true])

    await application.control('click', ['File', 'Open…'])
    expect(await calls('dialog.showOpenDialog')).toHaveLength(1)
    expect(page.url()).not.toContain('/import/') // the person cancelled

    await application.control('answerDialog', [file])
    await application.control('click', ['File', 'Open…'])
    await expectPreview(page)
    expect(await application.control('labels', ['File', 'Open Recent'])).toEqual([
      'four-reviews.csv',
      'separator',
      'Clear List',
    ])
  })

  it('shows a file named on the command line, and says what is wrong with one that cannot be opened', async () => {
    const page = await start([file])
    await expectPreview(page)

    const empty = join(folder, 'empty.csv')
    writeFileSync(empty, '')
    await application.control('answerDialog', [empty])
    await application.control('click', ['File', 'Open…'])
    await expect.poll(async () => (await calls('dialog.showErrorBox')).length).toBe(1)
    const [{ args }] = await calls('dialog.showErrorBox')
    expect(args[0]).toBe('empty.csv could not be opened')
    expect(args[1]).toMatch(/empty/i)
    await expectPreview(page) // nothing that was open is lost
  })

  it('lets the page go nowhere else, opens links outside, and refuses permissions', async () => {
    const page = await start()
    const before = page.url()
    const refused = page.waitForEvent('requestfailed', (request) => request.url() === 'https://foreign.invalid/')
    await page.evaluate(() => location.assign('https://foreign.invalid/'))
    await refused
    expect(page.url()).toBe(before)

    const popup = page.waitForEvent('popup')
    await page.evaluate(() => {
      for (const url of ['https://foreign.invalid/', 'javascript:1', 'http://arxiv.org/']) window.open(url)
      window.open('https://arxiv.org/abs/1211.5063')
    })
    await (await popup).waitForEvent('close').catch(() => {}) // it may be closed before anybody looks
    // In the order of asking: what comes before the last would have been opened by now.
    await expect
      .poll(() => calls('shell.openExternal'))
      .toEqual([{ call: 'shell.openExternal', args: ['https://arxiv.org/abs/1211.5063'] }])

    expect(await application.control('askPermission', 'geolocation')).toBe(false)
    expect(await application.control('askPermission', 'media')).toBe(false)
    expect(await application.control('askPermission', 'clipboard-sanitized-write')).toBe(true)
  })

  it('opens a saved experiment from the command line, with its models', async () => {
    let page = await start()
    const [{ id, name }] = await ask<ExperimentSummary[]>(page, '/api/experiments')
    const saved = await page.evaluate(
      async (path) => [...new Uint8Array(await (await fetch(path)).arrayBuffer())],
      `/api/experiments/${id}/file`,
    )
    const experiment = join(folder, 'mine.unroll')
    writeFileSync(experiment, Uint8Array.from(saved))
    await application.kill()
    await chromium.closePages()

    page = await start([experiment])
    await page.waitForURL(/#\/compare\/experiment-/)
    const list = await ask<ExperimentSummary[]>(page, '/api/experiments')
    expect(list.map((one) => one.name)).toEqual([name, name])
    await page.getByRole('heading', { name }).first().waitFor()
  })

  it('opens lessons from the command line and by a double click, and says what is wrong with a broken file', async () => {
    const lessons = join(folder, 'week-one.unroll-lesson')
    const lesson = { lesson: lessonIds[0].id }
    const set = { format: 'unroll-lesson', version: 1, id: 'week-one', title: 'Week one', lessons: [lesson] }
    writeFileSync(lessons, JSON.stringify(set))
    const page = await start([lessons])
    await page.waitForURL(/#\/lessons/)
    await page.getByText('Week one').first().waitFor()

    const broken = join(folder, 'broken.unroll-lesson')
    writeFileSync(broken, '{ "format": ')
    const second = startApplication(chromium.address, join(folder, 'data'), [broken])
    expect(await second.ended).toBe(0)
    await page.getByText('broken.unroll-lesson').first().waitFor()
    await page.getByText('Week one').first().waitFor() // what was open stays
  })

  it('starts once: a second start shows the first window and its file', async () => {
    const page = await start()
    await application.control('minimise')
    const second = startApplication(chromium.address, join(folder, 'data'), [file])
    expect(await second.ended).toBe(0)
    await expectPreview(page)
    expect(await application.control('window')).toMatchObject({ minimised: false, focused: true, count: 1 })
  })

  it('follows the menu: screens and theme reach the page, and the theme is kept', async () => {
    const page = await start()
    await application.control('click', ['View', 'Data'])
    await page.waitForURL(/#\/data/)
    await application.control('click', ['View', 'Theme', 'Dark'])
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark')
    expect(await application.control('themeSource')).toBe('dark')
  })

  it('lets a training model write its checkpoint before the window goes, whatever screen is shown', async () => {
    const page = await start()
    await steps.chooseDevice(page, 'Processor (WebAssembly)')
    await steps.setNumber(page, 'Epochs', 500)
    await steps.button(steps.controls(page), /^Train/).click()
    await steps.waitForRun(page, 'ANN', /step [1-9]/)
    await expect.poll(async () => (await calls('powerSaveBlocker.start')).length).toBe(1)
    await expect.poll(async () => (await calls('window.setProgressBar')).at(-1)?.args[0]).toBeLessThan(1)
    await application.control('click', ['View', 'Data'])
    await page.waitForURL(/#\/data/)
    await application.control('closeWindow')
    expect(await application.ended, application.output()).toBe(0)

    const again = await start()
    await steps.screenLink(again, 'Train').click()
    // Steps between the last periodic checkpoint and the end would be lost if nobody had waited for the trainer.
    const shown = steps.stepIn(await steps.waitForRun(again, 'ANN', /Stopped at step/))
    const [{ id }] = await ask<ExperimentSummary[]>(again, '/api/experiments')
    const [run] = (await ask<Experiment>(again, `/api/experiments/${id}`)).runs
    expect(run.status).toBe('stopped')
    expect(run.checkpoints.last).toBe(shown)
    expect(run.step).toBe(shown)
    expect(await again.getByText(/was cut off/).count()).toBe(0)
  })

  it('loads the page again when its process dies, and what was training can go on', async () => {
    const page = await start()
    await steps.chooseDevice(page, 'Processor (WebAssembly)')
    await steps.setNumber(page, 'Epochs', 500)
    await steps.button(steps.controls(page), /^Train/).click()
    await steps.waitForRun(page, 'ANN', /step [1-9]/)
    const opened = page.context().waitForEvent('page')
    await application.control('crashPage')
    const again = await opened
    await again.getByRole('navigation', { name: 'Screens' }).waitFor()
    expect(await application.control('window')).toMatchObject({ visible: true, count: 1 })
    const [{ id }] = await ask<ExperimentSummary[]>(again, '/api/experiments')
    const status = async () => (await ask<Experiment>(again, `/api/experiments/${id}`)).runs.map((run) => run.status)
    await expect.poll(async () => (await status()).filter((one) => one === 'running')).toEqual([])
    expect(await status()).toContain('stopped')
    await steps.screenLink(again, 'Train').click()
    await steps.button(again, /^(Resume ANN|Train ANN only)$/).click()
    await steps.waitForRun(again, 'ANN', /step [1-9]/)
  })

  it('works the same when it is built: the main process and the preload as Electron gets them', async () => {
    await buildMain(root)
    application = startApplication(chromium.address, join(folder, 'data'), [file], 'out/main/main.js')
    await expectPreview(await chromium.page(application))
    await application.control('click', ['View', 'Data'])
    await (await chromium.page(application)).waitForURL(/#\/data/)
  })

  it('ends cleanly when its window is closed, and opens again where it was', async () => {
    await start()
    await application.control('click', ['View', 'Theme', 'Dark'])
    await application.control('closeWindow')
    expect(await application.ended, application.output()).toBe(0)

    const page = await start()
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark')
  })
})
