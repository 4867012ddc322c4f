import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unpackEncoded } from '../../shared/contract/encoded.ts'
import { violations } from '../browser/axe.ts'
import * as steps from './steps.ts'
import { openTrained } from './trained-page.ts'
import type { TrainedPage } from './trained-page.ts'

describe('a trained model judges the rows of its data set', () => {
  let trained: TrainedPage
  beforeAll(async () => void (trained = await openTrained('ANN', 2)))
  afterAll(() => trained.close())

  it('rightly on as many rows of the test part as its test said; they are filtered, sorted, and told in words', async () => {
    const { page, watched, experiment } = trained
    const fetched = await page.evaluate(async (id) => {
      const read = async (path: string) => await fetch(`/api/${path}`)
      const { dataset, runs } = (await (await read(`experiments/${id}`)).json()) as {
        dataset: { id: string }
        runs: { id: string; test: { accuracy: number } }[]
      }
      const bytes = new Uint8Array(await (await read(`experiments/${id}/encoded/test`)).arrayBuffer())
      location.hash = `#/data/${dataset.id}`
      return { dataset: dataset.id, run: runs[0].id, accuracy: runs[0].test.accuracy, test: Array.from(bytes) }
    }, experiment)

    await steps.button(page, 'Filters').click()
    await page.getByLabel('Model', { exact: true }).selectOption({ index: 1 })
    await steps.button(page, 'Judge all rows').click()
    await page.getByText(/^[\d,]+ rows judged\.$/).waitFor()
    const rightIds = await page.evaluate(async ({ dataset, run }) => {
      const ids: number[] = []
      for (;;) {
        const query = `offset=${ids.length}&limit=1000&judgedBy=${run}&verdict=right`
        const answer = await fetch(`/api/datasets/${dataset}/rows?${query}`)
        const { rows, total, looking } = (await answer.json()) as {
          rows: { id: number }[]
          total: number
          looking?: object
        }
        ids.push(...rows.map(({ id }) => id))
        if (!looking && ids.length >= total) return ids
      }
    }, fetched)
    const testRows = unpackEncoded(Uint8Array.from(fetched.test).buffer).rowIds
    const right = new Set(rightIds)
    expect(testRows.filter((id) => right.has(id)).length / testRows.length).toBeCloseTo(fetched.accuracy, 9)

    await page.getByLabel('Verdict', { exact: true }).selectOption({ label: 'Wrong' })
    await page.getByLabel('Order', { exact: true }).selectOption({ label: 'Most sure first' })
    const cell = page.getByRole('gridcell', { name: /^Wrong: the model says/ })
    await cell.first().waitFor()
    const sure = (await cell.allInnerTexts()).map((text) => Number(/([\d.]+) ?%/.exec(text)?.[1]))
    expect(sure).toEqual([...sure].sort((a, b) => b - a))
    expect(await violations(page)).toEqual([])
    await steps.button(page, 'Clear filters').click()
    await cell.first().waitFor({ state: 'detached' })
    expect(watched.problems).toEqual([])
  })
})
