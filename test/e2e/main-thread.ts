import type { Browser, Page } from 'playwright-core'

/** Tasks of a page's main thread over a stretch of time, in milliseconds. */
export interface MainThreadTasks {
  /** By the clock, as the browser's long-task observer reports them: 50 ms and more. Other processes make them longer. */
  longTasks: number[]
  /** Longest first, by the processor time that the thread itself used: what the page can answer for. */
  cpu: number[]
}

interface TraceEvent {
  name: string
  pid: number
  tid: number
  ts: number
  tdur?: number
}

/** Starts to watch the main thread of a page; the function it gives back ends that and tells. */
export async function watchMainThread(browser: Browser, page: Page): Promise<() => Promise<MainThreadTasks>> {
  await browser.startTracing(page, { categories: ['toplevel', 'blink.user_timing'] })
  // From here on: to begin the tracing holds the thread up for seconds.
  await page.evaluate(() => {
    performance.mark('watched')
    const [found, from]: [number[], number] = [[], performance.now()]
    const observer = new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) if (startTime >= from) found.push(duration)
    })
    observer.observe({ type: 'longtask' })
    Object.assign(globalThis, { longTasks: found })
  })
  return async () => {
    const longTasks = await page.evaluate(() => (globalThis as unknown as { longTasks: number[] }).longTasks)
    const trace = await browser.stopTracing()
    const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] }
    return { longTasks: longTasks.sort((a, b) => b - a), cpu: taskTimes(traceEvents) }
  }
}

/** Processor time of each task of the page's main thread, which is the one that set the mark, from there on. */
function taskTimes(events: readonly TraceEvent[]): number[] {
  const mark = events.find(({ name }) => name === 'watched')
  if (!mark) throw new Error('the trace does not hold the mark of the page')
  return events
    .filter(({ name, pid, tid, ts }) => name === taskName && pid === mark.pid && tid === mark.tid && ts > mark.ts)
    .flatMap(({ tdur }) => (tdur === undefined ? [] : tdur / 1000))
    .sort((a, b) => b - a)
}

/** What Chromium calls one turn of a thread's event loop. */
const taskName = 'ThreadControllerImpl::RunTask'
