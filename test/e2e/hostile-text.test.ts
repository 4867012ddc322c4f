import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Dataset } from '../../shared/contract/dataset.ts'
import type { ExperimentSummary } from '../../shared/contract/experiment.ts'
import { buildPage } from '../../electron/starting/page-build.ts'
import { launchChromium } from '../browser/chromium.ts'
import { compare } from '../parity/compare/command.ts'
import { root, startHost, temporaryFolder } from './host.ts'
import type { Host } from './host.ts'
import { dropFile } from './watched-page.ts'

/** Each would mark the window if it ever became more than text. */
const act = (where: string) => `window.acted='${where}'`
const hostile = [
  `<script>${act('script')}</script>`,
  `<img src=x onerror="${act('image')}">`,
  `"><svg onload=${act('svg')}>`,
  `<a href="javascript:${act('link')}">click</a> javascript:${act('address')}`,
  `<iframe srcdoc="<script>parent.${act('frame')}</script>"></iframe>`,
  `{{constructor.constructor("${act('template')}")()}} \${${act('literal')}} v-html`,
  `\u001b[31mred\u001b[0m \u001b]0;title\u0007 \u009b2J`,
  `=HYPERLINK("https://foreign.invalid","x") +1+1 @SUM(1) -2+3|cmd`,
  `\\href{javascript:${act('formula')}}{x} $\\htmlData{a=b}{c}$`,
]
const label = { yes: `<img src=x onerror="${act('label')}">`, no: `=1+1<b onclick=${act('class')}>` }
const fileName = `<img src=x onerror=${act('file').replaceAll("'", '`')}>.csv`
const name = `<script>${act('name')}</script> ${hostile[1]}`
const cell = (text: string) => `"${text.replaceAll('"', '""')}"`
const rows = Array.from({ length: 60 }, (_, n) => {
  const text = `${hostile[n % hostile.length]} number ${n}`
  return `${cell(text)},${cell(n % 2 ? label.yes : label.no)}`
})
const csv = `"<b onmouseover=${act('header')}>text",label\n${rows.join('\n')}\n<refused>\n`

const folder = temporaryFolder()
let host: Host
let browser: Browser
let said: { out: string; err: string; code: number | null }

beforeAll(async () => {
  await buildPage(root, () => {})
  const data = join(folder.path, 'data')
  writeFileSync(join(folder.path, fileName), csv)
  const args = ['--models', 'rnn,ann-mean', '--epochs', '1', '--device', 'cpu', '--punctuation', 'keep', '--data', data]
  said = await compare([fileName, ...args, '--name', name, '--max-length', '12'], folder.path)
  host = await startHost(data)
  browser = await launchChromium()
})
afterAll(async () => {
  await browser.close()
  await host.stop()
  folder.remove()
})

describe('hostile text', () => {
  it('is written to the terminal without anything that a terminal obeys', () => {
    expect(said.code, said.err).toBe(0)
    // Line ends and tabs are the only control characters that the command itself writes.
    expect((said.out + said.err).match(/[^\P{Cc}\n\t]/gu)).toBeNull()
    expect(said.out).toContain('<script>')
  })

  it('is text on every screen that shows it, and calls nobody', async () => {
    const context = await browser.newContext({ viewport: { width: 1400, height: 1000 } })
    const page = await context.newPage()
    const wrong: string[] = []
    page.on('dialog', (dialog) => {
      wrong.push(`a dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
    page.on('request', (request) => {
      const { protocol, origin } = new URL(request.url())
      if (protocol.startsWith('http') && origin !== new URL(host.url).origin)
        wrong.push(`a request to ${request.url()}`)
    })
    page.on('console', (message) => {
      if (/Content Security Policy/.test(message.text())) wrong.push(message.text())
    })
    await page.goto(host.url)
    await page.getByRole('navigation', { name: 'Screens' }).waitFor()

    const ask = async <Answer>(path: string) =>
      (await page.evaluate(async (wanted) => (await fetch(wanted)).json() as Promise<unknown>, path)) as Answer
    const dataset = (await ask<Dataset[]>('/api/datasets')).find((one) => one.fileName === fileName)
    const experiment = (await ask<ExperimentSummary[]>('/api/experiments')).find((one) => one.name === name)
    if (!dataset || !experiment) throw new Error('what the terminal imported is not there')
    const patch = (path: string, body: object) =>
      page.evaluate(
        async ([wanted, text]) => {
          const headers = { 'Content-Type': 'application/json' }
          return (await fetch(wanted, { method: 'PATCH', headers, body: text })).status
        },
        [path, JSON.stringify(body)] as const,
      )
    expect(await patch(`/api/datasets/${dataset.id}`, { name: name.slice(0, 200) })).toBe(200)
    expect(await patch(`/api/experiments/${experiment.id}`, { notes: hostile.join('\n') })).toBe(200)
    for (const { id } of experiment.runs)
      expect(await patch(`/api/runs/${id}`, { notes: hostile.join('\n') })).toBe(200)

    const screens: [path: string, shows: string][] = [
      ['/data', '<script>'],
      [`/data/${dataset.id}`, '<script>'],
      [`/vocabulary/${experiment.id}`, 'script'],
      [`/train/${experiment.id}`, '<script>'],
      [`/compare/${experiment.id}`, '<script>'],
      [`/inspect/${experiment.id}`, '<script>'],
      [`/inspect/${experiment.id}/words`, '<script>'],
      [`/inspect/${experiment.id}/gradients`, '<script>'],
      [`/inspect/${experiment.id}/embeddings`, '<script>'],
    ]
    for (const [path, shows] of screens) {
      await page.evaluate((hash) => (location.hash = hash), path)
      await page.waitForFunction((text) => document.body.innerText.includes(text), shows)
      await typeEverywhere(page, hostile[1])
      expect(await actedIn(page), path).toEqual([])
    }
    await page.evaluate(() => (location.hash = '/data'))
    await page.getByRole('heading', { name: 'Data' }).first().waitFor()
    await dropFile(page, fileName, Buffer.from(csv))
    await page.waitForFunction(() => location.hash.startsWith('#/import/import-'))
    await page.waitForFunction(() => document.body.innerText.includes('<script>'))
    expect(await actedIn(page), 'the preview').toEqual([])
    expect(wrong).toEqual([])
    await context.close()
  })
})

/** Into every field for text that is shown: what is typed is shown again in many places. */
async function typeEverywhere(page: Page, text: string): Promise<void> {
  for (const field of await page.locator('main :is(input[type=text], input[type=search], textarea):not(.number)').all())
    if ((await field.isVisible()) && (await field.isEditable())) await field.fill(text)
}

/** Traces of text that became more than text: elements, attributes, addresses, or what they were to do. */
async function actedIn(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const found: string[] = []
    const { acted } = window as { acted?: string }
    if (acted) found.push(`acted: ${acted}`)
    const foreign =
      'script:not([src]), iframe, object, embed, base, img[src="x"], a[href^="javascript:" i], form[action]'
    for (const element of document.querySelectorAll(foreign)) found.push(element.outerHTML.slice(0, 200))
    for (const element of document.querySelectorAll('*'))
      for (const { name } of element.attributes) if (/^on/i.test(name)) found.push(`${element.tagName} has ${name}`)
    return found
  })
}
