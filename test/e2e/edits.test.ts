import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { buildPage } from '../../electron/starting/page-build.ts'
import type { Experiment } from '../../shared/contract/experiment.ts'
import type { EditLog } from '../../shared/contract/edits.ts'
import { violations } from '../browser/axe.ts'
import { launchChromium } from '../browser/chromium.ts'
import { compare } from '../parity/compare/command.ts'
import { root, startHost, temporaryFolder } from './host.ts'
import * as steps from './steps.ts'
import { openWatched } from './watched-page.ts'
import type { WatchedPage } from './watched-page.ts'

const NEW_TEXT = 'this sentence was written by hand'

it('a row is edited in the table, undone, and redone after a restart; a trained comparison keeps the rows it was trained on', async () => {
  const folder = temporaryFolder()
  onTestFinished(() => folder.remove())
  const sample = join(root, 'resources', 'samples', 'order-reviews.csv')
  const sizes = ['--hidden', '4', '--embedding', '4', '--epochs', '1']
  const trained = await compare([sample, '--models', 'rnn', ...sizes], folder.path)
  expect(trained.code, trained.err).toBe(0)
  await buildPage(root, () => {})
  const browser = await launchChromium()
  onTestFinished(() => browser.close())
  const data = join(folder.path, 'data')
  let host = await startHost(data)
  onTestFinished(async () => void (await host.stop()))
  let watched = await openWatched(browser, host.url)
  const ask = async <Answer>({ page, context }: WatchedPage, path: string): Promise<Answer> =>
    (await (await context.request.get(new URL(path, page.url()).href)).json()) as Answer

  const { id } = (await ask<{ id: string; frozen: boolean }[]>(watched, '/api/experiments')).find((one) => one.frozen)!
  const comparison = async () => {
    const { editsSince, ...rest } = await ask<Experiment>(watched, `/api/experiments/${id}`)
    const encoded = await watched.context.request.get(
      new URL(`/api/experiments/${id}/encoded/train`, watched.page.url()).href,
    )
    return { editsSince, kept: { ...rest, train: (await encoded.body()).toString('base64') } }
  }
  const before = await comparison()
  expect(before.editsSince).toBe(0)
  const { dataset } = before.kept
  const history = () => ask<EditLog>(watched, `/api/datasets/${dataset.id}/edits`)
  const kinds = async () => (await history()).entries.map(({ kind }) => kind)
  const firstRow = () => watched.page.getByRole('grid', { name: 'Rows of the data set' }).getByRole('row').nth(1)
  const showData = async () => {
    await steps.screenLink(watched.page, 'Data').click()
    await watched.page.waitForURL(/#\/data/)
    await watched.page.evaluate((at) => void (location.hash = `#/data/${at}`), dataset.id)
    await firstRow().getByRole('gridcell').first().waitFor()
  }

  await showData()
  const oldText = await firstRow().getByRole('gridcell').nth(1).innerText()
  await firstRow().click()
  const editor = watched.page.getByRole('region', { name: 'The chosen row' })
  await editor.getByRole('textbox', { name: 'Text of the row' }).waitFor()
  await editor.getByRole('list', { name: 'Words, ids and one-hot vectors' }).waitFor()
  for (const theme of ['Light', 'Dark']) {
    await watched.page.getByRole('radio', { name: theme }).click()
    await watched.page.waitForFunction(
      (wanted) => document.documentElement.dataset.theme === wanted,
      theme.toLowerCase(),
    )
    expect(await violations(watched.page), `the editor, ${theme}`).toEqual([])
  }
  const text = editor.getByRole('textbox', { name: 'Text of the row' })
  await text.fill(NEW_TEXT)
  await editor.getByRole('list', { name: 'Words, ids and one-hot vectors' }).getByText('unknown word').first().waitFor()
  await text.press('Tab')
  expect(await text.evaluate((field) => field.matches(':focus'))).toBe(false)
  await steps.button(editor, 'Keep the text').click()
  await firstRow().filter({ hasText: NEW_TEXT }).waitFor()
  await steps.button(watched.page, 'Undo the last edit').click()
  await firstRow().filter({ hasText: oldText }).waitFor()
  await expect.poll(kinds).toEqual(['undo', 'text'])
  expect(watched.problems).toEqual([])

  await watched.context.close()
  await host.stop()
  host = await startHost(data)
  watched = await openWatched(browser, host.url)
  await showData()
  await firstRow().filter({ hasText: oldText }).waitFor()
  await steps.button(watched.page, 'Redo').click()
  await firstRow().filter({ hasText: NEW_TEXT }).waitFor()
  expect(await kinds()).toEqual(['redo', 'undo', 'text'])

  // Two more edits, then back over both at once, and forward to the first of them.
  await firstRow().click()
  const labels = () => watched.page.getByRole('region', { name: 'The chosen row' }).getByLabel('Class of the row')
  const part = () => watched.page.getByRole('region', { name: 'The chosen row' }).getByLabel('Part of the row')
  const label = await labels().evaluate((field) => (field as HTMLSelectElement).selectedIndex)
  await labels().selectOption({ index: 1 - label })
  await expect.poll(kinds).toEqual(['relabel', 'redo', 'undo', 'text'])
  await part().selectOption({ index: 3 })
  await expect.poll(kinds).toEqual(['part', 'relabel', 'redo', 'undo', 'text'])
  await watched.page.getByRole('radio', { name: 'History' }).click()
  const edits = watched.page.getByRole('list', { name: 'History of the edits' })
  await steps.button(edits, 'Undo to here: edit 4 and all after it').click()
  await steps.button(edits, 'Redo to here: up to edit 4').click()
  await expect.poll(() => edits.getByText('undone', { exact: true }).count()).toBe(1)
  await steps.button(edits, 'Undo to here: edit 4 and all after it').waitFor()
  expect(await edits.getByRole('listitem').count()).toBe(3)
  expect((await history()).undo).toEqual([4, 1])
  expect((await history()).redo).toEqual([5])
  expect(await violations(watched.page), 'the history').toEqual([])

  await watched.page.evaluate((at) => void (location.hash = `#/train/${at}`), id)
  await watched.page.getByText('Made with the data of 7 edits ago.').waitFor()
  const after = await comparison()
  expect(after.editsSince).toBe(7)
  expect(after.kept).toEqual(before.kept)
  expect(watched.problems).toEqual([])
}, 240_000)
