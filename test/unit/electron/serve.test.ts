import { request } from 'node:http'
import { onTestFinished, describe, expect, it } from 'vitest'
import { serve } from '../../../electron/serve.ts'
import { importContent, reviews, specOf, temporaryServices } from './temporary-services.ts'

async function open() {
  const services = await temporaryServices()
  const host = await serve({ services, page: null })
  onTestFinished(() => host.close())
  const { origin } = new URL(host.url)
  const entered = await fetch(host.url)
  const cookie = (entered.headers.get('Set-Cookie') ?? '').split(';')[0]
  return { services, host, origin, entered, cookie }
}

/** fetch() forbids a foreign Host header; node:http does not. */
const statusWith = (url: string, headers: Record<string, string>) =>
  new Promise<number | undefined>((resolve, reject) =>
    request(url, { headers }, (answer) => {
      answer.resume()
      resolve(answer.statusCode)
    })
      .on('error', reject)
      .end(),
  )

describe('the browser host', () => {
  it('lets in whoever opens the printed address, with a cookie that scripts and other sites cannot use', async () => {
    const { origin, entered, cookie } = await open()
    expect(origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(entered.headers.get('Set-Cookie')).toMatch(/HttpOnly; SameSite=Strict/)
    const answer = await fetch(`${origin}/api/about`, { headers: { cookie } })
    expect(await answer.json()).toMatchObject({ host: 'browser' })
  })

  it('keeps out whoever has no session or a wrong token', async () => {
    const { origin, cookie } = await open()
    const bare = await fetch(`${origin}/api/datasets`)
    expect([bare.status, await bare.json()]).toEqual([
      401,
      { code: 'unauthorised', message: expect.any(String) as string },
    ])
    expect((await fetch(`${origin}/open?token=guess`)).status).toBe(401)
    expect((await fetch(`${origin}/`)).status).toBe(401)
    expect((await fetch(`${origin}/api/datasets`, { headers: { cookie: `${cookie}x` } })).status).toBe(401)
  })

  it('keeps out foreign names and foreign pages, even with the cookie', async () => {
    const { origin, cookie } = await open()
    const { port } = new URL(origin)
    const about = `${origin}/api/about`
    expect(await statusWith(about, { cookie, host: `evil.example:${port}` })).toBe(403)
    expect(await statusWith(about, { cookie, origin: 'https://evil.example' })).toBe(403)
    expect(await statusWith(about, { cookie, origin: 'null' })).toBe(403)
    expect(await statusWith(about, { cookie, origin: `http://127.0.0.1:${Number(port) + 1}` })).toBe(403)
    expect(await statusWith(about, { cookie, origin })).toBe(200)
  })

  it('takes an upload as a stream', async () => {
    const { origin, cookie } = await open()
    const body = new Blob([reviews]).stream()
    const answer = await fetch(`${origin}/api/imports?fileName=r.csv`, {
      ...{ method: 'POST', headers: { cookie }, body, duplex: 'half' },
    } as RequestInit)
    expect(answer.status).toBe(201)
    expect(await answer.json()).toMatchObject({ fileName: 'r.csv', bytes: reviews.length, problem: null })
  })

  it('notices that the last page has gone, and stops what it was training', async () => {
    const { services, origin, cookie } = await open()
    const { id } = await importContent(services, 'r.csv', reviews)
    const { runs } = await services.experiments.create({ dataset: id, spec: specOf() })
    const page = new AbortController()
    const events = await fetch(`${origin}/api/events`, { headers: { cookie }, signal: page.signal })
    const reader = (events.body as ReadableStream<Uint8Array>).getReader()
    await reader.read()
    services.runs.update(runs[0].id, { status: 'running' })
    const stopped = new Promise<void>((resolve) =>
      services.events.subscribe(() => services.runs.read(runs[0].id).status === 'stopped' && resolve()),
    )
    page.abort()
    await stopped
  })

  it('ends at once, open event streams included', async () => {
    const { host, origin, cookie } = await open()
    const events = await fetch(`${origin}/api/events`, { headers: { cookie } })
    const reader = (events.body as ReadableStream<Uint8Array>).getReader()
    await reader.read()
    await host.close()
    await expect(reader.read().then(({ done }) => (done ? Promise.reject(new Error('ended')) : null))).rejects.toThrow()
    await expect(fetch(origin)).rejects.toThrow()
  })
})
