import type { Browser, BrowserContext, Page } from 'playwright-core'

export interface WatchedPage {
  page: Page
  context: BrowserContext
  /** Everything that went wrong in the page: errors it threw, errors it logged, requests that failed. */
  problems: string[]
}

/**
 * A page in a context of its own whose every complaint is noted.
 * @param expected complaints that belong to the test, e.g. the 422 of a file that must be refused.
 * @param onProblem told of each as it comes
 * @param deviceScaleFactor pixels of the screen per CSS pixel, as in a zoomed browser
 */
export async function openWatched(
  browser: Browser,
  url: string,
  expected: RegExp[] = [],
  onProblem: (text: string) => void = () => {},
  deviceScaleFactor?: number,
): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, deviceScaleFactor })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const problems: string[] = []
  const note = (text: string) => {
    if (expected.some((pattern) => pattern.test(text))) return
    problems.push(text)
    onProblem(text)
  }
  page.on('crash', () => note('the page crashed'))
  page.on('pageerror', (error) => note(`threw: ${error.stack ?? error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') note(`logged: ${message.text()} (${message.location().url})`)
  })
  await page.goto(url)
  return { page, context, problems }
}

/** Drops a file onto the window, as from a file manager. */
export async function dropFile(page: Page, name: string, bytes: Buffer, type = 'text/csv'): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([fileName, base64, mime]) => {
      const data = new DataTransfer()
      data.items.add(
        new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], fileName, { type: mime }),
      )
      return data
    },
    [name, bytes.toString('base64'), type] as const,
  )
  for (const kind of ['dragenter', 'dragover', 'drop'])
    await page.dispatchEvent('body', kind, { dataTransfer: transfer })
  await transfer.dispose()
}

/** Drops several files of text at once: they become one data set. */
export async function dropFiles(page: Page, files: Record<string, string>): Promise<void> {
  const transfer = await page.evaluateHandle((contents) => {
    const data = new DataTransfer()
    for (const [name, text] of Object.entries(contents)) data.items.add(new File([text], name, { type: 'text/csv' }))
    return data
  }, files)
  for (const kind of ['dragenter', 'dragover', 'drop'])
    await page.dispatchEvent('body', kind, { dataTransfer: transfer })
  await transfer.dispose()
}
