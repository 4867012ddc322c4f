import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Intervention } from '../../../../shared/engine/inspect/interventions.ts'
import { backwardTrace } from '../../../../shared/engine/inspect/backward-trace.ts'
import { momentsOf } from '../../../../shared/engine/inspect/stages/moments.ts'
import type { Place } from '../../../../shared/engine/inspect/stages/stage.ts'
import { vector } from '../../../../shared/engine/inspect/stages/stage.ts'
import { trace } from '../../../../shared/engine/inspect/trace.ts'
import { useInspectedChangesStore } from '../../../../renderer/stores/inspected-changes.ts'
import { useInspectedStore } from '../../../../renderer/stores/inspected.ts'
import { describeChange } from '../../../../renderer/views/inspect/step-through/change-words.ts'
import { changedCells, sets } from '../../../../renderer/views/inspect/step-through/changed-cells.ts'
import { changeAt, limitsOf } from '../../../../renderer/views/inspect/step-through/interventions-at.ts'
import { columnOfMoment, columnsOf, rowsOf } from '../../../../renderer/views/inspect/step-through/net-columns.ts'
import { colourOf, inkOn, mostOf } from '../../../../renderer/views/inspect/step-through/palette.ts'
import { plainSymbol } from '../../../../renderer/views/inspect/step-through/plain-symbol.ts'
import { randomModel } from '../../inspect/random-models.ts'

const gate: Place = { kind: 'gate', gate: 'f', layer: 1, direction: 'forward', word: 2, unit: 3 }
const weight: Place = { kind: 'weight', parameter: 'lstm1.W', row: 4, column: 9 }
const input: Place = { kind: 'input', word: 1, component: 0, direction: 'forward' }

describe('a change at a place', () => {
  it('sets that place, and those that its reach takes in', () => {
    for (const place of [gate, weight, input])
      expect(sets(changeAt(place, 1, { units: 'one', words: 'one' }), place)).toBe(true)
    const everywhere = changeAt(gate, 1, { units: 'all', words: 'all' })
    expect(sets(everywhere, { ...gate, unit: 0, word: 0 })).toBe(true)
    expect(sets(everywhere, { ...gate, gate: 'i' })).toBe(false)
    expect(sets(everywhere, { ...gate, layer: 2 })).toBe(false)
    expect(sets(changeAt(gate, 1, { units: 'one', words: 'all' }), { ...gate, unit: 2 })).toBe(false)
    expect(sets(changeAt(weight, 1, { units: 'all', words: 'all' }), { ...weight, column: 8 })).toBe(false)
  })
  it('can be turned through what makes sense there', () => {
    expect(limitsOf(gate, 0.3)).toMatchObject({ min: 0, max: 1 })
    expect(limitsOf({ ...gate, gate: 'g' }, 0.3)).toMatchObject({ min: -1, max: 1 })
    expect(limitsOf(weight, 2.2)).toMatchObject({ min: -5, max: 5 })
  })
  it('is told in words, and marks its cells', () => {
    const words = ['a', 'b', 'not']
    expect(describeChange(changeAt(gate, 0.5, { units: 'one', words: 'one' }), words)).toBe(
      'forget gate, unit 4, at ‘not’ → 0.5',
    )
    expect(describeChange(changeAt(gate, 1, { units: 'all', words: 'all' }), words)).toBe(
      'forget gate, all units, at every word → 1',
    )
    expect(describeChange(changeAt(input, -2, { units: 'one', words: 'one' }), words)).toBe('x of ‘b’, number 1 → −2')
    expect(describeChange(changeAt(weight, 0, { units: 'one', words: 'one' }), words)).toBe('lstm1.W [5, 10] → 0')
    const f = vector(new Float64Array(5), { tex: 'f_t', name: 'f', place: (unit) => ({ ...gate, unit }) })
    expect(changedCells(f, [changeAt(gate, 1, { units: 'one', words: 'all' })])).toEqual([3])
    expect(changedCells(f, [])).toEqual([])
  })
})

