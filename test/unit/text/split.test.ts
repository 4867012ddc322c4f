import { describe, it, expect } from 'vitest'
import fc from 'fast-check'
import { LEFT_OUT, splitReport, splitRows, TEST, TRAIN, VALIDATION } from '../../../shared/text/split.ts'
import type { SplitRow } from '../../../shared/text/split.ts'
import { UnrollError } from '../../../shared/contract/errors.ts'
import type { Part } from '../../../shared/contract/dataset.ts'

const spec = { train: 0.8, validation: 0.1, test: 0.1, useGiven: true }
const distinctRows = (count: number, classes = 2): SplitRow[] =>
  Array.from({ length: count }, (_, i) => ({ text: `review ${i}`, label: i % classes, part: null }))
const count = (assignment: Uint8Array, code: number) => assignment.filter((entry) => entry === code).length

const anyRow = fc.record({
  text: fc.constantFrom(...Array.from({ length: 40 }, (_, i) => `text ${i}`)),
  label: fc.nat({ max: 2 }),
  part: fc.constantFrom<Part | null>('train', 'validation', 'test', null),
})
const anySpec = fc
  .record({
    train: fc.integer({ min: 10, max: 80 }),
    validation: fc.integer({ min: 5, max: 40 }),
    useGiven: fc.boolean(),
  })
  .filter(({ train, validation }) => train + validation <= 95)
  .map(({ train, validation, useGiven }) => ({
    train: train / 100,
    validation: validation / 100,
    test: (100 - train - validation) / 100,
    useGiven,
  }))

/** Splits where the rows allow it; a refusal must be a 'data-too-few' and is no counterexample. */
function trySplit(rows: SplitRow[], wanted: typeof spec, seed: number) {
  try {
    return splitRows(rows, wanted, seed)
  } catch (error) {
    expect(error).toBeInstanceOf(UnrollError)
    expect((error as UnrollError).code).toBe('data-too-few')
    return null
  }
}

