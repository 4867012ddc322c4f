import { describe, expect, it } from 'vitest'
import { describeClamp, describeClamps } from '../../../renderer/stores/clamp-words.ts'
import { clampsOf, withClamps } from '../../../renderer/views/inspect/step-through/clamps-of.ts'

const where = { layer: 1, direction: 'forward' } as const
describe('what is held by hand as clamps to train with', () => {
  it('is a gate or state at every word, unit by unit', () => {
    const held = { kind: 'gate', gate: 'f', value: 1, layer: 1, words: 'all' } as const
    expect(clampsOf({ ...held, units: 'all' })).toEqual([{ ...where, what: 'f', unit: 'all', value: 1 }])
    expect(clampsOf({ ...held, units: [0, 2] })?.map(({ unit }) => unit)).toEqual([0, 2])
    const state = {
      kind: 'state',
      state: 'c',
      value: 0.5,
      layer: 2,
      direction: 'reverse',
      units: [1],
      words: 'all',
    } as const
    expect(clampsOf(state)).toEqual([{ what: 'c', unit: 1, value: 0.5, layer: 2, direction: 'reverse' }])
  })

  it('is nothing where one word or a weight was changed', () => {
    expect(clampsOf({ kind: 'gate', gate: 'f', value: 1, layer: 1, units: 'all', words: [2] })).toBeNull()
    expect(clampsOf({ kind: 'weight', parameter: 'lstm1.b', row: 0, column: 1, value: 3 })).toBeNull()
  })

  it('takes the place of what was held there before', () => {
    const [one, two] = [0, 1].map((unit) => ({ ...where, what: 'f' as const, unit, value: 0 }))
    expect(withClamps([one, two], [{ ...one, value: 1 }])).toEqual([two, { ...one, value: 1 }])
    expect(withClamps([one, two], [{ ...one, unit: 'all' }])).toEqual([{ ...one, unit: 'all' }])
  })

  it('is said in words', () => {
    expect(describeClamp({ ...where, what: 'f', unit: 'all', value: 1 })).toBe('forget gate at 1')
    expect(describeClamp({ what: 'c', unit: 1, value: 0.5, layer: 2, direction: 'reverse' })).toBe(
      'cell state of unit 2, layer 2, backwards at 0.5',
    )
    expect(describeClamps([])).toBe('nothing')
  })
})