describe('the history of changes', () => {
  beforeEach(() => setActivePinia(createPinia()))
  const one: Intervention = { kind: 'weight', parameter: 'rnn1.W', row: 0, column: 0, value: 1 }
  const two: Intervention = { ...one, column: 1 }

  it('goes back and forth, one at a time or all at once', () => {
    const changes = useInspectedChangesStore()
    changes.change(one)
    changes.change(two)
    changes.change({ ...one, value: 2 })
    expect(changes.all).toEqual([{ ...one, value: 2 }, two])
    changes.undo()
    expect(changes.all).toEqual([one, two])
    changes.redo()
    expect(changes.all).toEqual([{ ...one, value: 2 }, two])
    changes.restore(changes.all[0])
    expect(changes.all).toEqual([two])
    changes.restoreAll()
    expect(changes.all).toEqual([])
    changes.undo()
    expect(changes.all).toEqual([two])
    expect(changes.canRedo).toBe(true)
    changes.change(one)
    expect(changes.canRedo).toBe(false)
  })
  it('takes a slider that moves as one change', () => {
    const changes = useInspectedChangesStore()
    changes.change(one)
    for (const value of [2, 3, 4]) changes.change({ ...one, value }, value > 2)
    changes.undo()
    expect(changes.all).toEqual([one])
  })
  it('ends when something else replaces the changes', () => {
    const changes = useInspectedChangesStore()
    changes.change(one)
    useInspectedStore().interventions = []
    expect([changes.canUndo, changes.canRedo]).toEqual([false, false])
  })
})

describe('the unrolled net', () => {
  it.each(['rnn', 'lstm', 'gru', 'ann'] as const)('of an %s has a column per word and finds each moment', (cell) => {
    const { model, ids, label } = randomModel({ cell, length: 4, layers: 2 }, 1)
    const read = trace(model, ids)
    const back = backwardTrace(read, { label })
    const columns = columnsOf(read)
    expect(columns.filter(({ kind }) => kind === 'word')).toHaveLength(4)
    expect(columns.at(-1)).toEqual({ kind: 'output' })
    for (const moment of momentsOf(read)) {
      const column = columns[columnOfMoment(columns, moment)]
      if ('word' in moment) expect(column).toEqual({ kind: 'word', word: moment.word })
      else expect(column.kind).toBe(moment.kind)
    }
    const names = (way: 'forward' | 'backward') => rowsOf(read, back, way).map(({ name }) => name)
    const layers = (letters: string[]) => [1, 2].flatMap((layer) => letters.map((letter) => `${letter} layer ${layer}`))
    if (cell === 'ann') expect([names('forward'), names('backward')]).toEqual([['what it adds'], ['∂L/∂x']])
    else if (cell === 'lstm') expect(names('backward')).toEqual(layers(['∂L/∂c', '∂L/∂h']))
    else expect(names('forward')).toEqual(layers(['h']))
    for (const row of rowsOf(read, back, 'backward')) expect(row.norm!(3)).toBeGreaterThan(0)
  })
})

describe('colours', () => {
  const range = { palette: 'diverging', most: 2 } as const
  it('are symmetric about 0: blue below, orange above, and full at the ends', () => {
    for (const dark of [false, true]) {
      const [low, zero, high] = [-2, 0, 2].map((value) => colourOf(value, range, dark))
      expect(low[2]).toBeGreaterThan(low[0])
      expect(high[0]).toBeGreaterThan(high[2])
      expect(Math.abs(zero[0] - zero[2])).toBeLessThan(13)
      expect(colourOf(9, range, dark)).toEqual(high)
      expect(colourOf(1, range, dark)).not.toEqual(high)
    }
  })
  it('of a logarithmic scale span five decades; nothing and no number are ground', () => {
    const norms = { palette: 'logarithmic', most: 1 } as const
    expect(colourOf(1e-5, norms, false)).toEqual(colourOf(1e-9, norms, false))
    expect(colourOf(1e-2, norms, false)).not.toEqual(colourOf(1e-3, norms, false))
    expect(colourOf(NaN, norms, false)).toEqual(colourOf(0, norms, false))
  })
  it('carry ink that can be read, and a scale that is never 0', () => {
    expect(inkOn([255, 255, 255])).not.toBe(inkOn([0, 0, 0]))
    expect(mostOf([0, 0], [])).toBe(1)
    expect(mostOf([0.5, -3], [2])).toBe(3)
  })
})

it.each([
  ['x_t', 'x_t'],
  ['\\tfrac{\\partial L}{\\partial h_{t-1}}', '∂L/∂h_t-1'],
  ['\\overleftarrow{h}_{t}', '←h_t'],
  ['W_f', 'W_f'],
  ['\\hat{y}', 'ŷ'],
])('%s is written plainly as %s', (tex, plain) => expect(plainSymbol(tex)).toBe(plain))
