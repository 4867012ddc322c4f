import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readShellState, visibleBounds, withRecent, writeShellState } from '../../../electron/shell/shell-state.ts'

const screen = { x: 0, y: 0, width: 1920, height: 1040 }

describe('what the window remembers', () => {
  it('survives writing and reading, and a damaged file gives the defaults', () => {
    const folder = mkdtempSync(join(tmpdir(), 'unroll-shell-'))
    const file = join(folder, 'window', 'window.json')
    const defaults = readShellState(file)
    expect(defaults).toEqual({ bounds: { width: 1400, height: 900 }, maximised: false, recentFiles: [] })
    const state = { bounds: { x: 5, y: 6, width: 1000, height: 700 }, maximised: true, recentFiles: ['/a.csv'] }
    writeShellState(file, state)
    expect(readShellState(file)).toEqual(state)
    writeFileSync(file, '{"bounds": 7')
    expect(readShellState(file)).toEqual(defaults)
    rmSync(folder, { recursive: true })
  })

  it('lists recent files without repeats, the latest first, at most ten', () => {
    expect(withRecent(['/a', '/b', '/c'], '/b')).toEqual(['/b', '/a', '/c'])
    const many = Array.from({ length: 10 }, (_, at) => `/${at}`)
    expect(withRecent(many, '/new')).toEqual(['/new', ...many.slice(0, 9)])
  })
})

describe('the place of the window', () => {
  it('is kept while it lies on a screen', () => {
    const bounds = { x: 100, y: 80, width: 1000, height: 700 }
    expect(visibleBounds(bounds, [screen])).toEqual(bounds)
  })

  it('is forgotten when its screen is gone', () => {
    expect(visibleBounds({ x: 2500, y: 80, width: 1000, height: 700 }, [screen])).toEqual({ width: 1000, height: 700 })
  })

  it('never exceeds the screen', () => {
    expect(visibleBounds({ width: 3000, height: 2000 }, [screen])).toEqual({ width: 1920, height: 1040 })
  })
})
