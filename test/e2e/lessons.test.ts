import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { lessons } from '../../shared/lessons/all.ts'
import { violations } from '../browser/axe.ts'
import { launchChromium } from '../browser/chromium.ts'
import { startHost, temporaryFolder } from './host.ts'
import { button, screenLink } from './steps.ts'
import { dropFile, openWatched } from './watched-page.ts'

let browser: Browser
beforeAll(async () => void (browser = await launchChromium()))
afterAll(async () => await browser.close())

/** The product on a data folder of its own, its Lessons screen shown. */
async function atLessons(folder?: string) {
  const own = folder ? null : temporaryFolder()
  if (own) onTestFinished(() => own.remove())
  const path = folder ?? own!.path
  const host = await startHost(path)
  onTestFinished(async () => void (await host.stop()))
  const watched = await openWatched(browser, host.url)
  await screenLink(watched.page, 'Lessons').click()
  await watched.page.getByRole('heading', { level: 1, name: /From words to gates/ }).waitFor()
  return { ...watched, host, path }
}

const openLesson = async (page: Page, title: string) => {
  await page.getByRole('list', { name: 'Lessons' }).getByRole('link', { name: title }).click()
  await page.getByRole('article', { name: title }).waitFor()
}
const task = (page: Page, number: number) => page.getByRole('region', { name: `Task ${number}` })
/** Until what was changed last is on disk. */
const saved = (page: Page) =>
  page.waitForResponse((answer) => answer.url().endsWith('/api/lessons') && answer.request().method() === 'PUT')

describe('a lesson', () => {
  it('follows a number, tells how far a task is, and keeps what was solved through a restart', async () => {
    const folder = temporaryFolder()
    onTestFinished(() => folder.remove())
    const first = await atLessons(folder.path)
    const { page } = first
    await openLesson(page, 'What is left at token 900')
    const gate = page.getByRole('textbox', { name: 'The forget gate f, as a number' })
    await gate.fill('0.98')
    await task(page, 1).getByText('The half-life is 34.31 tokens; it must be between 99 and 101 tokens.').waitFor()
    await button(task(page, 1), 'Hint').click()
    await task(page, 1)
      .getByText(/hundredth power/)
      .waitFor()
    const written = saved(page)
    await gate.fill('0.9931')
    await task(page, 1).getByText('Solved.').waitFor()
    await written
    await page.reload()
    await task(page, 1).getByText('Solved.').waitFor()
    expect(await gate.inputValue()).toBe('0.9931')
    expect(first.problems).toEqual([])
    await first.host.stop()

    const second = await atLessons(folder.path)
    await second.page.getByText('1 of 16 tasks solved').waitFor()
    await openLesson(second.page, 'What is left at token 900')
    expect(await second.page.getByRole('textbox', { name: 'The forget gate f, as a number' }).inputValue()).toBe(
      '0.9931',
    )
    await button(second.page, 'Reset all numbers').click()
    await task(second.page, 1)
      .getByText(/Solved\. The numbers have moved on since/)
      .waitFor()
    expect(second.problems).toEqual([])
  })

  it('shows the figures of the article, takes arrow keys, and refuses what is no number', async () => {
    const { page, problems } = await atLessons()
    await openLesson(page, 'A memory of two numbers')
    const states = page.getByRole('table', { name: 'h = tanh(z)' })
    await states.getByText('−0.8471').waitFor()
    await page
      .getByRole('note')
      .getByText(/it is −0.8471/)
      .waitFor()
    const weight = page.getByRole('textbox', { name: 'W_h, row 1, column 1' })
    await weight.press('ArrowDown')
    expect(await weight.inputValue()).toBe('0.4')
    await weight.fill('much')
    expect(await weight.getAttribute('aria-invalid')).toBe('true')
    await weight.press('Tab')
    expect(await weight.inputValue()).toBe('0.4')
    expect(await page.evaluate(() => document.fonts.check('16px KaTeX_Main'))).toBe(true)
    expect(problems).toEqual([])
  })

  it('takes steps of gradient descent until the task is solved', async () => {
    const { page, problems } = await atLessons()
    await openLesson(page, 'Back through time')
    await button(page, 'Check the gradient').click()
    await page.getByRole('cell', { name: 'agrees' }).nth(4).waitFor()
    for (let step = 0; step < 12; step++) await button(page, 'Take a step').click()
    await task(page, 1).getByText('Solved.').waitFor()
    expect(problems).toEqual([])
  })
})

