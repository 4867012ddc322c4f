import { describe, expect, it, onTestFinished } from 'vitest'
import { violations } from '../browser/axe.ts'
import { launchChromium } from '../browser/chromium.ts'
import { startHost, temporaryFolder } from './host.ts'
import * as steps from './steps.ts'
import { openWatched } from './watched-page.ts'

describe('commands, by keyboard alone', () => {
  it('are found in the palette, reached by shortcut, and listed in a sheet', async () => {
    const folder = temporaryFolder()
    onTestFinished(() => folder.remove())
    const host = await startHost(folder.path)
    onTestFinished(async () => void (await host.stop()))
    const browser = await launchChromium()
    onTestFinished(() => browser.close())
    const { page, problems } = await openWatched(browser, host.url)
    await steps.controls(page).getByRole('button').last().waitFor()
    const palette = page.getByRole('dialog', { name: 'All commands' })

    await page.keyboard.press('Control+k')
    await palette.waitFor()
    await palette.getByRole('option', { name: /^Vocabulary/ }).waitFor()
    expect(await violations(page)).toEqual([])
    await page.keyboard.type('compare go')
    await page.keyboard.press('Enter')
    await palette.waitFor({ state: 'hidden' })
    await page.waitForURL(/#\/compare\/experiment-/)

    // What cannot be done now says why, and is not done.
    await page.keyboard.press('Control+k')
    await page.keyboard.type('pause')
    await palette.getByRole('option', { name: /Nothing is being trained/ }).waitFor()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Escape')
    await palette.waitFor({ state: 'hidden' })
    expect(page.url()).toContain('#/compare/')

    // A data set by its name.
    await page.keyboard.press('Control+k')
    await page.keyboard.type('data sets anil')
    await page.keyboard.press('Enter')
    await page.waitForURL(/#\/data\/dataset-/)

    await page.keyboard.press('Alt+Digit2')
    await page.waitForURL(/#\/vocabulary/)
    await page.keyboard.press('Alt+Digit3')
    await page.waitForURL(/#\/train/)

    await page.keyboard.press('Control+/')
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await sheet.getByText('Alt+3').waitFor()
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'hidden' })

    // Dark by command, and training by its shortcut.
    await page.keyboard.press('Control+k')
    await page.keyboard.type('theme dark')
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => document.documentElement.dataset.theme === 'dark')
    await page.keyboard.press('Control+Enter')
    await steps.waitForRun(page, 'ANN', /step [1-9]|Finished/)
    await page.keyboard.press('Shift+F8')
    await page
      .getByText(/Stopped at step|Finished/)
      .first()
      .waitFor()
    expect(problems).toEqual([])
  })
})
