import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useImportsStore } from '../../../../renderer/stores/imports.ts'
import { Refusal, fakeDoor } from './fake-door.ts'

describe('imports that are not finished', () => {
  beforeEach(() => setActivePinia(createPinia()))
  afterEach(() => vi.unstubAllGlobals())

  /** A store that knows of one import; `answer` is what the main process says to its cancellation. */
  async function withImport(answer: unknown) {
    const calls = fakeDoor(({ method }) => (method === 'DELETE' ? answer : { id: 'import-a', fileName: 'reviews.csv' }))
    const imports = useImportsStore()
    await imports.lastPreview('import-a')
    expect(imports.open).toEqual([{ id: 'import-a', fileName: 'reviews.csv', state: 'previewing' }])
    return { imports, calls }
  }

  it('are gone once they are cancelled', async () => {
    const { imports, calls } = await withImport({})
    await imports.cancel('import-a')
    expect(calls.at(-1)).toMatchObject({ method: 'DELETE', path: '/imports/import-a' })
    expect(imports.open).toEqual([])
  })

  it('are gone too when the main process no longer knows them', async () => {
    const { imports } = await withImport(new Refusal('import-not-found', 'This import does not exist (any more).'))
    await imports.cancel('import-a')
    expect(imports.open).toEqual([])
  })

  it('stay when they could not be cancelled', async () => {
    const { imports } = await withImport(new Refusal('disk-full', 'The disk does not answer.'))
    await expect(imports.cancel('import-a')).rejects.toThrow('The disk does not answer.')
    expect(imports.open).toHaveLength(1)
  })
})
