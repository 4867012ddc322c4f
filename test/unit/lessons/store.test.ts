import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useLessonsStore } from '../../../renderer/stores/lessons.ts'
import { noLessons } from '../../../shared/contract/lessons.ts'
import type { LessonSet } from '../../../shared/contract/lessons.ts'
import { lessonOf } from '../../../shared/lessons/all.ts'
import { fakeDoor, Refusal } from '../renderer/shell/fake-door.ts'

beforeEach(() => {
  setActivePinia(createPinia())
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const limits = lessonOf('limits')!
const set: LessonSet = {
  ...{ format: 'unroll-lesson', version: 1, id: 'week-3', title: 'Week 3' },
  lessons: [{ lesson: 'limits', start: { numbers: { f: 0.9 } } }],
}

describe('the store of the lessons', () => {
  it('writes once for many changes, with the last of them', async () => {
    const calls = fakeDoor(({ method }) => (method === 'GET' ? noLessons : { kept: true }))
    const store = useLessonsStore()
    await store.load()
    for (const f of [0.5, 0.6, 0.7]) store.change('limits', { numbers: { f } })
    await vi.runAllTimersAsync()
    await store.flush()
    const written = calls.filter(({ method }) => method === 'PUT')
    expect(written).toHaveLength(1)
    expect(written[0].body).toMatchObject({ progress: { 'course/limits': { numbers: { f: 0.7 } } } })
    expect(store.valuesOf(limits).numbers.f).toBe(0.7)
  })

  it('never overwrites what it could not read', async () => {
    const calls = fakeDoor(() => new Refusal('disk-full', 'The disk is full.'))
    const store = useLessonsStore()
    await store.load()
    expect(store.trouble).toBe('The disk is full.')
    store.change('limits', { numbers: { f: 0.5 } })
    await store.flush()
    expect(calls.filter(({ method }) => method === 'PUT')).toEqual([])
  })

  it('says so when a change could not be kept, and is glad when the next one is', async () => {
    let full = true
    fakeDoor(({ method }) =>
      method === 'GET' ? noLessons : full ? new Refusal('disk-full', 'The disk is full.') : { kept: true },
    )
    const store = useLessonsStore()
    await store.load()
    store.solve('limits', 'half')
    await store.flush()
    expect(store.trouble).toBe('The disk is full.')
    full = false
    store.solve('limits', 'reach')
    await store.flush()
    expect(store.trouble).toBeNull()
    expect(store.solvedIn(limits)).toBe(2)
  })

  it('keeps a progress per set, and a reset takes back numbers but no solved task', async () => {
    fakeDoor(({ method }) => (method === 'GET' ? noLessons : { kept: true }))
    const store = useLessonsStore()
    await store.load()
    store.change('limits', { numbers: { f: 0.5, cue: 7 } })
    store.solve('limits', 'half')
    store.openSet(set)
    const [{ lesson }] = store.course
    expect([store.valuesOf(lesson).numbers.f, store.solvedIn(lesson)]).toEqual([0.9, 0])
    store.choose(null)
    store.reset('limits', ['f'])
    expect(store.valuesOf(limits).numbers).toMatchObject({ f: 0.99, cue: 7 })
    store.reset('limits')
    expect(store.valuesOf(limits).numbers.cue).toBe(5)
    expect(store.solvedIn(limits)).toBe(1)
    store.closeSet('week-3')
    expect([store.set, store.sets]).toEqual([null, []])
  })
})
