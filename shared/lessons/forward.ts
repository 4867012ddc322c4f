import { jacobianNorms } from '../engine/inspect/jacobian.ts'
import { gateOf } from '../engine/inspect/steps.ts'
import { trace } from '../engine/inspect/trace.ts'
import type { Intervention } from '../engine/inspect/interventions.ts'
import { FIRST_WORD, handModel, wordTable } from './hand-model.ts'
import { startValues } from './lesson.ts'
import type { Lesson, Values } from './lesson.ts'
import { matrixNumbers, matrixOf, partKey, vectorNumbers, vectorOf } from './matrix-numbers.ts'

export const forwardWords = ['I', 'like', 'AI'] as const

/** One word's step with every part of its sum; all vectors [2]. */
export interface ForwardStep {
  word: string
  x: number[]
  before: number[]
  fromInput: number[]
  fromState: number[]
  bias: number[]
  z: number[]
  h: number[]
  /** ‖∂h_3/∂h_t‖: how much the last state still depends on this one. */
  leftAtEnd: number
}

/** h_0 is set by hand: the state after a word 'start' that stands before the sentence. */
const startState = (h0: readonly number[]): Intervention[] =>
  h0.map((value, unit) => ({ kind: 'state', state: 'h', layer: 1, units: [unit], words: [0], value }))

function read(values: Values, held: readonly Intervention[] = []) {
  const start = matrixOf(values, 'x', 3, 2)
  const model = handModel(
    { cell: 'rnn', hidden: 2, input: { kind: 'embedding', size: 2 }, words: 3, maxLength: 4 },
    {
      embedding: wordTable(start),
      'rnn1.W': matrixOf(values, 'W_x', 2, 2),
      'rnn1.U': matrixOf(values, 'W_h', 2, 2),
      'rnn1.b': matrixOf(values, 'b', 1, 2),
    },
  )
  const ids = [1, FIRST_WORD, FIRST_WORD + 1, FIRST_WORD + 2]
  return trace(model, ids, [...startState(vectorOf(values, 'h_0', 2)), ...held])
}

/** "I like AI" word by word with the numbers on the page. */
export function forwardSteps(values: Values): ForwardStep[] {
  const whole = read(values)
  const [pass] = whole.passes
  const left = jacobianNorms(whole, pass)
  return pass.steps.slice(1).map((step, at) => {
    const sum = gateOf(step, 'h')
    return {
      ...{ word: forwardWords[at], x: [...step.x!], before: [...step.previous.h], bias: [...sum.bias] },
      ...{ fromInput: [...sum.fromInput], fromState: [...sum.fromState], z: [...sum.z], h: [...step.h] },
      leftAtEnd: left[at + 1].spectral,
    }
  })
}

/** What the article prints for h_2, and what its own next step would be if that were so. */
export interface ForwardErratum {
  printed: number[]
  computed: number[]
  /** z_3 with the printed h_2, and with the computed one. */
  nextFromPrinted: number[]
  next: number[]
}

export function forwardErratum(): ForwardErratum {
  const printed = [0.6652, 0.8472]
  const start = startValues(forward)
  const held = printed.map((value, unit): Intervention => ({
    ...{ kind: 'state', state: 'h', layer: 1, units: [unit], words: [2], value },
  }))
  const steps = forwardSteps(start)
  const other = gateOf(read(start, held).passes[0].steps[3], 'h')
  return { printed, computed: steps[1].h, nextFromPrinted: [...other.z], next: steps[2].z }
}

const units = [0, 1]
const quantities = forwardWords.flatMap((word, t) => [
  ...units.map((u) => ({ key: partKey(`z_${t + 1}`, u), label: `z after “${word}”, component ${u + 1}` })),
  ...units.map((u) => ({ key: partKey(`h_${t + 1}`, u), label: `h after “${word}”, component ${u + 1}` })),
  { key: `left of ${t + 1}`, label: `What h after the last word still depends on h after “${word}”` },
])

export const forward: Lesson = {
  id: 'rnn-forward',
  title: 'A memory of two numbers',
  question: 'What does a recurrent net compute, word by word?',
  numbers: [
    ...matrixNumbers('x', [
      [0.2, 0.5],
      [-0.3, 0.8],
      [0.6, -0.1],
    ]),
    ...matrixNumbers('W_x', [
      [1, 1],
      [1, -1],
    ]),
    ...matrixNumbers('W_h', [
      [0.5, 0],
      [0, 0.5],
    ]),
    ...matrixNumbers('b', [[0, 0]]),
    ...vectorNumbers('h_0', [0, 0], { min: -1, max: 1 }),
  ],
  texts: [],
  quantities,
  measure(values) {
    const steps = forwardSteps(values)
    return Object.fromEntries(
      steps.flatMap(({ z, h, leftAtEnd }, t): [string, number][] => [
        ...units.map((u): [string, number] => [partKey(`z_${t + 1}`, u), z[u]]),
        ...units.map((u): [string, number] => [partKey(`h_${t + 1}`, u), h[u]]),
        [`left of ${t + 1}`, leftAtEnd],
      ]),
    )
  },
  tasks: [
    {
      id: 'flip',
      ask: 'Change nothing but W_h, and make the first component of h after “AI” negative.',
      hint: 'The words push that component up each time, by 0.7, 0.5 and 0.5. Only what comes from the state before can push it down. The second component of that state is negative: what does row 2, column 1 of W_h make of it?',
      conditions: [{ quantity: 'h_3[1]', is: 'below', value: 0 }],
      keeps: ['x', 'W_x', 'b', 'h_0'],
    },
    {
      id: 'forget',
      ask: 'With W_h alone, make the last state forget the first word: let it depend on h after “I” by less than 0.001.',
      hint: 'Two steps lie between “I” and “AI”, and each multiplies by W_h. What happens to a product of two small factors?',
      conditions: [{ quantity: 'left of 1', is: 'below', value: 0.001 }],
      keeps: ['x', 'W_x', 'b', 'h_0'],
    },
  ],
}
