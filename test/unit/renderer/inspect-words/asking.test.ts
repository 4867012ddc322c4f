import { describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, shallowRef } from 'vue'
import type { Asked, Told, Work } from '../../../../renderer/views/inspect/words/asking/protocol.ts'
import { isAbort, openAsking } from '../../../../renderer/views/inspect/words/asking/open-asking.ts'
import type { Asking } from '../../../../renderer/views/inspect/words/asking/open-asking.ts'
import { serve } from '../../../../renderer/views/inspect/words/asking/serve.ts'
import { asksTheSame, useAsked } from '../../../../renderer/views/inspect/words/asking/use-asked.ts'
import type { Batch } from '../../../../renderer/views/inspect/words/asking/use-asked.ts'

interface Sums {
  /** Adds one in as many steps as its number says. */
  count: { ask: { to: number; hold?: Promise<void> }; answer: number }
}

/** Both ends joined without a worker between them. The clock moves 10 ms a step. */
function joined() {
  const steps: number[] = []
  async function* count({ to, hold }: Sums['count']['ask']): Work<number> {
    if (to < 0) throw new RangeError('no number below 0')
    for (let n = 0; n < to; n++) {
      await hold
      steps.push(n)
      yield n / to
    }
    return to
  }
  let clock = 0
  const fake = {
    onmessage: null as ((event: { data: Told }) => void) | null,
    onerror: null as ((event: { message: string; preventDefault(): void }) => void) | null,
    terminate: vi.fn(),
    postMessage: (asked: Asked) => hear(asked),
  }
  const hear = serve<Sums>(
    { count },
    {
      post: (data) => fake.onmessage?.({ data }),
      rest: () => new Promise((resolve) => setTimeout(resolve)),
      now: () => (clock += 10),
    },
  )
  const start = vi.fn(() => fake as unknown as Worker)
  return { asking: openAsking<Sums>(start), fake, steps, start }
}

describe('questions to a worker', () => {
  it('are answered in turn, with progress on the way', async () => {
    const { asking } = joined()
    const shares: number[] = []
    const answers = await Promise.all([
      asking.ask('count', { to: 8 }, { onProgress: (share) => shares.push(share) }),
      asking.ask('count', { to: 0 }),
    ])
    expect(answers).toEqual([8, 0])
    expect(shares.length).toBeGreaterThan(1)
    expect(shares).toEqual(shares.toSorted((a, b) => a - b))
  })

  it('that are no longer wanted are stopped, also in the middle', async () => {
    const { asking, steps } = joined()
    const control = new AbortController()
    const { signal } = control
    const long = asking.ask('count', { to: 1e9 }, { signal, onProgress: () => control.abort() })
    const after = asking.ask('count', { to: 2 })
    await expect(long).rejects.toSatisfy(isAbort)
    expect(await after).toBe(2)
    expect(steps.length).toBeLessThan(20)
    await expect(asking.ask('count', { to: 1 }, { signal })).rejects.toSatisfy(isAbort)
  })

  it('fail in their own words, and the next one is answered', async () => {
    const { asking } = joined()
    await expect(asking.ask('count', { to: -1 })).rejects.toThrow('no number below 0')
    expect(await asking.ask('count', { to: 3 })).toBe(3)
  })

  it('get a new worker when the old one broke', async () => {
    const { asking, fake, start } = joined()
    const hold = new Promise<void>(() => {})
    const stuck = asking.ask('count', { to: 1, hold })
    fake.onerror?.({ message: 'out of memory', preventDefault() {} })
    await expect(stuck).rejects.toThrow('out of memory')
    expect(fake.terminate).toHaveBeenCalled()
    void asking.ask('count', { to: 1 }).catch(() => {})
    expect(start).toHaveBeenCalledTimes(2)
    asking.close()
  })
})

describe('what is shown of the answers', () => {
  function setUp() {
    const asked: { to: number; signal?: AbortSignal; resolve(answer: number): void }[] = []
    const asking: Asking<Sums> = {
      ask: (_, { to }, { signal } = {}) =>
        new Promise((resolve, reject) => {
          asked.push({ to, signal, resolve })
          signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')))
        }),
      close() {},
    }
    const batch = shallowRef<Batch<string, { to: number }> | null>(null)
    const scope = effectScope()
    const found = scope.run(() => useAsked(asking, 'count', () => batch.value))!
    return { asked, batch, found, scope }
  }
  const settled = () => new Promise((resolve) => setTimeout(resolve))
  const about = (name: string, ...to: number[]) => ({
    about: name,
    questions: to.map((one) => ({ key: String(one), ask: { to: one } })),
  })

  it('is never a mixture: a batch that is overtaken leaves nothing behind', async () => {
    const { asked, batch, found } = setUp()
    batch.value = about('old', 1, 2)
    await nextTick()
    asked[0].resolve(10)
    batch.value = about('new', 3)
    await nextTick()
    expect(asked.map(({ signal }) => signal?.aborted)).toEqual([true, true, false])
    asked[1].resolve(20)
    await settled()
    expect(found.shown.value).toBeNull()
    asked[2].resolve(30)
    await settled()
    expect(found.shown.value).toEqual({ about: 'new', answers: new Map([['3', 30]]) })
    expect(found.progress.value).toBeNull()
  })

  it('stays while the same is asked, and goes when nothing is', async () => {
    const { asked, batch, found, scope } = setUp()
    batch.value = about('one', 1)
    await nextTick()
    batch.value = about('one', 1)
    await nextTick()
    expect(asked).toHaveLength(1)
    asked[0].resolve(5)
    await settled()
    batch.value = null
    await nextTick()
    expect(found.shown.value).toBeNull()
    batch.value = about('two', 2)
    await nextTick()
    scope.stop()
    expect(asked[1].signal?.aborted).toBe(true)
  })

  it('batches are compared one level deep', () => {
    const ids = [1, 2]
    const batch = (ask: unknown) => ({ about: null, questions: [{ key: 'a', ask }] })
    expect(asksTheSame(batch({ ids, by: 'x' }), batch({ ids, by: 'x' }))).toBe(true)
    expect(asksTheSame(batch({ ids }), batch({ ids: [1, 2] }))).toBe(false)
    expect(asksTheSame(batch({ ids }), batch({ ids, more: 1 }))).toBe(false)
    expect(asksTheSame(batch({ ids }), null)).toBe(false)
    expect(asksTheSame(null, null)).toBe(true)
  })
})
