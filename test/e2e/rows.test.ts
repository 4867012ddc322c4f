import { describe, expect, it, onTestFinished } from 'vitest'
import { violations } from '../browser/axe.ts'
import { launchChromium } from '../browser/chromium.ts'
import { startHost, temporaryFolder } from './host.ts'
import * as steps from './steps.ts'
import { openWatched } from './watched-page.ts'

describe('rows of a data set', () => {
  it('are chosen together, given another class as one edit, and brought back by one undo', async () => {
    const folder = temporaryFolder()
    onTestFinished(() => folder.remove())
    const host = await startHost(folder.path)
    onTestFinished(async () => void (await host.stop()))
    const browser = await launchChromium()
    onTestFinished(() => browser.close())
    const { page, problems } = await openWatched(browser, host.url)
    await steps.screenLink(page, 'Data').click()
    await page.evaluate(async () => {
      const sets = (await (await fetch('/api/datasets')).json()) as { id: string }[]
      location.hash = `#/data/${sets[0].id}`
    })
    const rows = page.getByRole('grid', { name: 'Rows of the data set' })
    const row = (index: number) => rows.locator(`[aria-rowindex="${index + 2}"]`)
    const classOf = (index: number) => row(index).getByRole('gridcell').nth(2).innerText()
    await row(0).getByRole('gridcell').nth(2).waitFor()
    const before = await Promise.all([0, 1, 2, 3].map(classOf))
    const fewer = before[0]
    await row(0).click()
    await row(2).click({ modifiers: ['Shift'] })
    const bar = page.getByRole('region', { name: 'Chosen rows' })
    await bar.getByText('3 rows chosen').waitFor()
    await row(1).click({ modifiers: ['ControlOrMeta'] })
    await bar.getByText('2 rows chosen').waitFor()
    for (const theme of ['Light', 'Dark']) {
      await page.getByRole('radio', { name: theme }).click()
      await page.waitForFunction((wanted) => document.documentElement.dataset.theme === wanted, theme.toLowerCase())
      expect(await violations(page), theme).toEqual([])
    }
    const options = await bar.getByLabel('Change class').locator('option:not([disabled])').allInnerTexts()
    const other = options.find((name) => name !== fewer)!
    await bar.getByLabel('Change class').selectOption({ label: other })
    await bar.waitFor({ state: 'detached' })
    const shown = async (wanted: string[]) => {
      for (const [index, name] of wanted.entries())
        await row(index).getByRole('gridcell').nth(2).getByText(name, { exact: true }).waitFor()
    }
    await shown([other, before[1], other, before[3]])
    await steps.button(page, 'Undo the last edit').click()
    await shown(before)
    expect(problems).toEqual([])
  })
})
