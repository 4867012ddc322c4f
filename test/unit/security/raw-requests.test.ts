// What no browser and no fetch() would send: bytes written straight onto the wire of the browser host.
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { onTestFinished, describe, expect, it } from 'vitest'
import { serve } from '../../../electron/serve.ts'
import { temporaryFolder, temporaryServices } from '../electron/temporary-services.ts'

/** A host whose page lies beside a file that must not be seen. */
async function open() {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'page'))
  writeFileSync(join(folder, 'page', 'index.html'), '<title>the page</title>')
  writeFileSync(join(folder, 'secret.txt'), 'the secret')
  const services = await temporaryServices()
  const host = await serve({ services, page: join(folder, 'page') })
  onTestFinished(() => host.close())
  const { port } = new URL(host.url)
  const cookie = (await fetch(host.url)).headers.get('Set-Cookie')?.split(';')[0] ?? ''
  const send = async (lines: string[]): Promise<{ status: number; text: string }> => {
    const socket = connect(Number(port), '127.0.0.1')
    await once(socket, 'connect')
    let text = ''
    socket.setEncoding('latin1').on('data', (piece: string) => (text += piece))
    socket.write(`${lines.join('\r\n')}\r\n\r\n`)
    await once(socket, 'close')
    return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]), text }
  }
  const session = [`Host: 127.0.0.1:${port}`, `Cookie: ${cookie}`, 'Connection: close']
  return { send, session, cookie, port, services }
}

describe('raw requests', () => {
  it('reach the page with a session: what follows is refused for another reason', async () => {
    const { send, session } = await open()
    const { status, text } = await send(['GET / HTTP/1.1', ...session])
    expect([status, text.includes('the page')]).toEqual([200, true])
  })

  it.each([
    ...['/../secret.txt', '/assets/../../secret.txt', '//secret.txt', '/./../secret.txt', '/%2e%2e/secret.txt'],
    ...[
      '/..%2fsecret.txt',
      '/..\\secret.txt',
      '/%2e%2e%5csecret.txt',
      '/assets/..;/secret.txt',
      '/%252e%252e/secret.txt',
    ],
    ...['/api/../../secret.txt', '/api/datasets/../../../secret.txt', '/..%c0%afsecret.txt', '/secret.txt%00.html'],
  ])('do not lead out of the page by %s', async (path) => {
    const { send, session } = await open()
    const { status, text } = await send([`GET ${path} HTTP/1.1`, ...session])
    expect(text).not.toContain('the secret')
    expect(status).toBeLessThan(500)
  })

  it('are refused without a Host, with two, with another one, or with the address of another host as their target', async () => {
    const { send, session, cookie, port } = await open()
    const own = `127.0.0.1:${port}`
    const strangers = [
      ['GET /api/datasets HTTP/1.0', `Cookie: ${cookie}`],
      ['GET /api/datasets HTTP/1.1', `Cookie: ${cookie}`, 'Connection: close'],
      ['GET /api/datasets HTTP/1.1', 'Host: foreign.invalid', `Host: ${own}`, `Cookie: ${cookie}`, 'Connection: close'],
      ['GET /api/datasets HTTP/1.1', `Host: ${own}@foreign.invalid`, `Cookie: ${cookie}`, 'Connection: close'],
      ['GET /api/datasets HTTP/1.1', `Host: ${own}/x`, `Cookie: ${cookie}`, 'Connection: close'],
      [
        `GET http://foreign.invalid/api/datasets HTTP/1.1`,
        'Host: foreign.invalid',
        `Cookie: ${cookie}`,
        'Connection: close',
      ],
    ]
    for (const lines of strangers) {
      const { status } = await send(lines)
      expect(status, lines.join(' | ')).toBeGreaterThanOrEqual(400)
      expect(status, lines.join(' | ')).toBeLessThan(500)
    }
    expect((await send(['GET /api/datasets HTTP/1.1', ...session])).status).toBe(200)
  })

  it('that hide a second request behind the first are refused', async () => {
    const { send, session, services } = await open()
    const before = services.settings.read()
    const hidden = 'PATCH /api/settings HTTP/1.1\r\nContent-Type: application/json\r\n\r\n{"theme":"dark"}'
    const { status } = await send([
      ...['POST /api/experiments HTTP/1.1', ...session, 'Content-Length: 4', 'Transfer-Encoding: chunked'],
      ...['', '0', '', hidden],
    ])
    expect(status).toBe(400)
    expect(services.settings.read()).toEqual(before)
  })

  it('that put line breaks into a name get no header of their own', async () => {
    const { send, session } = await open()
    const { text } = await send(['GET /api/datasets/%0d%0aSet-Cookie:%20evil=1 HTTP/1.1', ...session])
    expect(text.split('\r\n\r\n')[0]).not.toMatch(/^set-cookie/im)
  })
})
