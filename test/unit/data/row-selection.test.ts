import { expect, it } from 'vitest'
import { useRowSelection } from '../../../renderer/views/data/use-row-selection.ts'

const over = (total: number) =>
  useRowSelection({
    total: () => total,
    filter: () => ({ label: 1 }),
    idsAt: (places) => Promise.resolve(places.map((place) => place + 100)),
  })

it('a range runs from the row picked last, either way, and a toggle adds or takes one', async () => {
  const selection = over(50)
  selection.pick(6, 'one')
  selection.pick(4, 'range')
  selection.pick(9, 'toggle')
  selection.pick(5, 'toggle')
  expect(await selection.target()).toEqual({ ids: [104, 106, 109] })
})

it('everything is named by its filter, and all but one by its rows where these are few', async () => {
  const selection = over(4)
  selection.pickAll()
  expect(selection.size.value).toBe(4)
  expect(await selection.target()).toEqual({ filter: { label: 1 } })
  selection.pick(2, 'toggle')
  expect(await selection.target()).toEqual({ ids: [100, 101, 103] })
})

it('of a million rows no more are named one by one than a request may hold', async () => {
  const selection = over(1_000_000)
  selection.pick(0, 'one')
  selection.pick(999_999, 'range')
  expect(selection.size.value).toBe(10_000)
  selection.pickAll()
  expect(selection.size.value).toBe(1_000_000)
  selection.pick(7, 'toggle')
  expect(await selection.target()).toEqual({ ids: [107] })
})
