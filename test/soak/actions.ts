import type { Page } from 'playwright-core'
import { stream } from '../../shared/engine/training/random.ts'
import { toCsv } from '../../shared/tasks/csv.ts'
import * as steps from '../e2e/steps.ts'
import { dropFile } from '../e2e/watched-page.ts'

export const models = ['ANN', 'RNN', 'LSTM'] as const
export type DeviceName = 'GPU (WebGL)' | 'Processor (WebAssembly)'

const nouns = ['film', 'plot', 'cast', 'score', 'ending', 'camera']
const verdicts = [
  ['superb', 'warm', 'clever', 'moving'],
  ['dull', 'stale', 'clumsy', 'flat'],
] as const

/** Labelled sentences of the seed: always so many rows, so that cycles can be compared. */
export function sentences(seed: number, rows = 240): string {
  const random = stream(seed, 'soak', 'sentences')
  const word = (words: readonly string[]) => words[random.int(words.length)]
  const made = Array.from({ length: rows }, (_, at) => {
    const label = at % 2
    return [
      `the ${word(nouns)} is not ${word(verdicts[1 - label])} but ${word(verdicts[label])}, number ${at}`,
      label ? 'bad' : 'good',
    ]
  })
  return toCsv([['text', 'label'], ...made])
}

/** Drops a file on the window, imports it and shows its report. */
export async function importFile(page: Page, name: string, content: string): Promise<void> {
  await dropFile(page, name, Buffer.from(content))
  await page.waitForURL(/#\/import\/import-/)
  await steps.button(page, 'Import').waitFor()
  await steps.pressImport(page)
}

/** Makes the open data set a comparison of small models. */
export async function compareSmallModels(page: Page, device: DeviceName, epochs: number): Promise<void> {
  await steps.newComparison(page)
  await steps.chooseDevice(page, device)
  await steps.setNumber(page, 'Epochs', epochs)
  await steps.setNumber(page, 'Batch size', 64)
  await steps.openSection(page, 'Text')
  await steps.setNumber(page, 'Words per sentence', 12)
  for (const model of models) await steps.shrinkModel(page, model, 8)
}

export const pressTrain = (page: Page): Promise<void> => steps.button(steps.controls(page), /^Train/).click()

/** Waits until every model is trained; one that broke off is told to go on, as a person would tell it. */
export async function trainToTheEnd(page: Page): Promise<void> {
  for (const model of models) {
    const row = steps.runRow(page, model)
    const goesOn = row.getByRole('button', { name: new RegExp(`^(Resume ${model}|Train ${model} only)$`) })
    for (;;) {
      const over = row.filter({ hasText: /Finished/ })
      await over.or(goesOn).first().waitFor({ timeout: 180_000 })
      if (await over.isVisible()) break
      // The button may go in the same moment, because the run went on by itself.
      await goesOn.click({ timeout: 2000 }).catch(() => {})
    }
  }
}

/** Looks at everything there is to see of the open comparison. */
export async function lookAround(page: Page, sentence: string): Promise<void> {
  await steps.screenLink(page, 'Compare').click()
  await page.getByLabel('Sentence', { exact: true }).fill(sentence)
  await page
    .getByRole('listitem')
    .filter({ hasText: /^not/ })
    .nth(models.length - 1)
    .waitFor()
  await steps.screenLink(page, 'Vocabulary').click()
  await page.waitForURL(/#\/vocabulary/)
  await page.getByRole('figure').first().waitFor()
  await steps.screenLink(page, 'Inspect').click()
  const formulas = page.getByRole('navigation', { name: 'Formulas of this timestep' })
  await formulas.waitFor()
  await page.getByLabel('Sentence', { exact: true }).fill(sentence)
  await page.getByLabel('Model', { exact: true }).selectOption({ label: 'LSTM' })
  await formulas.getByRole('heading', { name: 'Word 1, ‘the’' }).waitFor()
  const inspect = (name: string) =>
    page.getByRole('navigation', { name: 'What to inspect' }).getByRole('link', { name })
  await inspect('Words').click()
  await page.getByRole('region', { name: 'After every word' }).getByText('LSTM').first().waitFor()
  await inspect('Gradients').click()
  await page.getByRole('figure').first().waitFor()
  await inspect('Embeddings').click()
  await page.getByText(/^The two axes show/).waitFor()
  for (const screen of ['Laboratory', 'Lessons', 'Data'] as const) {
    await steps.screenLink(page, screen).click()
    await page.waitForURL(new RegExp(`#/${screen.toLowerCase()}`))
  }
  await page.getByRole('link', { name: 'Settings', exact: true }).click()
  await page.waitForURL(/#\/settings/)
}

const sideItems = (page: Page, name: string) =>
  page
    .getByRole('complementary', { name: /^Screens/ })
    .getByRole('listitem')
    .filter({ hasText: name })

const untilThereAre = (page: Page, name: string, count: number) =>
  sideItems(page, name)
    .nth(count)
    .waitFor({ state: 'detached' })
    .then(() =>
      count > 0
        ? sideItems(page, name)
            .nth(count - 1)
            .waitFor()
        : undefined,
    )

/** Deletes the first such thing of the side bar by its menu. */
export async function deleteItem(page: Page, name: string): Promise<void> {
  const before = await sideItems(page, name).count()
  const item = sideItems(page, name).first()
  await item.hover()
  await item.getByRole('button', { name: /^More about/ }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await untilThereAre(page, name, before - 1)
}

/** Deletes, takes that back, and deletes again. */
export async function deleteUndoDelete(page: Page, name: string): Promise<void> {
  const before = await sideItems(page, name).count()
  await dismissNotices(page)
  await deleteItem(page, name)
  await page.getByRole('button', { name: 'Undo' }).click()
  await untilThereAre(page, name, before)
  await deleteItem(page, name)
}

/** Deletes everything of that name, comparisons before their data. */
export async function deleteAll(page: Page, name: string): Promise<void> {
  while ((await sideItems(page, name).count()) > 0) await deleteItem(page, name)
}

/** Puts every notice away. */
export async function dismissNotices(page: Page): Promise<void> {
  const dismiss = page.getByRole('button', { name: 'Dismiss' })
  while ((await dismiss.count()) > 0)
    await dismiss
      .first()
      .click({ timeout: 1000 })
      .catch(() => {})
}
