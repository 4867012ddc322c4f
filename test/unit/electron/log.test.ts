import { appendFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createApi } from '../../../electron/api/app.ts'
import { logFile } from '../../../electron/storage/log-file.ts'
import { logAsText } from '../../../shared/contract/log.ts'
import type { Log } from '../../../shared/contract/log.ts'
import { temporaryFolder, temporaryServices } from './temporary-services.ts'

describe('the log', () => {
  it('gives back what was written, newest first, and no text passes for another entry', () => {
    const log = logFile(temporaryFolder())
    expect(log.read()).toEqual([])
    log.write('note', 'first')
    log.write('error', 'second\n{"at":"2020-01-01T00:00:00.000Z","level":"note","text":"forged"}')
    const entries = log.read()
    expect(entries.map(({ level, text }) => [level, text.split('\n')[0]])).toEqual([
      ['error', 'second'],
      ['note', 'first'],
    ])
    const text = logAsText(entries)
    expect(text.split('\n')).toHaveLength(3)
    expect(text.split('\n')[2]).toMatch(/^ {4}\{/)
  })

  it('passes over a line that a power cut left unfinished', () => {
    const log = logFile(temporaryFolder())
    log.write('note', 'whole')
    appendFileSync(log.path, '{"at":"2026-01-01T00:00:00.000Z","le')
    expect(log.read().map(({ text }) => text)).toEqual(['whole'])
  })

  it('reads the end of a long one, begins anew at a megabyte and keeps the one before', () => {
    const folder = temporaryFolder()
    const log = logFile(folder)
    for (let n = 0; n < 200; n++) log.write('note', `${n} ${'x'.repeat(7000)}`)
    const entries = log.read()
    expect(entries[0].text).toMatch(/^199 /)
    expect(entries.length).toBeGreaterThan(10)
    const sizes = ['unroll.log', 'unroll.1.log'].map((name) => statSync(join(folder, 'log', name)).size)
    expect(Math.max(...sizes)).toBeLessThan(1024 * 1024 + 8200)
    expect(sizes[0] + sizes[1]).toBeGreaterThan(200 * 7000)
  })

  it('stops nothing where it cannot be written', () => {
    const folder = temporaryFolder()
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'log'), 'a file where the folder should be')
    const log = logFile(folder)
    expect(() => log.write('note', 'lost')).not.toThrow()
    expect(log.read()).toEqual([])
  })

  it('holds the stack of a bug behind the door, and what the page reports of itself', async () => {
    const services = await temporaryServices()
    const broken = {
      ...services,
      settings: {
        ...services.settings,
        read: (): never => {
          throw new TypeError('a bug of ours')
        },
      },
    }
    const api = createApi(broken, { host: 'browser', page: null })
    expect((await api.request('/api/settings')).status).toBe(500)
    const json = JSON.stringify({ level: 'error', text: 'a bug of the page' })
    const headers = { 'Content-Type': 'application/json' }
    expect((await api.request('/api/log', { method: 'POST', body: json, headers })).status).toBe(201)
    const { entries, path } = (await (await api.request('/api/log')).json()) as Log
    expect(entries.map(({ level, text }) => [level, text.split('\n')[0]]).slice(0, 2)).toEqual([
      ['error', 'Page: a bug of the page'],
      ['error', 'GET /api/settings: TypeError: a bug of ours'],
    ])
    expect(entries[1].text).toContain('log.test.ts')
    expect(readFileSync(path, 'utf8')).toContain('a bug of ours')
    // What a person can mend is no bug.
    await api.request('/api/experiments/experiment-aaaaaaaaaaaaaaaa')
    expect(((await (await api.request('/api/log')).json()) as Log).entries).toHaveLength(entries.length)
    await services.close()
  })
})
