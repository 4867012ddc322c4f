import type { Browser, Page } from 'playwright-core'
import { openWatched } from '../e2e/watched-page.ts'
import type { Problems } from './problems.ts'

/** A page whose complaints go to `problems` as they come. Its context is its own. */
export async function watchPage(browser: Browser, url: string, problems: Problems): Promise<Page> {
  const { page } = await openWatched(browser, url, [], (text) => problems.note(text))
  page.setDefaultTimeout(60_000)
  return page
}
