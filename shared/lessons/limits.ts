import { memoryOf } from '../engine/inspect/memory.ts'
import { trace } from '../engine/inspect/trace.ts'
import { FIRST_WORD, handModel } from './hand-model.ts'
import type { Lesson, Values } from './lesson.ts'

export const LONGEST_MEMORY = 1000

export interface MemoryLeft {
  /** What is left of each token at token `at`, from the first one on: the product of the forget gates after it. */
  byToken: number[]
  /** Of the cue. 1 when nothing was read since; NaN when it comes later. */
  left: number
  /** Tokens after which half is left. */
  halfLife: number
}

/** The page and its tasks ask for the same numbers one after the other, and a thousand steps take a while. */
const known = new WeakMap<Values['numbers'], MemoryLeft>()

export function memoryLeft({ numbers }: Pick<Values, 'numbers'>): MemoryLeft {
  const found = known.get(numbers) ?? readUpTo(numbers)
  known.set(numbers, found)
  return found
}

/** An LSTM of one unit whose forget gate stays at f, read up to token `at`. */
function readUpTo({ f, cue, at }: Values['numbers']): MemoryLeft {
  const model = handModel(
    { cell: 'lstm', hidden: 1, input: { kind: 'embedding', size: 1 }, words: 1, maxLength: LONGEST_MEMORY },
    {},
  )
  const ids = Array.from({ length: at }, () => FIRST_WORD)
  const read = trace(model, ids, [{ kind: 'gate', gate: 'f', layer: 1, units: 'all', words: 'all', value: f }])
  const memory = memoryOf(read, read.passes[0])!
  const byToken = memory.words.map(({ mean }) => mean)
  return { byToken, left: byToken[cue - 1] ?? Number.NaN, halfLife: memory.units[0].halfLife }
}

/** The forget gate that leaves `share` after `steps` steps. */
export const gateFor = (share: number, steps: number): number => share ** (1 / steps)

export const limits: Lesson = {
  id: 'limits',
  title: 'What is left at token 900',
  question: 'Does an LSTM remember everything?',
  numbers: [
    { key: 'f', label: 'The forget gate f', start: 0.99, min: 0, max: 1, step: 0.001 },
    { key: 'cue', label: 'The token to remember', start: 5, min: 1, max: LONGEST_MEMORY, whole: true, step: 1 },
    { key: 'at', label: 'The token at which we ask', start: 900, min: 1, max: LONGEST_MEMORY, whole: true, step: 1 },
  ],
  texts: [],
  quantities: [
    { key: 'left', label: 'The share that is left' },
    { key: 'half-life', label: 'The half-life', unit: 'tokens' },
  ],
  measure(values) {
    const { left, halfLife } = memoryLeft(values)
    return { left, 'half-life': halfLife }
  },
  tasks: [
    {
      id: 'half',
      ask: 'Choose f so that half of a token is left after 100 steps.',
      hint: 'You look for the number whose hundredth power is a half. It lies between 0.99 and 0.999.',
      conditions: [{ quantity: 'half-life', is: 'near', value: 100, within: 1 }],
    },
    {
      id: 'reach',
      ask: 'Token 5 must still be there at token 900: let at least a tenth of it be left, without a gate of exactly 1.',
      hint: '895 steps lie between them. A gate of 0.99 leaves next to nothing; try numbers closer to 1, such as 0.998.',
      conditions: [
        { quantity: 'left', is: 'at least', value: 0.1 },
        { quantity: 'f', is: 'below', value: 1 },
      ],
      keeps: ['cue', 'at'],
    },
  ],
}
