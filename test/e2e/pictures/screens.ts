import type { Page } from 'playwright-core'
import { lessons } from '../../../shared/lessons/all.ts'
import { labNames } from '../../../shared/labs/spec.ts'
import * as steps from '../steps.ts'
import { dropFile, dropFiles } from '../watched-page.ts'
import type { trainedNames } from './prepare.ts'

/** How to get to a screen; resolves once all that it shows is there. */
export type Show = (page: Page) => Promise<void>
export type TrainedIds = Partial<Record<keyof typeof trainedNames, string>>

/** A sentence of each of the data sets; that of the film reviews is one of its own rows. */
const sentences: Record<keyof typeof trainedNames, string> = {
  order: 'the plot is not good, but the acting is not bad at all',
  movies: 'a sentimental mess that never rings true , but the actors are good and the film is never dull .',
}

export const open = (page: Page, hash: string) => page.evaluate((to) => void (location.hash = to), hash)

/** Waits until nothing says that it is still at work: such words end with an ellipsis. */
export const settled = (page: Page) =>
  page.waitForFunction(() => {
    const waiting = [...document.querySelectorAll('figure .empty')].some((one) => one.textContent.trim().endsWith('…'))
    return !waiting && !document.querySelector('[aria-busy="true"]')
  })

/** Screens of a folder in which nothing is trained yet. */
export const untrained: Record<string, Show> = {
  'first-start': (page) => steps.controls(page).getByRole('button').last().waitFor(),
  data: async (page) => {
    await steps.screenLink(page, 'Data').click()
    await page.getByRole('heading', { name: 'Bring your own text' }).waitFor()
  },
  'data-refused-file': async (page) => {
    await dropFile(page, 'empty.csv', Buffer.alloc(0))
    await page.getByRole('alert').first().waitFor()
  },
  'import-preview': (page) => steps.showPreview(page, steps.reviewsFile().path),
  'import-files': async (page) => {
    const rows = 'text,label\nwhat a fine film,1\nnot my cup of tea,0\n'
    await dropFiles(page, { 'first.csv': rows, 'second.csv': rows.replace('fine', 'dull') })
    await page.getByLabel('Label of second.csv').waitFor()
    await page.getByText(/^Every one of .+ was looked at$/).waitFor()
  },
  'inspect-empty': (page) => open(page, '#/inspect'),
  'laboratory-empty': async (page) => {
    await open(page, '#/laboratory/distance')
    await page.getByText('Press Run').first().waitFor()
  },
}

const inspect = (name: keyof typeof trainedNames, id: string): Record<string, Show> => {
  const page = (part: string, ready: (page: Page) => Promise<void>): Record<string, Show> => ({
    [`inspect-${part || 'step-through'}-${name}`]: async (page) => {
      await open(page, `#/inspect/${id}/${part}`)
      const sentence = page.getByLabel('Sentence', { exact: true })
      await sentence.waitFor()
      await page.getByLabel('Model', { exact: true }).selectOption({ label: 'LSTM' })
      await sentence.fill(sentences[name])
      await ready(page)
      await settled(page)
    },
  })
  return {
    ...page('', async (page) => {
      // The direction stays as it was left.
      await page.getByRole('radio', { name: 'Forward', exact: true }).click()
      await page.getByRole('heading', { name: 'Look up the word' }).waitFor()
    }),
    [`inspect-backward-${name}`]: async (page) => {
      await page.getByRole('radio', { name: 'Backward', exact: true }).click()
      await page.getByRole('application', { name: /^Norms of the contributions/ }).waitFor()
    },
    ...page('words', (page) =>
      page.getByRole('figure', { name: 'Answers before and after' }).locator('svg circle').first().waitFor(),
    ),
    ...page('gradients', (page) =>
      page.getByRole('figure', { name: 'Gate saturation' }).locator('svg[role="img"]').waitFor(),
    ),
    ...page('embeddings', (page) =>
      page
        .getByRole('figure', { name: /^Words of/ })
        .locator('canvas')
        .waitFor(),
    ),
  }
}

/** Screens of a folder with trained comparisons and finished laboratories. */
export function trained(ids: TrainedIds): Record<string, Show> {
  const found = Object.entries(ids) as [keyof typeof trainedNames, string][]
  const go =
    (hash: string, ready: (page: Page) => Promise<unknown>): Show =>
    async (page) => {
      await open(page, hash)
      await ready(page)
      await settled(page)
    }
  const perData = found.map(([name, id]): Record<string, Show> => ({
    [`vocabulary-${name}`]: go(`#/vocabulary/${id}`, (page) => page.getByRole('figure').first().waitFor()),
    [`train-${name}`]: go(`#/train/${id}`, (page) => steps.waitForChart(page, /^Loss/)),
    [`train-gradients-${name}`]: async (page) => {
      await page.getByRole('figure', { name: /^Gradient per word/ }).scrollIntoViewIfNeeded()
      await steps.waitForChart(page, /^Gradient per word/)
    },
    [`compare-${name}`]: go(`#/compare/${id}`, async (page) => {
      await page.getByLabel('Sentence', { exact: true }).fill(sentences[name])
      await steps.waitForChart(page, /^Probability of/)
    }),
    ...inspect(name, id),
  }))
  const labs = labNames.map((name) => [
    `laboratory-${name}`,
    go(`#/laboratory/${name}`, (page) => steps.waitForChart(page, /./)),
  ])
  const course = lessons.map(({ id }) => [
    `lesson-${id}`,
    go(`#/lessons/${id}`, (page) => page.getByRole('region', { name: 'Tasks' }).waitFor()),
  ])
  return {
    dataset: async (page) => {
      await page.locator('a[href*="#/data/dataset-"]').first().click()
      await page.getByRole('complementary', { name: 'Report' }).waitFor()
    },
    ...Object.assign({}, ...perData),
    ...Object.fromEntries(labs),
    'laboratory-parameters': go('#/laboratory/parameters', (page) => steps.waitForChart(page, /^Parameters/)),
    lessons: go('#/lessons', (page) => page.getByRole('list', { name: 'Lessons' }).waitFor()),
    ...Object.fromEntries(course),
    'lessons-make': go('#/lessons/make', (page) => page.getByRole('heading', { name: 'Make a lesson set' }).waitFor()),
    settings: go('#/settings', (page) => page.getByRole('heading').first().waitFor()),
  } as Record<string, Show>
}
