import { describe, expect, it } from 'vitest'
import { createApi } from '../../../electron/api/app.ts'
import { noLessons } from '../../../shared/contract/lessons.ts'
import { temporaryFolder, temporaryServices } from '../electron/temporary-services.ts'

const state = {
  ...{ open: null, sets: [] },
  progress: { 'course/limits': { numbers: { f: 0.5 }, texts: {}, solved: ['half'] } },
}
const put = (body: unknown) => ({
  ...{ method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) },
})

describe('lessons through the one door', () => {
  it('are empty at first, and what is put there is there after a restart', async () => {
    const folder = temporaryFolder()
    const services = await temporaryServices(folder)
    const api = createApi(services, { host: 'browser', page: null })
    expect(await (await api.request('/api/lessons')).json()).toEqual(noLessons)
    expect(await (await api.request('/api/lessons', put(state))).json()).toEqual({ kept: true })
    await services.close()
    expect((await temporaryServices(folder)).lessons.read()).toEqual(state)
  })

  it('refuse what does not fit, in the one shape, and keep what they had', async () => {
    const services = await temporaryServices()
    const api = createApi(services, { host: 'browser', page: null })
    await api.request('/api/lessons', put(state))
    for (const wrong of [{}, { ...state, open: 3 }, { ...state, progress: { x: { numbers: { f: 'a' } } } }]) {
      const answer = await api.request('/api/lessons', put(wrong))
      expect(answer.status).toBe(400)
      expect(await answer.json()).toMatchObject({ code: 'bad-request' })
    }
    expect(services.lessons.read()).toEqual(state)
  })
})
