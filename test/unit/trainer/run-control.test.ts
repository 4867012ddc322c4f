import { describe, expect, it } from 'vitest'
import { RunControl } from '../../../renderer/trainer/run-control.ts'

function setUp(steps: number | null) {
  const told: string[] = []
  let notice: (() => void) | null = null
  const control = new RunControl(
    {
      onRunning: () => void told.push('running'),
      onPaused: () => {
        told.push('paused')
        notice?.()
      },
    },
    { steps },
  )
  const paused = () => new Promise<void>((resolve) => (notice = resolve))
  return { control, told, paused }
}

describe('the control of a run', () => {
  it('says that the run is running once the first step is done, and only once', async () => {
    const { control, told } = setUp(null)
    expect(await control.next()).toBe('go')
    expect(told).toEqual([])
    expect(await control.next()).toBe('go')
    expect(await control.next()).toBe('go')
    expect(told).toEqual(['running'])
  })

  it('has the checkpoint written before it pauses, and waits until it may go on', async () => {
    const { control, told, paused } = setUp(null)
    await control.next()
    await control.next()
    control.pause()
    expect(await control.next()).toBe('checkpoint')
    const waits = paused()
    const order = control.next()
    await waits
    expect(told).toEqual(['running', 'paused'])
    control.resume()
    expect(await order).toBe('go')
    expect(told).toEqual(['running', 'paused', 'running'])
  })

  it('makes one step at a time, each with its checkpoint', async () => {
    const { control, told, paused } = setUp(1)
    expect(await control.next()).toBe('go')
    expect(await control.next()).toBe('checkpoint')
    const waits = paused()
    const order = control.next()
    await waits
    control.step()
    expect(await order).toBe('go')
    expect(await control.next()).toBe('checkpoint')
    expect(told).toEqual(['paused'])
  })

  it('stops at once, also out of a pause, and out of one that is only beginning', async () => {
    const running = setUp(null)
    running.control.stop()
    expect(await running.control.next()).toBe('stop')

    const { control, paused } = setUp(0)
    expect(await control.next()).toBe('checkpoint')
    const waits = paused()
    const order = control.next()
    await waits
    control.stop()
    expect(await order).toBe('stop')

    const hasty = setUp(0)
    expect(await hasty.control.next()).toBe('checkpoint')
    const soon = hasty.control.next()
    hasty.control.stop() // while onPaused is still being awaited
    expect(await soon).toBe('stop')
  })

  it('forgets a pause that was taken back before the next step', async () => {
    const { control, told } = setUp(null)
    await control.next()
    control.pause()
    control.resume()
    expect(await control.next()).toBe('go')
    expect(told).toEqual(['running'])
  })
})
