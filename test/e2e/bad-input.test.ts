import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { buildPage } from '../../electron/starting/page-build.ts'
import { launchChromium } from '../browser/chromium.ts'
import { root, startHost, temporaryFolder } from './host.ts'
import type { Host } from './host.ts'
import { dropFile, openWatched } from './watched-page.ts'
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
  // The browser itself logs a refused request as an error; the refusal is what is wanted here.
  watched = await openWatched(browser, host.url, [/status of 422/])
  await watched.page.getByRole('navigation', { name: 'Screens' }).waitFor()
})
afterEach(async () => {
  await watched.context.close()
  await host.kill()
  folder.remove()
})

const datasetNames = async () => {
  const answer = await watched.context.request.get(new URL('/api/datasets', watched.page.url()).href)
  return ((await answer.json()) as { name: string }[]).map(({ name }) => name)
}

const rows = (row: (at: number) => string, count = 40) => Array.from({ length: count }, (_, at) => row(at)).join('\n')

describe('a file that is no table of labelled text', () => {
  it.each([
    ['an empty file', 'empty.csv', Buffer.alloc(0), /empty/i],
    [
      'a binary file',
      'picture.csv',
      Buffer.from('89504e470d0a1a0a0000000d49484452000003e8', 'hex'),
      /no text.*PNG picture/,
    ],
  ])('%s is refused with a message, and nothing is lost', async (_what, name, bytes, message) => {
    const before = await datasetNames()
    await dropFile(watched.page, name, bytes)
    const alert = watched.page.getByRole('alert')
    await alert.filter({ hasText: message }).waitFor()
    expect(await alert.first().innerText()).toContain(name)
    expect(await datasetNames()).toEqual(before)
    expect(watched.problems).toEqual([])
  })

  it.each([
    ['one column', `text\n${rows((at) => `a sentence of its own ${at}`)}`, /one column|label/i],
    ['labels of one class', `text,label\n${rows((at) => `sentence ${at},good`)}`, /one class|two classes|class/i],
  ])('with %s cannot be imported, and the preview says why', async (what, text, message) => {
    const before = await datasetNames()
    await dropFile(watched.page, 'reviews.csv', Buffer.from(text))
    const alert = watched.page.getByRole('alert').filter({ hasText: message }).first()
    await alert.waitFor()
    console.log(`${what}: ${(await alert.innerText()).replaceAll('\n', ' ')}`)
    const importButton = watched.page.getByRole('button', { name: 'Import', exact: true })
    if (await importButton.count()) expect(await importButton.isDisabled()).toBe(true)
    expect(await datasetNames()).toEqual(before)
    expect(watched.problems).toEqual([])
  })

  it('with a quote that never ends warns, refuses that row by its line number, and keeps the others', async () => {
    const good = rows((at) => `"sentence ${at}, with a comma",${at % 2 ? 'good' : 'bad'}`)
    await dropFile(watched.page, 'reviews.csv', Buffer.from(`text,label\n${good}\n"cut off here,good\n`))
    await watched.page
      .getByText(/Line 42 opens a quote that is never closed/)
      .first()
      .waitFor()
    await watched.page.getByRole('button', { name: 'Import', exact: true }).click()
    await watched.page.waitForURL(/#\/data\/dataset-/)
    const report = watched.page.getByRole('complementary', { name: 'Report' })
    await report.getByText('of 41 read').waitFor()
    await watched.page.getByRole('radio', { name: 'Refused 1' }).click()
    await watched.page.getByText('quote never closed').first().waitFor()
    expect(await report.innerText()).toContain('40')
    expect(watched.problems).toEqual([])
  })

  it('can be put away in the side bar: its import is cancelled, and nothing of it is kept', async () => {
    const before = await datasetNames()
    const { page } = watched
    await dropFile(page, 'unwanted.csv', Buffer.from(`text,label\n${rows((at) => `sentence ${at},good`)}`))
    await page.waitForURL(/#\/import\/import-/)
    const waiting = page.getByRole('list', { name: 'Imports that are not finished' })
    await waiting.getByRole('link', { name: /unwanted\.csv/ }).waitFor()
    const id = page.url().split('/').at(-1)
    await waiting.getByRole('button', { name: 'Cancel the import of unwanted.csv' }).click()
    await page.waitForURL(/#\/data$/)
    await waiting.waitFor({ state: 'detached' })
    expect((await watched.context.request.get(new URL(`/api/imports/${id}`, page.url()).href)).status()).toBe(404)
    expect(await datasetNames()).toEqual(before)
    expect(watched.problems).toEqual([])
  })

  it('can be followed by a good one', async () => {
    await dropFile(watched.page, 'empty.csv', Buffer.alloc(0))
    await watched.page.getByRole('alert').filter({ hasText: /empty/i }).waitFor()
    const text = `text,label\n${rows((at) => `sentence number ${at} is here,${at % 2 ? 'good' : 'bad'}`)}`
    await dropFile(watched.page, 'good.csv', Buffer.from(text))
    await watched.page.getByRole('button', { name: 'Import', exact: true }).click()
    await watched.page.waitForURL(/#\/data\/dataset-/)
    expect(await datasetNames()).toContain('good')
    expect(watched.problems).toEqual([])
  })
})
