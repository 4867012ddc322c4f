import { describe, expect, it } from 'vitest'
import {
  cellKinds,
  completeModel,
  defaultModel,
  hasOption,
  modelDefaults,
  modelSpec,
} from '../../../shared/contract/spec.ts'
import { createModel } from '../../../shared/engine/cells/model.ts'
import { metricColumns } from '../../../shared/engine/training/recorded-row.ts'

const changes = {
  activation: 'relu',
  peephole: true,
  forgetBias: 0,
  bidirectional: true,
  pooling: 'mean',
} as const
const options = Object.keys(changes) as (keyof typeof changes)[]

describe('the settings that only some cells know', () => {
  it.each(cellKinds)('may be left out of a %s, which then has their defaults', (cell) => {
    const { name, input, hidden, layers, dropout } = defaultModel(cell)
    const read = modelSpec.parse({ cell, name, input, hidden, layers, dropout })
    expect(read).toEqual(defaultModel(cell))
    expect(read).toMatchObject(modelDefaults)
    expect(completeModel({ cell, name, input, hidden, layers, dropout })).toEqual(read)
  })

  it.each(cellKinds.flatMap((cell) => options.map((option) => ({ cell, option }))))(
    'of a $cell: $option',
    ({ cell, option }) => {
      const { success, error } = modelSpec.safeParse({ ...defaultModel(cell), [option]: changes[option] })
      expect(success).toBe(hasOption(cell, option))
      if (error) {
        expect(error.issues).toHaveLength(1)
        expect(error.issues[0].path).toEqual([option])
        expect(error.issues[0].message).toContain(`${option} must be ${modelDefaults[option]}, because only`)
      }
    },
  )

  it('are known to whom they belong', () => {
    const known = (option: keyof typeof changes) => cellKinds.filter((cell) => hasOption(cell, option))
    expect(known('activation')).toEqual(['ann-mean', 'ann', 'rnn'])
    expect(known('peephole')).toEqual(['lstm'])
    expect(known('forgetBias')).toEqual(['lstm'])
    expect(known('bidirectional')).toEqual(['rnn', 'lstm', 'gru'])
    expect(known('pooling')).toEqual(['rnn', 'lstm', 'gru'])
  })

  it('are told in words', () => {
    const { error } = modelSpec.safeParse({ ...defaultModel('gru'), peephole: true })
    expect(error!.issues[0].message).toBe(
      'GRU: peephole must be false, because only an LSTM has a cell state for its gates to see',
    )
  })
})

it.each([
  { cell: 'gru', bidirectional: false, of: ['h'] },
  { cell: 'gru', bidirectional: true, of: ['h'] },
  { cell: 'lstm', bidirectional: true, of: ['h', 'c'] },
] as const)('a $cell records the gradient of its forward direction (bidirectional $bidirectional)', (example) => {
  const { cell, bidirectional, of } = example
  const model = createModel({ ...defaultModel(cell), bidirectional }, { vocabularySize: 5, classes: 2, maxLength: 2 })
  const columns = metricColumns(model).filter((name) => !name.startsWith('parameter:'))
  expect(columns.slice(6)).toEqual([...of.flatMap((state) => [`${state}:0`, `${state}:1`]), 'h-last:0', 'h-last:1'])
  expect(metricColumns(model).includes(`parameter:${cell}1-reverse.U`)).toBe(bidirectional)
})

describe('clamps', () => {
  const where = { unit: 0, layer: 1, direction: 'forward' } as const
  const issues = (model: object) => modelSpec.safeParse(model).error?.issues ?? []

  it('have a layer and a direction unless told otherwise, and stored ones too', () => {
    const model = { ...defaultModel('lstm'), clamps: [{ what: 'f' as const, unit: 'all' as const, value: 1 }] }
    expect(modelSpec.parse(model).clamps).toEqual([{ ...where, what: 'f', unit: 'all', value: 1 }])
    expect(completeModel(model)).toEqual(modelSpec.parse(model))
  })

  it.each([
    ['lstm', [{ ...where, what: 'r', value: 1 }], "This cell has no 'r' to hold, only i, f, g, o, c, h"],
    ['ann', [{ ...where, what: 'f', value: 1 }], "This cell has no 'f' to hold, only h"],
    ['gru', [{ ...where, what: 'z', value: 1.5 }], "'z' can be held from 0 to 1, not at 1.5"],
    ['lstm', [{ ...where, what: 'h', value: 0.8 }], "'h' can be held from -0.76 to 0.76, not at 0.8"],
    ['rnn', [{ ...where, what: 'h', value: 0, layer: 2 }], 'There is no layer 2; the model has 1'],
    ['rnn', [{ ...where, what: 'h', value: 0, unit: 32 }], 'There is no unit 33; a layer has 32'],
    ['rnn', [{ ...where, what: 'h', value: 0, direction: 'reverse' }], 'The model does not read backwards'],
  ] as const)('of a %s that do not fit are refused: %j', (cell, clamps, message) => {
    expect(issues({ ...defaultModel(cell), clamps })).toMatchObject([{ path: ['clamps', 0], message }])
  })

  it('do not hold the same gate twice, not even by way of a state', () => {
    const clamps = [
      { ...where, what: 'f', unit: 'all', value: 1 },
      { ...where, what: 'c', value: 0 },
    ]
    expect(issues({ ...defaultModel('lstm'), clamps })).toMatchObject([
      { path: ['clamps', 1], message: "'c' is held by another clamp already" },
    ])
  })
})
