import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Dataset } from '../../shared/contract/dataset.ts'
import { buildPage } from '../../electron/starting/page-build.ts'
import { launchChromium } from '../browser/chromium.ts'
import { root, startHost, temporaryFolder } from './host.ts'
import type { Host } from './host.ts'
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
  await watched.page.getByRole('navigation', { name: 'Screens' }).waitFor()
})
afterEach(async () => {
  await watched.context.close()
  await host.kill()
  folder.remove()
})

/** Drops what lies there as a file manager does: the browser itself makes the entries of folders. */
async function drop(path: string): Promise<void> {
  const session = await watched.context.newCDPSession(watched.page)
  const data = { items: [], files: [path], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: 700, y: 400, data })
  await session.detach()
}

function write(files: Record<string, string>): void {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder.path, 'dropped', name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
  }
}

async function importDropped(name: string): Promise<Dataset> {
  const { page, context } = watched
  // The preview may still be catching up with the last file; the button then waits.
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await page.waitForURL(/#\/data\/dataset-/)
  const answer = await context.request.get(new URL('/api/datasets', page.url()).href)
  const found = ((await answer.json()) as Dataset[]).find((dataset) => dataset.name === name)
  if (!found) throw new Error(`no data set is called ${name}`)
  return found
}

describe('a folder dropped onto the window', () => {
  it('with many texts, as aclImdb has them, is one data set with labels and parts by folder', async () => {
    const texts = ['train', 'test'].flatMap((part) =>
      ['pos', 'neg'].flatMap((label) =>
        Array.from({ length: 70 }, (_, n) => [
          `films/${part}/${label}/${n}_9.txt`,
          `the ${n}th ${label} film, ${part}`,
        ]),
      ),
    )
    write({ ...Object.fromEntries(texts), 'films/README.txt': 'read me', 'films/.hidden.txt': 'no' })
    await drop(join(folder.path, 'dropped', 'films'))
    const { report, classes } = await importDropped('films')
    expect(classes).toEqual(['neg', 'pos'])
    // 140 files a folder and more: the browser hands over a hundred at a time.
    expect(report).toMatchObject({
      ...{ rowsKept: 280, rowsRefused: 0, classCounts: [140, 140] },
      parts: { train: 140, validation: 0, test: 140 },
    })
    expect(watched.problems).toEqual([])
  })

  it('with a file for each label has its labels by folder', async () => {
    const lines = (label: string) =>
      Array.from({ length: 30 }, (_, n) => `the ${n}th film was ${label}, I say`).join('\n')
    write({ 'two/good/all.txt': lines('fine'), 'two/bad/all.txt': lines('dull') })
    await drop(join(folder.path, 'dropped', 'two'))
    await watched.page
      .getByRole('textbox', { name: /^Label of / })
      .first()
      .waitFor()
    const { report, classes } = await importDropped('all')
    expect([classes, report.classCounts]).toEqual([
      ['bad', 'good'],
      [30, 30],
    ])
    expect(watched.problems).toEqual([])
  })
})
