import { describe, expect, it } from 'vitest'
import { RedrawQueue } from '../../../../renderer/charts/redraw-queue.ts'
import type { Drawing } from '../../../../renderer/charts/redraw-queue.ts'

/** A queue on a page whose frames and timers come when the test says so. */
function setUp() {
  let now = 0
  const frames: (() => void)[] = []
  const timers: { run: () => void; at: number }[] = []
  const queue = new RedrawQueue({
    now: () => now,
    frame: (run) => void frames.push(run),
    later: (run, milliseconds) => void timers.push({ run, at: now + milliseconds }),
  })
  const drawn: string[] = []
  const drawing = (name: string, shown = true): Drawing => ({ shown, draw: () => void drawn.push(name) })
  /** What is drawn in the next frame. */
  const frame = () => {
    drawn.length = 0
    frames.shift()?.()
    return [...drawn]
  }
  const pass = (milliseconds: number) => {
    now += milliseconds
    for (const timer of timers.filter(({ at }) => at <= now)) {
      timers.splice(timers.indexOf(timer), 1)
      timer.run()
    }
  }
  return { queue, drawing, frame, frames, pass }
}

describe('the queue of charts to draw', () => {
  it('draws one chart per frame, in the order in which they were asked for', () => {
    const { queue, drawing, frame, frames } = setUp()
    for (const name of ['loss', 'norm', 'decay']) queue.request(drawing(name))
    expect([frame(), frame(), frame()]).toEqual([['loss'], ['norm'], ['decay']])
    expect(frames).toHaveLength(0)
  })

  it('draws a chart once, however often it was asked for', () => {
    const { queue, drawing, frame } = setUp()
    const loss = drawing('loss')
    for (let n = 0; n < 5; n++) queue.request(loss)
    expect([frame(), frame()]).toEqual([['loss'], []])
    queue.request(loss)
    expect(frame()).toEqual(['loss'])
  })

  it('draws what is in view first, and the rest at most once a second', () => {
    const { queue, drawing, frame, pass } = setUp()
    const [far, near] = [drawing('far', false), drawing('near')]
    for (const one of [far, near]) queue.request(one)
    expect([frame(), frame()]).toEqual([['near'], ['far']])
    for (const one of [far, near]) queue.request(one)
    expect([frame(), frame()]).toEqual([['near'], []])
    pass(999)
    expect(frame()).toEqual([])
    pass(1)
    expect(frame()).toEqual(['far'])
  })

  it('draws at once what is scrolled into view', () => {
    const { queue, drawing, frame } = setUp()
    const far = drawing('far', false)
    queue.request(far)
    frame()
    queue.request(far)
    expect(frame()).toEqual([])
    queue.show(far, true)
    expect(frame()).toEqual(['far'])
  })

  it('draws at once, and not again, what is asked for before its turn', () => {
    const { queue, drawing, frame } = setUp()
    const names: string[] = []
    const [loss, norm] = ['loss', 'norm'].map((name) => ({ ...drawing(name), draw: () => void names.push(name) }))
    queue.request(loss)
    queue.request(norm)
    queue.finish(norm)
    expect(names).toEqual(['norm'])
    for (let n = 0; n < 3; n++) frame()
    queue.finish(norm)
    expect(names).toEqual(['norm', 'loss'])
  })

  it('never draws a chart that is gone', () => {
    const { queue, drawing, frame, frames } = setUp()
    const loss = drawing('loss')
    queue.request(loss)
    queue.forget(loss)
    expect(frame()).toEqual([])
    expect(frames).toHaveLength(0)
  })
})
