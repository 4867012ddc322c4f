import { beforeAll, expect, it } from 'vitest'
import { modelDefaults } from '../../../shared/contract/spec.ts'
import type { ModelSpec, RunSpec } from '../../../shared/contract/spec.ts'
import { defaultSplit, defaultText, defaultTraining } from '../../../shared/contract/spec.ts'
import { createModel } from '../../../shared/engine/cells/model.ts'
import { parameterCount } from '../../../shared/engine/cells/parameter-count.ts'
import { disposeState, newState } from '../../../shared/engine/training/training-state.ts'
import { useCpu } from '../../parity/cells/examples.ts'
import { titleOf, variants } from '../../parity/cells/variants.ts'

beforeAll(useCpu)

const cases = variants.flatMap((variant) =>
  [1, 3].flatMap((layers) => [
    { variant, title: titleOf(variant), layers, input: { kind: 'one-hot' } as const, classes: 2 },
    { variant, title: titleOf(variant), layers, input: { kind: 'embedding', size: 6 } as const, classes: 5 },
  ]),
)

it.each(cases)('$title, $layers layers, $input.kind: the count is the number of values in training', (example) => {
  const { classes, variant, layers, input } = example
  const model: ModelSpec = { name: 'x', hidden: 7, dropout: 0, ...modelDefaults, layers, input, ...variant }
  const dims = { vocabularySize: 23, classes, maxLength: 4 }
  const spec: RunSpec = {
    ...{ version: 1, data: '0'.repeat(64), text: defaultText, split: defaultSplit, training: defaultTraining },
    ...{ seed: 1, model },
  }
  const state = newState(createModel(model, dims), spec)
  const values = Object.values(state.tensors.weights).reduce((sum, tensor) => sum + tensor.size, 0)
  disposeState(state)
  const { total, parts } = parameterCount(model, dims)
  expect(total).toBe(values)
  expect(parts.reduce((sum, { count }) => sum + count, 0)).toBe(total)
  for (const { formula, count } of parts) {
    const [left, right] = formula.replaceAll(',', '').replaceAll('×', '*').split('=')
    expect(arithmetic(left), formula).toBe(count)
    expect(Number(right)).toBe(count)
  }
})

it('writes thousands with commas and names every layer', () => {
  const model: ModelSpec = {
    ...{ cell: 'lstm', name: 'x', hidden: 32, layers: 1, dropout: 0, ...modelDefaults },
    input: { kind: 'embedding', size: 32 },
  }
  expect(parameterCount(model, { vocabularySize: 5002, classes: 2, maxLength: 40 }).formula).toBe(
    'embedding 5,002 × 32 = 160,064; lstm1 4 × ((32 + 32) × 32 + 32) = 8,320; output 32 × 1 + 1 = 33; together 168,417',
  )
})

it.each([
  { change: { cell: 'gru' }, part: 'gru1', formula: '3 × ((6 + 7) × 7 + 7) + 7 = 301' },
  { change: { cell: 'lstm', peephole: true }, part: 'lstm1', formula: '4 × ((6 + 7) × 7 + 7) + 3 × 7 = 413' },
  { change: { cell: 'gru', bidirectional: true }, part: 'gru2-reverse', formula: '3 × ((14 + 7) × 7 + 7) + 7 = 469' },
  { change: { cell: 'rnn', bidirectional: true }, part: 'output', formula: '14 × 1 + 1 = 15' },
] as const)('counts $part as $formula', ({ change, part, formula }) => {
  const model: ModelSpec = {
    ...{ name: 'x', hidden: 7, layers: 2, dropout: 0, input: { kind: 'embedding', size: 6 } },
    ...modelDefaults,
    ...change,
  }
  const { parts } = parameterCount(model, { vocabularySize: 23, classes: 2, maxLength: 4 })
  expect(parts.find(({ name }) => name === part)?.formula).toBe(formula)
})

/** Sums, products and brackets, in the usual order of operations. */
function arithmetic(text: string): number {
  const inner = /\(([^()]*)\)/
  while (inner.test(text)) text = text.replace(inner, (_, sum: string) => String(arithmetic(sum)))
  return text
    .split('+')
    .map((term) => term.split('*').reduce((product, factor) => product * Number(factor), 1))
    .reduce((a, b) => a + b, 0)
}
