import { EventEmitter } from 'node:events'
import { describe, expect, it, vi } from 'vitest'

const complaints: string[] = []
vi.mock('electron', () => ({ dialog: { showErrorBox: (title: string) => void complaints.push(title) } }))
const { reviveAfterCrash } = await import('../../../electron/shell/page-crash.ts')

describe('a page whose process ends', () => {
  const open = () => {
    const webContents = new EventEmitter()
    const clock = { now: 0, loads: 0 }
    const load = () => void clock.loads++
    reviveAfterCrash({ webContents } as unknown as Parameters<typeof reviveAfterCrash>[0], load, () => clock.now)
    const end = (reason: string) => void webContents.emit('render-process-gone', {}, { reason, exitCode: 1 })
    return { clock, end }
  }

  it('is loaded again, but not when it ended in order', () => {
    const { clock, end } = open()
    end('crashed')
    end('oom')
    expect(clock.loads).toBe(2)
    end('clean-exit')
    expect(clock.loads).toBe(2)
  })

  it('is given up with a message after the fourth time within a minute, and not after the fourth in an hour', () => {
    const { clock, end } = open()
    for (let at = 0; at < 4; at++) end('crashed')
    expect([clock.loads, complaints]).toEqual([3, ['The page of Unroll keeps ending']])
    const calm = open()
    for (let at = 0; at < 8; at++) {
      calm.clock.now += 60_000
      calm.end('crashed')
    }
    expect([calm.clock.loads, complaints.length]).toEqual([8, 1])
  })
})
