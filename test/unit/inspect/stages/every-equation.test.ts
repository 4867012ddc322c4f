import { renderToString } from 'katex'
import { describe, expect, it } from 'vitest'
import { backwardTrace, gradientOf } from '../../../../shared/engine/inspect/backward-trace.ts'
import { sumOfTerms } from '../../../../shared/engine/inspect/contributions.ts'
import type { Intervention } from '../../../../shared/engine/inspect/interventions.ts'
import { backwardStages } from '../../../../shared/engine/inspect/stages/backward-stages.ts'
import { evaluate, toTex } from '../../../../shared/engine/inspect/stages/expression.ts'
import { forwardStages } from '../../../../shared/engine/inspect/stages/forward-stages.ts'
import { momentsOf } from '../../../../shared/engine/inspect/stages/moments.ts'
import type { Lane, Stage } from '../../../../shared/engine/inspect/stages/stage.ts'
import { trace } from '../../../../shared/engine/inspect/trace.ts'
import { randomModel } from '../random-models.ts'
import type { ModelOptions } from '../random-models.ts'

const models: ModelOptions[] = [
  ...(['rnn', 'lstm', 'gru', 'ann', 'ann-mean'] as const).flatMap((cell): ModelOptions[] => [
    { cell, hidden: 4, size: 3 },
    { cell, oneHot: true, hidden: 3 },
    { cell, layers: 2, classes: 3 },
    { cell, hidden: 6, size: 7, classes: 2, length: 5 },
  ]),
  { cell: 'rnn', activation: 'relu' },
  { cell: 'ann', activation: 'relu', layers: 3 },
  { cell: 'lstm', peephole: true, layers: 2 },
  ...(['rnn', 'lstm', 'gru'] as const).flatMap((cell): ModelOptions[] => [
    { cell, bidirectional: true, layers: 2 },
    { cell, bidirectional: true, pooling: 'mean', oneHot: true },
    { cell, pooling: 'mean' },
  ]),
]
const named = models.map((options): [string, ModelOptions] => [JSON.stringify(options), options])

/** All stages of a walk there and back. */
function walk(options: ModelOptions, seed: number, interventions: readonly Intervention[] = []): Stage[] {
  const { model, ids, label } = randomModel(options, seed)
  const read = trace(model, ids, interventions)
  const back = backwardTrace(read, { label })
  const moments = momentsOf(read)
  return [
    ...moments.flatMap((moment) => forwardStages(read, moment, label)),
    ...moments.toReversed().flatMap((moment) => backwardStages(read, back, moment, label)),
  ]
}

function expectTrue(stage: string, { result, at }: Lane) {
  for (let row = 0; row < result.rows; row++)
    for (let column = 0; column < result.columns; column++) {
      const shown = result.values[row * result.columns + column]
      const said = evaluate(at(column, row))
      expect(Math.abs(said - shown), `${stage} [${row},${column}]: ${said} ≠ ${shown}`).toBeLessThan(
        1e-11 * Math.max(1, Math.abs(shown)),
      )
    }
}

describe.each(named)('%s', (_, options) => {
  it.each([1, 2, 3])('every equation of every stage gives the number that is shown (seed %i)', (seed) => {
    const stages = walk(options, seed)
    expect(stages.length).toBeGreaterThan(4)
    for (const { key, lanes } of stages) for (const lane of lanes) expectTrue(`${key}/${lane.key}`, lane.open())
  })

  it('KaTeX can set each of them, in general and with numbers', () => {
    const seen = new Set<string>()
    for (const { key, lanes } of walk(options, 4))
      for (const lane of lanes) {
        const { tex, at, result, diagram, reading } = lane.open()
        expect(reading).toMatch(/^[A-Z].*[.]$/s)
        const operands = 'rows' in diagram ? diagram.rows : 'left' in diagram ? [diagram.left] : []
        for (const one of [tex, result.tex, ...operands.map((of) => of.tex), toTex(at(0))]) {
          if (seen.has(one)) continue
          seen.add(one)
          expect(() => renderToString(one, { throwOnError: true, strict: 'error' }), `${key}: ${one}`).not.toThrow()
        }
      }
  })
})

describe('with numbers changed by hand', () => {
  const where = { layer: 1, units: [0] as number[], words: 'all' as const }
  it.each([
    [
      'lstm',
      [
        { kind: 'gate', gate: 'f', value: 0.25, ...where },
        { kind: 'state', state: 'c', value: 1.5, ...where, words: [1] },
      ],
    ],
    [
      'gru',
      [
        { kind: 'gate', gate: 'z', value: 0.9, ...where },
        { kind: 'state', state: 'h', value: -0.5, ...where, words: [0] },
      ],
    ],
    [
      'rnn',
      [
        { kind: 'gate', gate: 'h', value: 0.5, ...where },
        { kind: 'input', word: 0, component: 0, value: 2 },
      ],
    ],
    ['ann', [{ kind: 'state', state: 'h', value: 0.5, layer: 1, units: [0], words: 'all' }]],
  ] as [ModelOptions['cell'], Intervention[]][])(
    'the equations of an %s say what is held, and what goes back',
    (cell, held) => {
      const stages = walk({ cell, hidden: 3, size: 2, length: 4 }, 7, held)
      let marked = 0
      for (const { key, lanes } of stages)
        for (const lane of lanes) {
          const opened = lane.open()
          expectTrue(`${key}/${lane.key}`, opened)
          if (opened.result.held?.[0] === 1 && toTex(opened.at(0)).includes('held')) marked++
        }
      expect(marked).toBeGreaterThan(0)
    },
  )
})

describe('the shares of the timesteps', () => {
  it.each(['rnn', 'lstm', 'gru'] as const)('of an %s add up to the gradient', (cell) => {
    const { model, ids, label } = randomModel({ cell, hidden: 3, size: 2, length: 5 }, 9)
    const read = trace(model, ids)
    const back = backwardTrace(read, { label })
    for (const letter of ['U', 'W']) {
      const gradient = sumOfTerms(gradientOf(back, `${cell}1.${letter}`))
      const total = new Float64Array(gradient.values.length)
      const gates = { rnn: 1, gru: 3, lstm: 4 }[cell]
      for (const moment of momentsOf(read)) {
        if (moment.kind !== 'step') continue
        const stage = backwardStages(read, back, moment, label).find(({ key }) => key === `d${letter}`)!
        stage.lanes.forEach((lane, gate) => {
          const { values, columns } = lane.open().result
          values.forEach((value, n) => {
            total[Math.floor(n / columns) * gradient.columns + (n % columns) * gates + gate] += value
          })
        })
      }
      total.forEach((value, n) => expect(value).toBeCloseTo(gradient.values[n], 12))
    }
  })
})
