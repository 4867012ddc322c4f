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
    expect(problems).toEqual([])
  })
})
