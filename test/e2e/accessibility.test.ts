import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import type axe from 'axe-core'
import type { Page } from 'playwright-core'
import { describe, expect, it, onTestFinished } from 'vitest'
import { launchChromium } from '../browser/chromium.ts'
import { startHost, temporaryFolder } from './host.ts'
import * as steps from './steps.ts'
import { openWatched } from './watched-page.ts'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe-core finds against WCAG 2 and its own good practice, as 'rule: element'. */
async function violations(page: Page): Promise<string[]> {
  // Half-way through a transition between two themes a button has the colours of neither.
  await page.evaluate(async () => {
    const transitions = document.getAnimations().filter((animation) => animation instanceof CSSTransition)
    await Promise.allSettled(transitions.map(({ finished }) => finished))
  })
  await page.evaluate(source)
  const { violations } = await page.evaluate(
    async () => await (window as unknown as { axe: typeof axe }).axe.run(document, { resultTypes: ['violations'] }),
  )
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
}

describe('every screen', () => {
  it('has nothing that axe-core objects to, in light and in dark', async () => {
    const folder = temporaryFolder()
    onTestFinished(() => folder.remove())
    const host = await startHost(folder.path)
    onTestFinished(async () => void (await host.stop()))
    const browser = await launchChromium()
    onTestFinished(() => browser.close())
    const { page, problems } = await openWatched(browser, host.url)
    for (const screen of ['Train', 'Data', 'Vocabulary', 'Compare'])
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