describe('a lesson set', () => {
  it('is made by a teacher, saved as a file, and opened by a class', async () => {
    const teacher = await atLessons()
    await openLesson(teacher.page, 'What is left at token 900')
    await teacher.page.getByRole('textbox', { name: 'The forget gate f, as a number' }).fill('0.9')
    await teacher.page.getByRole('link', { name: 'All lessons' }).first().click()
    await teacher.page.getByRole('link', { name: 'Make a lesson set' }).click()
    await teacher.page.getByText('Give the set a title.').waitFor()
    const title = '<img src=x onerror="document.title=1"> Week 3'
    await teacher.page.getByLabel('Title', { exact: true }).fill(title)
    for (const { title: other } of lessons.filter(({ id }) => id !== 'limits'))
      await teacher.page.getByRole('checkbox', { name: other }).uncheck()
    await teacher.page.getByText('Words, numbers and tasks').click()
    await teacher.page.getByRole('checkbox', { name: /Start from my numbers/ }).check()
    await button(teacher.page, 'Add a task of your own').click()
    await teacher.page.getByText(/Say in each task of your own/).waitFor()
    const own = teacher.page.getByRole('group', { name: 'Your task 1' })
    await own.getByLabel('What is to be done').fill('Forget <b>at once</b>.')
    await own.getByLabel('It is solved when').selectOption({ label: 'The half-life' })
    await own.getByLabel('this number').fill('2')
    const download = teacher.page.waitForEvent('download')
    await button(teacher.page, 'Save as a file').click()
    const file = await (await download).path()
    expect((await download).suggestedFilename()).toMatch(/\.unroll-lesson$/)
    const text = readFileSync(file, 'utf8')
    expect(teacher.problems).toEqual([])

    const learner = await atLessons()
    const { page } = learner
    await dropFile(page, 'week-3.unroll-lesson', Buffer.from(text), 'application/json')
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
    await page.getByText('0 of 3 tasks solved').waitFor()
    await page.getByRole('list', { name: 'Lessons' }).getByRole('link').click()
    const gate = page.getByRole('textbox', { name: 'The forget gate f, as a number' })
    expect(await gate.inputValue()).toBe('0.9')
    await task(page, 3).getByText('Forget <b>at once</b>.').waitFor()
    const written = saved(page)
    await gate.fill('0.5')
    await task(page, 3).getByText('Solved.').waitFor()
    await written
    await page.reload()
    await task(page, 3).getByText('Solved.').waitFor()

    await page.getByRole('link', { name: 'All lessons' }).first().click()
    await page.getByLabel('Your name').fill('Learner 7')
    const answers = page.waitForEvent('download')
    await button(page, 'Save my answers').click()
    const handedIn = JSON.parse(readFileSync(await (await answers).path(), 'utf8')) as unknown
    expect(handedIn).toMatchObject({
      ...{ format: 'unroll-answers', name: 'Learner 7', title },
      lessons: [{ lesson: 'limits', solved: ['own-3'], numbers: { f: 0.5 }, tasks: 3 }],
    })
    // The own course has a progress of its own.
    await button(page, 'Unroll’s own course').click()
    await page.getByText('0 of 16 tasks solved').waitFor()
    expect(await page.title()).not.toBe('1')
    expect(learner.problems).toEqual([])
  })

  it('that is broken is refused with line and field, and nothing changes', async () => {
    const { page, problems, path } = await atLessons()
    const broken = join(path, 'broken.unroll-lesson')
    const set = { format: 'unroll-lesson', version: 1, id: 'x', title: 'X', lessons: [{ lesson: 'chess' }] }
    writeFileSync(broken, JSON.stringify(set, null, 2))
    await page.getByLabel('Lesson file to open').setInputFiles(broken)
    const alert = page.getByRole('alert')
    await alert.getByText(/Line 8/).waitFor()
    expect(await alert.innerText()).toMatch(/lessons\.0\.lesson.*there is no lesson “chess”/s)
    await page.getByRole('heading', { level: 1, name: /From words to gates/ }).waitFor()
    await page.getByText('0 of 16 tasks solved').waitFor()
    expect(problems).toEqual([])
  })
})

describe('every page of the lessons', () => {
  it('has nothing that axe-core objects to, in light and in dark, and fits a small window', async () => {
    const { page, problems } = await atLessons()
    await page.setViewportSize({ width: 1024, height: 700 })
    for (const place of ['', 'make', ...lessons.map(({ id }) => id)]) {
      await page.evaluate((hash) => (location.hash = hash), `#/lessons/${place}`)
      const here = lessons.find(({ id }) => id === place)?.title
      const heading = here ?? (place ? 'Make a lesson set' : 'From words to gates')
      await page.getByRole('heading', { level: 1, name: heading }).waitFor()
      for (const theme of ['Light', 'Dark']) {
        await page.getByRole('radio', { name: theme }).click()
        await page.waitForFunction((wanted) => document.documentElement.dataset.theme === wanted, theme.toLowerCase())
        const wide = await page.evaluate(() => {
          const screen = document.querySelector('.screen')!
          return screen.scrollWidth - screen.clientWidth
        })
        expect(wide, `${heading}, ${theme}: wider than its place`).toBeLessThanOrEqual(0)
        expect(await violations(page), `${heading}, ${theme}`).toEqual([])
      }
    }
    expect(problems).toEqual([])
  })
})
