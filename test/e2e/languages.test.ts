import type { Page } from 'playwright-core'
import { describe, expect, it, onTestFinished } from 'vitest'
import { violations } from '../browser/axe.ts'
import { launchChromium } from '../browser/chromium.ts'
import { startHost, temporaryFolder } from './host.ts'
import { screenLink } from './steps.ts'
import { openWatched } from './watched-page.ts'

describe('the language', () => {
  it('changes at once, with numbers and dates, and is still there after a restart', async () => {
    const folder = temporaryFolder()
    onTestFinished(() => folder.remove())
    let host = await startHost(folder.path)
    onTestFinished(async () => void (await host.stop()))
    const browser = await launchChromium()
    onTestFinished(() => browser.close())
    const { page, problems } = await openWatched(browser, host.url)
    const lang = () => page.evaluate(() => document.documentElement.lang)
    const shows = (page: Page, number: RegExp) => page.getByText(number).filter({ visible: true }).first().waitFor()
    await screenLink(page, 'Data').click()
    await shows(page, /\d,\d{3} /)
    expect(await lang()).toBe('en')

    await page.getByRole('link', { name: 'Settings' }).click()
    await page.getByRole('radiogroup', { name: 'Language' }).getByRole('radio', { name: 'Deutsch' }).click()
    const screens = page.getByRole('navigation', { name: 'Ansichten' })
    await screens.getByRole('link', { name: 'Trainieren' }).waitFor()
    await page.getByRole('heading', { name: 'Einstellungen' }).waitFor()
    await screens.getByRole('link', { name: 'Daten' }).click()
    await shows(page, /\d\.\d{3} /)
    await page.getByRole('link', { name: 'Einstellungen' }).click()
    expect(await lang()).toBe('de')
    expect(await violations(page)).toEqual([])
    // What the side bar made once is German, too.
    await page
      .getByRole('button', { name: /^Mehr zu/ })
      .first()
      .click()
    await page.getByRole('menuitem', { name: 'Löschen' }).waitFor()
    await page.keyboard.press('Escape')

    // The laboratory and the lessons, whose words come from shared/ as well.
    await screens.getByRole('link', { name: 'Labor' }).click()
    await page.getByRole('heading', { name: /die Plätze tauschen/ }).waitFor()
    await page.getByRole('region', { name: 'Aufbau des Labors' }).getByRole('button', { name: 'Starten' }).waitFor()
    await screens.getByRole('link', { name: 'Lektionen' }).click()
    await page.getByRole('list', { name: 'Lektionen' }).getByRole('link', { name: 'Was bei Token 900' }).click()
    await page.getByRole('textbox', { name: 'Das Vergessensgatter f, als Zahl' }).fill('0,9')
    await page.getByText('Die Halbwertszeit: 6,5788 Tokens; verlangt ist zwischen 99 und 101 Tokens.').waitFor()

    // Commands are found by their German names, and listed.
    await page.keyboard.press('Control+k')
    await page.keyboard.type('untersuchen')
    await page.getByRole('option', { name: /^Untersuchen/ }).waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+/')
    await page.getByRole('dialog', { name: 'Tastenkürzel' }).getByText('Alles Übrige findet Ctrl+K.').waitFor()
    await page.keyboard.press('Escape')
    expect(problems).toEqual([])

    await host.stop()
    host = await startHost(folder.path)
    const again = await openWatched(browser, host.url)
    await again.page.getByRole('navigation', { name: 'Ansichten' }).waitFor()
    expect(await again.page.evaluate(() => document.documentElement.lang)).toBe('de')
    await shows(again.page, /\d\.\d{3} /)
    expect(again.problems).toEqual([])
  })
})
