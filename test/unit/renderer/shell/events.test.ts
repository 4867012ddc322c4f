import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createPinia, setActivePinia } from 'pinia'
import { useEventsStore } from '../../../../renderer/stores/events.ts'

/** What the store uses of an EventSource, driven by hand. */
class FakeSource {
  static readonly CONNECTING = 0
  static readonly CLOSED = 2
  static opened: FakeSource[] = []
  readyState = FakeSource.CONNECTING
  onopen: (() => void) | null = null
  onerror: (() => void) | null = null
  onmessage: ((message: { data: string }) => void) | null = null
  closed = false
  readonly url: string
  constructor(url: string) {
    this.url = url
    FakeSource.opened.push(this)
  }
  close() {
    this.closed = true
  }
}

describe('events of the main process', () => {
  beforeEach(() => {
    setActivePinia(createPinia())
    vi.useFakeTimers()
    vi.stubGlobal('EventSource', FakeSource)
    FakeSource.opened = []
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  it('reach only those who asked for their kind, until they stop listening', () => {
    const events = useEventsStore()
    const heard: string[] = []
    const stop = events.on('experiment', ({ id }) => heard.push(id))
    events.on('datasets', () => heard.push('datasets'))
    events.connect()
    const [source] = FakeSource.opened
    source.onmessage?.({ data: '{"kind":"experiment","id":"a"}' })
    stop()
    source.onmessage?.({ data: '{"kind":"experiment","id":"b"}' })
    source.onmessage?.({ data: '{"kind":"datasets"}' })
    expect(source.url).toMatch(/\/api\/events$/)
    expect(heard).toEqual(['a', 'datasets'])
  })

  it('are connected to again, ever more slowly, once the connection is closed for good', () => {
    const events = useEventsStore()
    events.connect()
    for (const wait of [500, 1000, 2000, 4000, 8000, 8000]) {
      const source = FakeSource.opened.at(-1)
      const before = FakeSource.opened.length
      if (source) source.readyState = FakeSource.CLOSED
      source?.onerror?.()
      vi.advanceTimersByTime(wait - 1)
      expect(FakeSource.opened.length).toBe(before)
      vi.advanceTimersByTime(1)
      expect(FakeSource.opened.length).toBe(before + 1)
      expect(source?.closed).toBe(true)
    }
  })

  it('leave trying again to the browser while it still does', () => {
    const events = useEventsStore()
    events.connect()
    FakeSource.opened[0].onopen?.()
    FakeSource.opened[0].onerror?.()
    expect(events.state).toBe('lost')
    vi.advanceTimersByTime(60_000)
    expect(FakeSource.opened.length).toBe(1)
  })

  it('tell of their return, not of their first coming', () => {
    const events = useEventsStore()
    let returns = 0
    events.onReturn(() => returns++)
    events.connect()
    const [source] = FakeSource.opened
    source.onopen?.()
    expect(returns).toBe(0)
    source.onerror?.()
    source.onopen?.()
    expect(returns).toBe(1)
    expect(events.state).toBe('open')
  })
})
