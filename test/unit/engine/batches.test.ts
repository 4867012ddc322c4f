import { describe, expect, it } from 'vitest'
import {
  epochOrder,
  makeBatch,
  positionOf,
  sentencePositions,
  touchedRows,
} from '../../../shared/engine/training/batches.ts'
import type { BatchShape } from '../../../shared/engine/training/batches.ts'

/** Three sentences: 5 6 5, 7, 6 8. */
const part = {
  rowIds: Uint32Array.of(0, 1, 2),
  labels: Int32Array.of(1, 0, 1),
  offsets: Uint32Array.of(0, 3, 4, 6),
  ids: Int32Array.of(5, 6, 5, 7, 6, 8),
}
const shape: BatchShape = {
  ...{ T: 4, B: 2, layout: 'time-first', padding: 'after', wordSums: false, tableRows: 9, rowsPerPosition: 0 },
}
const all = Int32Array.of(0, 1, 2)

describe('a batch', () => {
  it('stands time first and is padded after the words', () => {
    const { ids, mask, labels, weights } = makeBatch(part, all, 0, shape)
    expect([...ids]).toEqual([5, 7, 6, 0, 5, 0, 0, 0])
    expect([...mask]).toEqual([1, 1, 1, 0, 1, 0, 0, 0])
    expect([...labels]).toEqual([1, 0])
    expect([...weights]).toEqual([1, 1])
  })

  it('is padded before the words where the spec says so', () => {
    const { ids, first } = makeBatch(part, all, 0, { ...shape, padding: 'before' })
    expect([...ids]).toEqual([0, 0, 5, 0, 6, 0, 5, 7])
    expect([...first]).toEqual([1, 3])
  })

  it('fills the last batch with empty sentences of weight 0', () => {
    const { ids, weights, lengths, indices, count } = makeBatch(part, all, 2, shape)
    expect([...ids]).toEqual([6, 0, 8, 0, 0, 0, 0, 0])
    expect([...weights]).toEqual([1, 0])
    expect([...lengths]).toEqual([2, 0])
    expect([...indices]).toEqual([2, -1])
    expect(count).toBe(1)
  })

  it('stands sentence first, with a table per position, for the ANN', () => {
    const ann: BatchShape = { ...shape, layout: 'sentence-first', tableRows: 36, rowsPerPosition: 9 }
    expect([...makeBatch(part, all, 0, ann).ids]).toEqual([5, 9 + 6, 18 + 5, 0, 7, 0, 0, 0])
  })

  it('refuses a sentence that is longer than the batch, by number', () => {
    expect(() => makeBatch(part, all, 0, { ...shape, T: 2 })).toThrow('sentence 0 has 3 tokens, the batch holds 2')
  })
})

describe('the rows that a batch touches', () => {
  it.each(['time-first', 'sentence-first'] as const)('collect every position that reads them, %s', (layout) => {
    const batch = makeBatch(part, all, 0, { ...shape, layout })
    const { rows, starts, positions, slots } = touchedRows(batch)
    expect([...rows].toSorted()).toEqual([5, 6, 7])
    expect(starts).toHaveLength(8 + 1)
    expect(slots).toHaveLength(9)
    for (const [slot, row] of rows.entries()) {
      expect(slots[row]).toBe(slot)
      const readers = [...positions.subarray(starts[slot], starts[slot + 1])]
      expect(readers).toEqual([...batch.ids.keys()].filter((n) => batch.mask[n] === 1 && batch.ids[n] === row))
    }
    expect([...slots].filter((slot) => slot >= 0)).toHaveLength(3)
    expect(starts.at(-1)).toBe(4)
  })

  it('are never more slots than the table has rows', () => {
    const batch = makeBatch(part, all, 0, shape)
    expect(touchedRows({ ...batch, shape: { ...shape, tableRows: 8 } }).starts).toHaveLength(9)
    expect(touchedRows({ ...batch, shape: { ...shape, tableRows: 100 } }).starts).toHaveLength(9)
  })

  it('and sentences know their words', () => {
    const batch = makeBatch(part, all, 0, { ...shape, layout: 'sentence-first', padding: 'before' })
    const { starts, positions, of } = sentencePositions(batch)
    expect([...starts]).toEqual([0, 3, 4])
    expect([...positions.subarray(0, 4)]).toEqual([1, 2, 3, 7])
    expect([...of]).toEqual([0, 0, 0, 0, 1, 1, 1, 1])
    expect(positionOf(batch.shape, 3, 1)).toBe(7)
  })
})

describe('the order of an epoch', () => {
  it('is a permutation that depends on seed and epoch alone', () => {
    const order = epochOrder(7, 3, 100)
    expect([...order].toSorted((a, b) => a - b)).toEqual([...Array(100).keys()])
    expect(epochOrder(7, 3, 100)).toEqual(order)
    expect(epochOrder(7, 4, 100)).not.toEqual(order)
    expect(epochOrder(8, 3, 100)).not.toEqual(order)
  })
})
