import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createApi } from '../../../electron/api/app.ts'
import { temporaryFolder, temporaryServices } from './temporary-services.ts'

describe('the page', () => {
  const built = async () => {
    const services = await temporaryServices()
    const folder = join(temporaryFolder(), 'page')
    mkdirSync(join(folder, 'assets'), { recursive: true })
    writeFileSync(join(folder, 'index.html'), '<title>Unroll</title>')
    writeFileSync(join(folder, 'assets', 'index-1.js'), 'export {}')
    writeFileSync(join(folder, 'assets', 'm.wasm'), 'wasm')
    writeFileSync(join(folder, '..', 'secret.txt'), 'secret')
    return createApi(services, { host: 'browser', page: folder })
  }

  it('comes with its types and with headers that let nothing foreign run', async () => {
    const page = await built()
    const index = await page.request('/')
    expect(await index.text()).toBe('<title>Unroll</title>')
    expect(index.headers.get('Content-Type')).toBe('text/html; charset=utf-8')
    const policy = index.headers.get('Content-Security-Policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'")
    expect(policy).not.toContain("'unsafe-eval'")
    expect(index.headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(index.headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin')
    expect(index.headers.get('Cross-Origin-Embedder-Policy')).toBe('require-corp')
    const type = async (path: string) => (await page.request(path)).headers.get('Content-Type')
    expect(await type('/assets/index-1.js')).toBe('text/javascript; charset=utf-8')
    expect(await type('/assets/m.wasm')).toBe('application/wasm')
  })

  it('answers index.html for a place inside the page, and 404 for a file that is not there', async () => {
    const page = await built()
    expect(await (await page.request('/experiments/experiment-0123456789abcdef')).text()).toContain('Unroll')
    expect((await page.request('/assets/none.js')).status).toBe(404)
    expect((await page.request('/api/none')).status).toBe(404)
  })

  it.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/..%5csecret.txt',
    '/%00.txt',
    '/%zz.txt',
  ])('does not lead out of its folder by %s', async (path) => {
    const answer = await (await built()).request(`http://127.0.0.1${path}`)
    expect(answer.status).toBe(404)
    expect(await answer.text()).not.toContain('secret"')
  })
})
