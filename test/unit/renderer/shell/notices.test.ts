import { beforeEach, describe, expect, it } from 'vitest'
import { createPinia, setActivePinia } from 'pinia'
import { useNoticesStore } from '../../../../renderer/stores/notices.ts'

describe('notices', () => {
  beforeEach(() => setActivePinia(createPinia()))

  it('stay longer when there is something to undo', () => {
    const notices = useNoticesStore()
    notices.notify({ text: 'Imported.' })
    notices.notify({ text: 'Deleted.', undo: () => {} })
    const [plain, undoable] = notices.list
    expect(undoable.milliseconds).toBeGreaterThan(plain.milliseconds)
  })

  it('undo once, and go', async () => {
    const notices = useNoticesStore()
    let undone = 0
    const id = notices.notify({ text: 'Deleted.', undo: () => void undone++ })
    await notices.undo(id)
    await notices.undo(id)
    expect(undone).toBe(1)
    expect(notices.list).toEqual([])
  })

  it('say why when undoing failed', async () => {
    const notices = useNoticesStore()
    const id = notices.notify({ text: 'Deleted.', undo: () => Promise.reject(new Error('The disk is full.')) })
    await notices.undo(id)
    expect(notices.list.map(({ text, tone }) => ({ text, tone }))).toEqual([
      { text: 'The disk is full.', tone: 'danger' },
    ])
  })

  it('are never more than four: the oldest goes', () => {
    const notices = useNoticesStore()
    for (const text of ['1', '2', '3', '4', '5']) notices.notify({ text })
    expect(notices.list.map(({ text }) => text)).toEqual(['2', '3', '4', '5'])
  })
})
