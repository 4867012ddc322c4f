import type { Browser, CDPSession, Page } from 'playwright-core'
import { residentOf } from './inspected-host.ts'

export interface PageMemory {
  /**
   * Bytes of the page's JavaScript after a garbage collection, compiled code and buffers included; Chromium's own objects are
   * not.
   */
  heap: number
  /** Nodes of documents, whether they are shown or only remembered, and listeners on them. */
  nodes: number
  listeners: number
  workers: number
  /** Bytes of the process of the page (with its workers), of the GPU and of the browser; null where only Linux would say. */
  renderer: number | null
  gpu: number | null
  browser: number | null
}

/** Measures a page through Chromium's own protocol. The browser shows no other page. */
export async function measurePage(browser: Browser, page: Page): Promise<() => Promise<PageMemory>> {
  const session = await page.context().newCDPSession(page)
  const whole = await browser.newBrowserCDPSession()
  return async () => {
    // What is remembered only for whoever watches the console; `frugal-chromium.ts` does the same for the network.
    await session.send('Runtime.discardConsoleEntries')
    await session.send('Log.clear')
    for (let turn = 0; turn < 2; turn++) await session.send('HeapProfiler.collectGarbage')
    const { usedSize, backingStorageSize = 0 } = await heapOf(session)
    const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters')
    const { processInfo } = await whole.send('SystemInfo.getProcessInfo')
    const bytesOf = (type: string) => {
      const all = processInfo.filter((one) => one.type === type).map(({ id }) => residentOf(id))
      return all.includes(null) ? null : all.reduce<number>((sum, one) => sum + (one ?? 0), 0)
    }
    return {
      heap: usedSize + backingStorageSize,
      ...{ nodes, listeners: jsEventListeners, workers: page.workers().length },
      ...{ renderer: bytesOf('renderer'), gpu: bytesOf('GPU'), browser: bytesOf('browser') },
    }
  }
}

const heapOf = (session: CDPSession) =>
  session.send('Runtime.getHeapUsage') as Promise<{
    usedSize: number
    backingStorageSize?: number
  }>
