import { describe, expect, it, onTestFinished } from 'vitest'
import { violations } from '../browser/axe.ts'
import { launchChromium } from '../browser/chromium.ts'
import { startHost, temporaryFolder } from './host.ts'
import * as steps from './steps.ts'
import { openWatched } from './watched-page.ts'

describe('every screen', () => {
  it('has nothing that axe-core objects to, in light and in dark', async () => {
    const folder = temporaryFolder()
    onTestFinished(() => folder.remove())
    const host = await startHost(folder.path)
    onTestFinished(async () => void (await host.stop()))
    const browser = await launchChromium()
    onTestFinished(() => browser.close())
    const { page, problems } = await openWatched(browser, host.url)
    for (const screen of ['Train', 'Data', 'Vocabulary', 'Compare', 'Inspect', 'Laboratory', 'Lessons'])
      for (const theme of ['Light', 'Dark']) {
        await steps.screenLink(page, screen).click()
        await page.waitForURL(new RegExp(`#/${screen.toLowerCase()}`))
        await page.getByRole('radio', { name: theme }).click()
        await page.waitForFunction((wanted) => document.documentElement.dataset.theme === wanted, theme.toLowerCase())
        if (screen === 'Train') await page.getByText('parameters', { exact: true }).first().waitFor()
        expect(await violations(page), `${screen}, ${theme}`).toEqual([])
      }
    await steps.screenLink(page, 'Data').click()
    await page
      .getByRole('complementary')
      .getByRole('link', { name: /Order matters/ })
      .last()
      .click()
    await page.getByRole('button', { name: 'Vocabulary' }).click()
    await page.getByText('Train unknown').waitFor()
    for (const tab of ['Plots', 'Sentences', 'Merge', 'Steps'])
      for (const theme of ['Light', 'Dark']) {
        await page.getByRole('radio', { name: tab, exact: true }).click()
        await page.getByRole('radio', { name: theme }).click()
        await page.waitForFunction((wanted) => document.documentElement.dataset.theme === wanted, theme.toLowerCase())
        expect(await violations(page), `Vocabulary editor, ${tab}, ${theme}`).toEqual([])
      }
    expect(problems).toEqual([])
  })
})