describe('splitRows', () => {
  it('puts every row in one part and no text in two (any rows, any spec)', () => {
    fc.assert(
      fc.property(fc.array(anyRow, { minLength: 10, maxLength: 200 }), anySpec, fc.nat(), (rows, wanted, seed) => {
        const assignment = trySplit(rows, wanted, seed)
        if (!assignment) return
        expect(assignment.length).toBe(rows.length)
        const partOf = new Map<string, number>()
        rows.forEach(({ text, part }, row) => {
          const code = assignment[row]
          if (code === LEFT_OUT) return
          expect(partOf.get(text) ?? code).toBe(code)
          partOf.set(text, code)
          if (wanted.useGiven && part === 'test') expect(code).toBe(TEST)
        })
        for (const code of [TRAIN, VALIDATION, TEST]) expect(assignment).toContain(code)
        if (!wanted.useGiven) expect(assignment).not.toContain(LEFT_OUT)
      }),
    )
  })

  it('divides every class in proportion, to within one row, where texts are distinct', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 4 }), { minLength: 30, maxLength: 300 }),
        anySpec,
        fc.nat(),
        (labels, wanted, seed) => {
          const rows = labels.map((label, i) => ({ text: `review ${i}`, label, part: null }))
          const assignment = trySplit(rows, wanted, seed)
          if (!assignment) return
          for (let label = 0; label < 5; label++) {
            const own = labels.filter((other) => other === label).length
            for (const [code, share] of [wanted.train, wanted.validation, wanted.test].entries()) {
              const got = labels.filter((other, row) => other === label && assignment[row] === code).length
              expect(Math.abs(got - share * own)).toBeLessThan(1 + 1e-6)
            }
          }
        },
      ),
    )
  })

  it('fills a small test part even where every class is small', () => {
    const assignment = splitRows(distinctRows(500, 100), spec, 1)
    for (const code of [VALIDATION, TEST]) {
      expect(count(assignment, code)).toBeGreaterThan(35)
      expect(count(assignment, code)).toBeLessThan(65)
    }
  })

  it('is a function of the seed: the same seed the same parts, another seed other parts', () => {
    const rows = distinctRows(200)
    expect(splitRows(rows, spec, 5)).toEqual(splitRows(rows, spec, 5))
    expect(splitRows(rows, spec, 5)).not.toEqual(splitRows(rows, spec, 6))
  })

  it('moves the same text as one group, whatever its case, spaces and normal form', () => {
    const rows = distinctRows(60)
    for (let i = 0; i < 60; i++) rows.push({ text: `  REVIEW\t${i} `, label: i % 2, part: null })
    rows.push({ text: 'Café groß', label: 0, part: null }, { text: 'cafe\u0301 GROSS', label: 0, part: null })
    const assignment = splitRows(rows, spec, 3)
    for (let i = 0; i < 60; i++) expect(assignment[60 + i]).toBe(assignment[i])
    expect(assignment[121]).toBe(assignment[120])
  })

  it('keeps a group together whose labels disagree, and counts it for the class that most of its rows have', () => {
    const rows = distinctRows(40)
    const odd = [1, 0, 1].map((label) => ({ text: 'so-so', label, part: null }))
    const assignment = splitRows([...rows, ...odd], spec, 2)
    expect(new Set(assignment.slice(40)).size).toBe(1)
  })

  it('takes the parts that the file names', () => {
    const parts: Part[] = ['train', 'train', 'train', 'train', 'validation', 'validation', 'test', 'test']
    const rows = parts.map((part, i) => ({ text: `review ${i}`, label: i % 2, part }))
    expect([...splitRows(rows, spec, 1)]).toEqual([0, 0, 0, 0, 1, 1, 2, 2])
    const free = splitRows(
      [...rows, ...distinctRows(100).map((row) => ({ ...row, text: `more ${row.text}` }))],
      spec,
      1,
    )
    expect(count(free, TRAIN)).toBe(104)
  })

  it('ignores the parts that the file names when it is told to', () => {
    const rows = distinctRows(100).map((row) => ({ ...row, part: 'test' as const }))
    expect(count(splitRows(rows, { ...spec, useGiven: false }, 1), TRAIN)).toBe(80)
  })

  it('carves validation out of train where the file names only train and test', () => {
    const rows = distinctRows(200).map((row, i) => ({ ...row, part: i < 180 ? ('train' as const) : ('test' as const) }))
    const assignment = splitRows(rows, spec, 1)
    expect([...assignment.slice(180)].every((code) => code === TEST)).toBe(true)
    expect(count(assignment, VALIDATION)).toBe(20) // 180 × 0.1 / (0.8 + 0.1)
  })

  it('takes missing parts from rows that name none before it touches given training rows', () => {
    const rows = distinctRows(200).map((row, i) => ({ ...row, part: i < 100 ? ('train' as const) : null }))
    const assignment = splitRows(rows, spec, 1)
    expect(count(assignment.slice(0, 100), TRAIN)).toBe(100)
    expect(count(assignment, VALIDATION)).toBe(10)
    expect(count(assignment, TEST)).toBe(10)
  })

  it('leaves out and counts training rows whose text stands in a given test part', () => {
    const rows: SplitRow[] = [
      ...distinctRows(100).map((row) => ({ ...row, part: 'train' as const })),
      { text: 'Review 7', label: 1, part: 'test' },
      { text: 'another one', label: 0, part: 'test' },
      { text: 'REVIEW 7', label: 1, part: 'validation' },
      { text: 'a third', label: 0, part: 'validation' },
    ]
    const assignment = splitRows(rows, spec, 1)
    expect([assignment[7], assignment[100], assignment[102]]).toEqual([LEFT_OUT, TEST, LEFT_OUT])
    const report = splitReport(rows, assignment, 2)
    expect(report).toEqual({
      train: 99,
      validation: 1,
      test: 2,
      leftOut: 2,
      classCounts: { train: [50, 49], validation: [1, 0], test: [1, 1] },
    })
  })

  it('refuses rows that all hold the same text, and says why', () => {
    const rows = Array.from({ length: 500 }, (_, i) => ({ text: 'good', label: i % 2, part: null }))
    expect(() => splitRows(rows, spec, 1)).toThrow(
      'of 500 rows with 1 distinct text, none is left for the validation part',
    )
  })

  it('refuses a class that no training row has, and names it', () => {
    const rows = distinctRows(100).map((row) => ({ ...row, label: 0, part: 'train' as const as Part }))
    rows.push({ text: 'awful', label: 1, part: 'test' }, { text: 'dire', label: 1, part: 'validation' })
    expect(() => splitRows(rows, spec, 1, ['good', 'bad'])).toThrow('Class “bad” has no row in the training part')
  })

  it('refuses an empty data set', () => {
    expect(() => splitRows([], spec, 1)).toThrow('0 rows with 0 distinct texts')
  })
})
