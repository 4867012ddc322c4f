import type { CellKind } from '../contract/spec.ts'
import { parameterCount } from '../engine/cells/parameter-count.ts'
import { FIRST_WORD, handSpec, layerCount } from './hand-model.ts'
import type { Lesson, Values } from './lesson.ts'

export const budgetCells = ['rnn', 'lstm', 'gru'] as const
export type BudgetCell = (typeof budgetCells)[number]

export interface LayerSize {
  cell: BudgetCell
  units: number
  parameters: number
  formula: string
}

/** What one layer of each recurrent cell holds when it reads vectors of the same size. */
export function layerSizes({ numbers }: Values): LayerSize[] {
  const dims = { vocabularySize: FIRST_WORD, classes: 2, maxLength: 1 }
  return budgetCells.map((cell) => {
    const units = numbers[`units of ${cell}`]
    const spec = handSpec({
      cell: cell satisfies CellKind,
      hidden: units,
      input: { kind: 'embedding', size: numbers.inputs },
    })
    const { formula } = parameterCount(spec, dims).parts.find(({ name }) => name === `${cell}1`)!
    return { cell, units, parameters: layerCount(spec, dims, `${cell}1`), formula }
  })
}

const unitsOf = (cell: BudgetCell, label: string) => ({
  ...{
    key: `units of ${cell}`,
    label: `Hidden units of the ${label}`,
    start: 16,
    min: 1,
    max: 512,
    whole: true,
    step: 1,
  },
})

export const lineOfModels: Lesson = {
  id: 'line-of-models',
  title: 'The line of models',
  question: 'What came before, what came after, and what can you train here?',
  numbers: [
    { key: 'inputs', label: 'The number of inputs', start: 8, min: 1, max: 512, whole: true, step: 1 },
    unitsOf('rnn', 'RNN'),
    unitsOf('lstm', 'LSTM'),
    unitsOf('gru', 'GRU'),
  ],
  texts: [],
  quantities: [
    { key: 'rnn', label: 'The RNN', unit: 'parameters' },
    { key: 'lstm', label: 'The LSTM', unit: 'parameters' },
    { key: 'gru', label: 'The GRU', unit: 'parameters' },
    { key: 'gru to lstm', label: 'The GRU’s size as a share of the LSTM’s' },
    { key: 'rnn to lstm', label: 'The RNN’s size as a share of the LSTM’s' },
  ],
  measure(values) {
    const [rnn, lstm, gru] = layerSizes(values).map(({ parameters }) => parameters)
    return { rnn, lstm, gru, 'gru to lstm': gru / lstm, 'rnn to lstm': rnn / lstm }
  },
  tasks: [
    {
      id: 'fair',
      ask: 'Make the comparison fair: give RNN and GRU as many parameters as the LSTM has with 16 units, to within 3 %.',
      hint: 'A GRU has three sums where an LSTM has four, an RNN has one. More units make up for it; try 19 for the GRU.',
      conditions: [
        { quantity: 'gru to lstm', is: 'near', value: 1, within: 0.03 },
        { quantity: 'rnn to lstm', is: 'near', value: 1, within: 0.03 },
      ],
      keeps: ['units of lstm', 'inputs'],
    },
  ],
}
