import { describe, expect, it } from 'vitest'
import {
  addClass,
  canBeThreshold,
  classCounts,
  complaintAbout,
  mapValue,
  numbersOf,
  removeClass,
  renameClass,
  sides,
  toThreshold,
  toValues,
} from '../../../../renderer/views/data/label-mapping.ts'
import type { ValuesMapping } from '../../../../renderer/views/data/label-mapping.ts'
import { labelMapping } from '../../../../shared/contract/dataset.ts'

const stars = ['1', '2', '3', '4', '5'].map((value, at) => ({ value, count: [10, 20, 30, 25, 15][at] }))
const words = [
  { value: 'positive', count: 7 },
  { value: 'negative', count: 5 },
  { value: 'unsure', count: 2 },
]
const mapping: ValuesMapping = {
  kind: 'values',
  classes: ['negative', 'positive'],
  map: { positive: 1, negative: 0, unsure: null },
}

describe('labels that are numbers', () => {
  it('are one where they are equal, however written, and rise', () => {
    const found = numbersOf([
      { value: '4.0', count: 1 },
      { value: ' 2', count: 5 },
      { value: '4', count: 2 },
      { value: 'n/a', count: 9 },
      { value: '', count: 9 },
    ])
    expect(found).toEqual([
      { number: 2, count: 5 },
      { number: 4, count: 3 },
    ])
  })

  it('can have a threshold only when all are numbers and at least two differ', () => {
    expect(canBeThreshold(stars)).toBe(true)
    expect(canBeThreshold([...stars, { value: 'n/a', count: 1 }])).toBe(false)
    // Rows without a label are refused, whatever the others are.
    expect(canBeThreshold([...stars, { value: '', count: 1 }])).toBe(true)
    expect(canBeThreshold([{ value: '1', count: 3 }])).toBe(false)
  })

  it('fall below a threshold, or on or above it', () => {
    expect(sides(stars, 4)).toEqual({ below: 60, above: 40 })
    expect(sides(stars, 3.5)).toEqual({ below: 60, above: 40 })
    expect(sides(stars, 1)).toEqual({ below: 0, above: 100 })
  })

  it('get the threshold that divides the rows most evenly', () => {
    // Cuts at 2, 3, 4, 5 leave 10, 30, 60, 85 of 100 rows below: 60 is nearest to half.
    expect(toThreshold(stars)).toEqual({ kind: 'threshold', classes: ['negative', 'positive'], atLeast: 4 })
    expect(toThreshold(stars, ['bad', 'good']).classes).toEqual(['bad', 'good'])
  })

  it('keep their sides when they are mapped one by one, so that a middle one can be left out', () => {
    const oneByOne = toValues(stars, { kind: 'threshold', classes: ['bad', 'good'], atLeast: 3 })
    expect(oneByOne).toEqual({
      kind: 'values',
      classes: ['bad', 'good'],
      map: { 1: 0, 2: 0, 3: 1, 4: 1, 5: 1 },
    })
    expect(classCounts(stars, mapValue(oneByOne, '3', null))).toEqual({ counts: [30, 40], leftOut: 30 })
  })
})

describe('labels mapped one by one', () => {
  it('are counted per class, and those of no class as left out', () => {
    expect(classCounts(words, mapping)).toEqual({ counts: [5, 7], leftOut: 2 })
  })

  it('may get a class of their own, with a name not yet taken', () => {
    const grown = addClass(mapping, 'unsure')
    expect(grown.classes).toEqual(['negative', 'positive', 'unsure'])
    expect(grown.map.unsure).toBe(2)
    expect(addClass(mapping, 'positive').classes).toEqual(['negative', 'positive', 'positive 2'])
    expect(addClass(mapping).classes).toEqual(['negative', 'positive', 'class 3'])
  })

  it('lose their class with it, while later classes move up', () => {
    expect(removeClass(mapping, 0)).toEqual({
      kind: 'values',
      classes: ['positive'],
      map: { positive: 0, negative: null, unsure: null },
    })
  })

  it('stay within the contract through every edit', () => {
    const edits = [addClass(mapping, 'unsure'), removeClass(mapping, 1), renameClass(mapping, 0, 'bad')]
    for (const edit of edits) expect(labelMapping.safeParse(edit).success).toBe(true)
  })
})

describe('a mapping that cannot be used', () => {
  it.each([
    [renameClass(mapping, 0, ' '), 'Give every class a name.'],
    [renameClass(mapping, 0, 'positive'), 'Two classes are called “positive”'],
    [mapValue(mapping, 'negative', null), 'At least two classes need rows'],
  ])('says what is missing', (bad, complaint) => {
    expect(complaintAbout(words, bad)).toContain(complaint)
  })

  it('is told apart from one that can', () => {
    expect(complaintAbout(words, mapping)).toBeNull()
    expect(complaintAbout(stars, { kind: 'threshold', classes: ['a', 'b'], atLeast: 9 })).toContain('two classes')
  })
})
