import { activate, slopeOf } from '../engine/inspect/activations.ts'
import type { Intervention } from '../engine/inspect/interventions.ts'
import { interleave, matrix } from '../engine/inspect/matrix.ts'
import { gateOf } from '../engine/inspect/steps.ts'
import { trace } from '../engine/inspect/trace.ts'
import { parameterCount } from '../engine/cells/parameter-count.ts'
import { FIRST_WORD, handModel, handSpec, layerCount } from './hand-model.ts'
import type { Lesson, LessonNumber, Values } from './lesson.ts'
import { matrixOf, vectorNumbers, vectorOf } from './matrix-numbers.ts'

/** State of one layer after its first word, held by hand. */
const holding = (state: 'h' | 'c', values: readonly number[]): Intervention[] =>
  values.map((value, unit) => ({ kind: 'state', state, layer: 1, units: [unit], words: [0], value }))

/** What a forget gate leaves of the cell state when nothing is written: a step of the engine's LSTM with two gates held. */
export function keptState(values: Values): number[] {
  const model = handModel(
    { cell: 'lstm', hidden: 3, input: { kind: 'embedding', size: 4 }, words: 1, maxLength: 2 },
    {},
  )
  const gate = (name: 'f' | 'i', value: number): Intervention => ({
    ...{ kind: 'gate', gate: name, layer: 1, units: 'all', words: [1], value },
  })
  const held = [...holding('c', vectorOf(values, 'c', 3)), gate('f', values.numbers.forget), gate('i', 0)]
  return [...trace(model, [FIRST_WORD, FIRST_WORD], held).passes[0].steps[1].c!]
}

export interface GateCounts {
  perGate: number
  cell: number
  /** '4 × ((4 + 3) × 3 + 3) = 96' */
  formula: string
}

/** Weights and biases of one LSTM layer that reads `inputs` numbers with `units` units. */
export function gateCounts({ numbers: { inputs, units } }: Values): GateCounts {
  const spec = handSpec({ cell: 'lstm', hidden: units, input: { kind: 'embedding', size: inputs } })
  const dims = { vocabularySize: FIRST_WORD, classes: 2, maxLength: 1 }
  const cell = layerCount(spec, dims, 'lstm1')
  const { formula } = parameterCount(spec, dims).parts.find(({ name }) => name === 'lstm1')!
  return { perGate: cell / 4, cell, formula }
}

export interface Squashed {
  sigmoid: number
  tanh: number
  sigmoidSlope: number
  tanhSlope: number
}

export function squashed(z: number): Squashed {
  const [sigmoid, tanh] = [activate('sigmoid', Float64Array.of(z)), activate('tanh', Float64Array.of(z))]
  return {
    ...{ sigmoid: sigmoid[0], tanh: tanh[0] },
    ...{ sigmoidSlope: slopeOf('sigmoid', sigmoid)[0], tanhSlope: slopeOf('tanh', tanh)[0] },
  }
}

export const gateNames = ['i', 'f', 'g', 'o'] as const
export type LstmGate = (typeof gateNames)[number]

/** One gate of the step: z = x w + h₋ u + b. */
export interface GateSum {
  gate: LstmGate
  fromInput: number
  fromState: number
  bias: number
  z: number
  value: number
}

export interface LstmStepView {
  gates: GateSum[]
  kept: number
  written: number
  c: number
  tanhC: number
  h: number
}

/** One whole step of an LSTM with one input and one unit. W_lstm has a row each for w, u and b, a column per gate. */
export function lstmStepView(values: Values): LstmStepView {
  const rows = matrixOf(values, 'W_lstm', 3, 4)
  const row = (at: number) =>
    matrix(1, 4, interleave(gateNames.map((_, gate) => Float64Array.of(rows.values[4 * at + gate]))))
  const model = handModel(
    { cell: 'lstm', hidden: 1, input: { kind: 'embedding', size: 1 }, words: 2, maxLength: 2 },
    {
      embedding: matrix(FIRST_WORD + 2, 1, Float64Array.of(0, 0, 0, values.numbers.x)),
      ...{ 'lstm1.W': row(0), 'lstm1.U': row(1), 'lstm1.b': row(2) },
    },
  )
  const before = [...holding('c', [values.numbers.c_before]), ...holding('h', [values.numbers.h_before])]
  const step = trace(model, [FIRST_WORD, FIRST_WORD + 1], before).passes[0].steps[1]
  const gates = gateNames.map((gate): GateSum => {
    const { fromInput, fromState, bias, z, value } = gateOf(step, gate)
    return { gate, fromInput: fromInput[0], fromState: fromState[0], bias: bias[0], z: z[0], value: value[0] }
  })
  const [i, f, g] = gates
  const kept = f.value * step.previous.c![0]
  return { gates, kept, written: i.value * g.value, c: step.c![0], tanhC: step.tanhC![0], h: step.h[0] }
}

