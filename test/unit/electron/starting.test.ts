import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChangeEvent } from '../../../shared/contract/events.ts'
import { readArguments } from '../../../electron/starting/arguments.ts'
import { findChromium, hasDisplay } from '../../../electron/starting/browser-window.ts'
import { fetchElectron, findElectron } from '../../../electron/starting/electron-runtime.ts'
import { holdOpenImport } from '../../../electron/starting/open-file.ts'
import { hashSources } from '../../../electron/starting/page-build.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'unroll-start-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const put = (path: string, text = '', mode = 0o644) => {
  mkdirSync(join(folder, path, '..'), { recursive: true })
  writeFileSync(join(folder, path), text, { mode })
  return join(folder, path)
}

describe('the arguments of npm start', () => {
  it('take a file relative to the folder in which the command was typed', () => {
    const file = put('reviews.csv', 'text,label')
    expect(readArguments(['reviews.csv'], folder)).toEqual({ file, port: 0, open: true, help: false })
  })

  it('take a port and --no-open', () => {
    expect(readArguments(['--port', '4711', '--no-open'], folder)).toMatchObject({
      file: null,
      port: 4711,
      open: false,
    })
  })

  it.each([
    [['missing.csv'], 'There is no file'],
    [['.'], 'is a folder; name a CSV or TSV file'],
    [['a', 'b'], 'one file at a time'],
    [['--port', 'x'], '--port must be a number from 0 to 65535, got "x"'],
    [['--frobnicate'], '--frobnicate'],
  ])('refuse %j and say why', (args, message) => {
    expect(() => readArguments(args, folder)).toThrow(message)
  })
})

describe('the Electron runtime', () => {
  it('is found where the electron package unpacks it', () => {
    put('node_modules/electron/path.txt', 'electron')
    const executable = put('node_modules/electron/dist/electron')
    expect(findElectron(folder, {})).toBe(executable)
  })

  it('is found in ELECTRON_OVERRIDE_DIST_PATH', () => {
    const executable = put('elsewhere/electron')
    expect(findElectron(folder, { ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'elsewhere') })).toBe(executable)
  })

  it('is absent when only path.txt is there, or nothing', () => {
    expect(findElectron(folder, {})).toBeNull()
    put('node_modules/electron/path.txt', 'electron')
    expect(findElectron(folder, {})).toBeNull()
  })

  it('is not fetched from a server that cannot be reached, and the refusal is remembered', async () => {
    // Port 9 (discard) of this machine: nothing listens there.
    const closed = { ELECTRON_MIRROR: 'http://127.0.0.1:9/' }
    const said: string[] = []
    const first = await fetchElectron(folder, closed, (line) => said.push(line))
    expect(first).toEqual({ executable: null, reason: 'its download cannot be reached from here' })
    const second = await fetchElectron(folder, closed, (line) => said.push(line))
    expect(second).toEqual({ executable: null, reason: 'its download could not be reached' })
    expect(said).toEqual([])
  })
})

describe('a browser window', () => {
  it('needs a display on Linux, and is never opened by continuous integration', () => {
    expect(hasDisplay({}, 'linux')).toBe(false)
    expect(hasDisplay({ DISPLAY: ':0' }, 'linux')).toBe(true)
    expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(true)
    expect(hasDisplay({}, 'darwin')).toBe(true)
    expect(hasDisplay({ CI: 'true', DISPLAY: ':0' }, 'linux')).toBe(false)
  })

  it('is a Chromium of the search path when there is an executable one', () => {
    put('first/chromium', '', 0o644)
    const chromium = put('second/chromium', '', 0o755)
    expect(findChromium({ PATH: `${folder}/first:${folder}/second` }, 'linux')).toBe(chromium)
    expect(findChromium({ PATH: folder }, 'linux')).toBeNull()
  })
})

describe('the page is built anew', () => {
  it('when a file changes, appears or is renamed, but not when only its date changes', () => {
    const file = put('renderer/main.ts', 'let a = 1')
    put('package-lock.json', '{}')
    const first = hashSources(folder)
    utimesSync(file, new Date(0), new Date(0))
    expect(hashSources(folder)).toBe(first)
    put('renderer/main.ts', 'let a = 2')
    const second = hashSources(folder)
    put('renderer/other.ts', '')
    const third = hashSources(folder)
    expect(new Set([first, second, third]).size).toBe(3)
  })
})

describe('a file opened before any page listens', () => {
  const hub = () => {
    const listeners = new Set<(event: ChangeEvent) => void>()
    return {
      subscribe(listener: (event: ChangeEvent) => void) {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
      emit: (event: ChangeEvent) => listeners.forEach((listener) => listener(event)),
    }
  }

  it('is told to the first page that connects, once', async () => {
    const held = holdOpenImport(hub())
    held.emit({ kind: 'open-import', id: 'import-1' })
    const heard: ChangeEvent[] = []
    const later: ChangeEvent[] = []
    const unsubscribe = held.subscribe((event) => heard.push(event))
    held.subscribe((event) => later.push(event))
    await Promise.resolve()
    expect(heard).toEqual([{ kind: 'open-import', id: 'import-1' }])
    expect(later).toEqual([])
    unsubscribe()
    unsubscribe()
    held.emit({ kind: 'open-import', id: 'import-2' })
    expect(later).toEqual([{ kind: 'open-import', id: 'import-2' }])
  })
})
