import { describe, expect, it } from 'vitest'
import { ApiError, request, requestBytes } from '../../../../renderer/api.ts'

const thrown = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (caught: unknown) => caught,
  )
  if (!(error instanceof ApiError)) throw new Error('expected an ApiError')
  return error
}

describe('request', () => {
  it('gives the body of a good answer', async () => {
    expect(await request(Promise.resolve(Response.json({ a: 1 })))).toEqual({ a: 1 })
  })

  it('throws the code, message and detail of a refusal', async () => {
    const body = { code: 'dataset-not-found', message: 'There is no such data set.', detail: { id: 'x' } }
    const error = await thrown(request(Promise.resolve(Response.json(body, { status: 404 }))))
    expect(error.code).toBe('dataset-not-found')
    expect(error.message).toBe('There is no such data set.')
    expect(error.detail).toEqual({ id: 'x' })
  })

  it('names the status when a refusal explains nothing', async () => {
    const error = await thrown(request(Promise.resolve(new Response('<html>', { status: 502 }))))
    expect(error.code).toBe('internal')
    expect(error.message).toContain('502')
  })

  it('says that Unroll does not answer when no answer comes', async () => {
    const error = await thrown(request(Promise.reject(new TypeError('Failed to fetch'))))
    expect(error.code).toBe('unreachable')
  })

  it('lets a cancelled request stay a cancelled request', async () => {
    const abort = new DOMException('cancelled', 'AbortError')
    await expect(request(Promise.reject(abort))).rejects.toBe(abort)
  })

  it('gives binary answers as bytes, and their refusals as errors', async () => {
    const good = await requestBytes(Promise.resolve(new Response(Uint8Array.of(1, 2, 3))))
    expect([...new Uint8Array(good)]).toEqual([1, 2, 3])
    const bad = Response.json({ code: 'run-not-found', message: 'No such run.' }, { status: 404 })
    expect((await thrown(requestBytes(Promise.resolve(bad)))).code).toBe('run-not-found')
  })
})