const rowNames = ['w', 'u', 'b']
const stepStart = [
  [0.5, 0.3, 0.8, 0.6],
  [0.4, 0.2, -0.5, 0.3],
  [0, 1, 0, 0],
]
const stepNumbers = stepStart.flatMap((row, at) =>
  row.map((start, gate): LessonNumber => ({
    ...{ key: `W_lstm[${at + 1},${gate + 1}]`, label: `${rowNames[at]} of gate ${gateNames[gate]}`, start },
    ...{ min: -20, max: 20, step: 0.1 },
  })),
)

export const gates: Lesson = {
  id: 'lstm-gates',
  title: 'The gates of an LSTM',
  question: 'How does a cell decide what to keep, to write and to say?',
  numbers: [
    { key: 'forget', label: 'The forget gate f', start: 0.5, min: 0, max: 1, step: 0.05 },
    ...vectorNumbers('c', [2, 4, 8], { min: -100, max: 100, step: 1 }),
    { key: 'inputs', label: 'The number of inputs', start: 4, min: 1, max: 512, whole: true, step: 1 },
    { key: 'units', label: 'The number of units', start: 3, min: 1, max: 512, whole: true, step: 1 },
    { key: 'z', label: 'z', start: 1, min: -8, max: 8, step: 0.1 },
    { key: 'x', label: 'x', start: 1, min: -10, max: 10, step: 0.1 },
    { key: 'h_before', label: 'h before', start: 0.2, min: -1, max: 1, step: 0.1 },
    { key: 'c_before', label: 'c before', start: 2, min: -100, max: 100, step: 0.1 },
    ...stepNumbers,
  ],
  texts: [],
  quantities: [
    ...[1, 2, 3].map((n) => ({ key: `kept[${n}]`, label: `What is left of component ${n} of the cell state` })),
    { key: 'per gate', label: 'A gate', unit: 'parameters' },
    { key: 'cell', label: 'The cell', unit: 'parameters' },
    { key: 'sigmoid', label: 'The sigmoid of z' },
    { key: 'tanh', label: 'The tanh of z' },
    ...gateNames.map((gate) => ({ key: `gate ${gate}`, label: `Gate ${gate} of the step` })),
    { key: 'c after', label: 'c after the step' },
    { key: 'h after', label: 'h after the step' },
    { key: 'share kept', label: 'The share of c that the step keeps' },
    { key: 'written', label: 'What the step writes' },
  ],
  measure(values) {
    const kept = keptState(values)
    const { perGate, cell } = gateCounts(values)
    const { sigmoid, tanh } = squashed(values.numbers.z)
    const step = lstmStepView(values)
    return {
      ...Object.fromEntries(kept.map((value, at) => [`kept[${at + 1}]`, value])),
      ...{ 'per gate': perGate, cell, sigmoid, tanh },
      ...Object.fromEntries(step.gates.map(({ gate, value }) => [`gate ${gate}`, value])),
      ...{ 'c after': step.c, 'h after': step.h, 'share kept': step.gates[1].value, written: step.written },
    }
  },
  tasks: [
    {
      id: 'quarter',
      ask: 'Choose a forget gate that leaves a quarter: 2, 4, 8 must become 0.5, 1, 2.',
      hint: 'The gate multiplies each component by the same number.',
      conditions: [
        { quantity: 'kept[1]', is: 'near', value: 0.5, within: 0.001 },
        { quantity: 'kept[3]', is: 'near', value: 2, within: 0.001 },
      ],
      keeps: ['c'],
    },
    {
      id: 'hold',
      ask: 'Turn the step into a memory that holds: with biases alone, let it keep more than 99 % of c and write less than 0.01.',
      hint: 'A gate is a sigmoid: it comes close to 1 when its sum is well above 0, and close to 0 when it is well below. Raise the bias of f, lower the bias of i.',
      conditions: [
        { quantity: 'share kept', is: 'above', value: 0.99 },
        { quantity: 'written', is: 'near', value: 0, within: 0.01 },
      ],
      keeps: ['x', 'h_before', 'c_before', ...[1, 2].flatMap((r) => [1, 2, 3, 4].map((g) => `W_lstm[${r},${g}]`))],
    },
    {
      id: 'budget',
      ask: 'An LSTM of at most 500 parameters that still reads vectors of 8 numbers: how many units can it have? Find the largest number.',
      hint: 'A gate sees the input and the state: (inputs + units) × units + units. The cell has four of them.',
      conditions: [
        { quantity: 'inputs', is: 'near', value: 8, within: 0 },
        { quantity: 'cell', is: 'at most', value: 500 },
        { quantity: 'units', is: 'at least', value: 7 },
      ],
    },
  ],
}
