import { expect, it } from 'vitest'
import { placesFor } from '../../../renderer/trainer/places.ts'

it.each([
  [undefined, 1],
  [1, 1],
  [2, 2],
  [4, 3],
  [16, 15],
])('on a machine of %s cores so many models train side by side: %i', (cores, places) => {
  expect(placesFor(cores)).toBe(places)
})
