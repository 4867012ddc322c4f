import { describe, expect, it, vi } from 'vitest'
import { hearLater } from '../../renderer/workers/hear-later.ts'

const say = (data: string) => new MessageEvent('message', { data })

function setUp() {
  const reportError = vi.fn<(error: unknown) => void>()
  const scope = Object.assign(new EventTarget(), { reportError })
  const heard: string[] = []
  const listen = () => scope.addEventListener('message', (event) => heard.push((event as MessageEvent<string>).data))
  return { scope, heard, listen, reportError }
}

describe('a worker whose part is still being loaded', () => {
  it('hears early messages once each, in their order, before later ones', async () => {
    const { scope, heard, listen } = setUp()
    const loading = Promise.withResolvers<void>()
    const ready = hearLater(scope, () => loading.promise)
    scope.dispatchEvent(say('first'))
    scope.dispatchEvent(say('second'))
    listen()
    scope.dispatchEvent(say('while the promise is on the way'))
    expect(heard).toEqual([])
    loading.resolve()
    await ready
    scope.dispatchEvent(say('late'))
    expect(heard).toEqual(['first', 'second', 'while the promise is on the way', 'late'])
  })

  it('reports a part that cannot be loaded, or is not known, as an error of the worker', async () => {
    const { scope, reportError } = setUp()
    await hearLater(scope, () => Promise.reject(new Error('no such file')))
    expect(reportError).toHaveBeenCalledWith(new Error('no such file'))
    const parts: Record<string, () => Promise<unknown>> = {}
    await hearLater(scope, parts['nobody'])
    expect(reportError).toHaveBeenCalledTimes(2)
  })
})
