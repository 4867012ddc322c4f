import { matrix, scaled } from '../matrix.ts'
import { firstWeights } from '../dense-trace.ts'
import { weightOf } from '../model.ts'
import type { Trace } from '../trace.ts'
import { apply, number, product, sum } from './expression.ts'
import { unlessHeld } from './held.ts'
import { lookUpStage } from './look-up-stage.ts'
import { derived, weights } from './operands.ts'
import { productLane } from './product-lane.ts'
import { single, vector } from './stage.ts'
import type { Lane, Place, Quantity, Stage } from './stage.ts'

/** What one word of a feed-forward model adds to the first hidden layer. */
export function wordStages(trace: Trace, word: number): Stage[] {
  const { cell, input } = trace.model.spec
  const first = lookUpStage(trace, word, 'forward')
  if (cell === 'ann-mean') return [first, shareStage(trace, word)]
  return input.kind === 'embedding' ? [first, partStage(trace, word)] : [first]
}

const share = ({ words }: Trace) => `\\tfrac{1}{${words.length}}`

function shareStage(trace: Trace, word: number): Stage {
  return single('share', "The word's share", () => {
    const { vectors, held } = trace.lookUps[0]
    const tex = trace.dense!.mean ? 'x_t' : 'W[\\text{word}]'
    const place = (component: number): Place => ({ kind: 'input', word, component, direction: 'forward' })
    const x = vector(vectors[word], { tex, name: 'vector of the word', held: held[word], place })
    const factor = trace.dense!.share
    return {
      tex: `${share(trace)}\\,${tex}`,
      reading:
        'Every word counts the same, wherever it stands: its vector is divided by the number of words. This is why the average cannot know their order.',
      diagram: { kind: 'rows', rows: [x] },
      result: derived(scaled(vectors[word], factor), `${share(trace)}\\,${tex}`, 'share of the mean'),
      at: (unit) => product(number(factor, share(trace)), number(vectors[word][unit], tex)),
    }
  })
}

/** An ANN has weights of its own for every position. */
function partStage(trace: Trace, word: number): Stage {
  const { position } = trace.words[word]
  return single('part', "The word's part", () => {
    const { vectors, held } = trace.lookUps[0]
    const W = firstWeights(trace.model, position)
    const tex = `W_{[${position + 1}]}`
    const place = (component: number): Place => ({ kind: 'input', word, component, direction: 'forward' })
    const entries = (row: number, column: number): Place => ({
      ...{ kind: 'weight', parameter: 'hidden1.W', row: position * W.rows + row, column },
    })
    return productLane(
      {
        left: vector(vectors[word], { tex: 'x_t', name: 'vector of the word', held: held[word], place }),
        matrix: { tex, name: `weights of position ${position + 1}`, held: null, place: entries, ...W },
        result: derived(trace.dense!.fromWords[word], `x_t\\,${tex}`, 'what the word adds'),
      },
      {
        tex: `x_t\\,${tex}`,
        reading: `A feed-forward net has other weights for every position: these belong to position ${position + 1} only. The same word one place further on would meet other numbers.`,
      },
    )
  })
}

/** A hidden layer: the words' parts (or the layer below), the sum, the activation. */
export function layerStages(trace: Trace, layer: number): Stage[] {
  const { name, activation, fromInput, bias, z, h, held } = trace.dense!.layers[layer - 1]
  const up = trace.model.spec.layers > 1 ? `^{(${layer})}` : ''
  const b = weights(matrix(1, bias.length, bias), { parameter: `${name}.b`, tex: `b${up}`, name: 'bias' })
  const from = derived(fromInput, layer === 1 ? 'a' : `h^{(${layer - 1})}W${up}`, 'what comes in')
  const total = derived(z, `z${up}`, 'sum')
  const place = (unit: number): Place => ({ kind: 'state', state: 'h', layer, direction: 'forward', word: 0, unit })
  const result = vector(h, { tex: `h${up}`, name: `hidden layer ${layer}`, held, place })
  const f = activation === 'tanh' ? '\\tanh' : '\\operatorname{relu}'
  return [
    ...inputStages(trace, layer, from),
    single('z', 'Sum', () => ({
      tex: `${total.tex} = ${from.tex} + ${b.tex}`,
      reading: 'What comes in and the bias, unit by unit.',
      diagram: { kind: 'rows', rows: [from, b] },
      result: total,
      at: (unit) => sum(number(fromInput[unit], from.tex), number(bias[unit], b.tex)),
    })),
    single('h', 'Hidden layer', () => ({
      tex: `${result.tex} = ${f}\\left(${total.tex}\\right)`,
      reading: 'The activation. A feed-forward net has no state: this is computed once, from the whole sentence.',
      diagram: { kind: 'rows', rows: [total] },
      result,
      at: (unit) => unlessHeld(held, unit, h[unit], () => apply(activation, number(z[unit]))),
    })),
  ]
}

function inputStages(trace: Trace, layer: number, from: Quantity): Stage[] {
  const { fromWords, mean, layers } = trace.dense!
  const { input } = layers[layer - 1]
  const up = trace.model.spec.layers > 1 ? `^{(${layer})}` : ''
  const through = (left: Quantity, tex: string, reading: string): Lane => {
    const parameter = `hidden${layer}.W`
    const W = weights(weightOf(trace.model, parameter), {
      parameter,
      tex: `W${up}`,
      name: `weights of hidden layer ${layer}`,
    })
    return productLane({ left, matrix: W, result: from }, { tex, reading })
  }
  if (input) {
    const left = derived(input, `h^{(${layer - 1})}`, `hidden layer ${layer - 1}`)
    return [
      single('input', 'From the layer below', () =>
        through(left, `${left.tex}\\,W${up}`, 'The layer below, times the weights of this one.'),
      ),
    ]
  }
  if (mean) {
    const x = derived(mean, '\\bar{x}', 'mean vector')
    const factor = trace.dense!.share
    const stack = stacked(trace.lookUps[0].vectors, 'X', 'word vectors, a row per word')
    return [
      single('mean', 'Mean of the words', () =>
        productLane(
          {
            left: derived(
              new Float64Array(fromWords.length).fill(factor),
              share(trace),
              'the same share of every word',
            ),
            matrix: stack,
            result: x,
          },
          {
            tex: `\\bar{x} = ${share(trace)} \\sum_t x_t`,
            reading:
              'Each row is a word, each column is averaged. In another order the rows would swap places and the mean would stay.',
          },
        ),
      ),
      single('input', 'Input part', () => through(x, `a = \\bar{x}\\,W${up}`, 'The mean vector, times the weights.')),
    ]
  }
  return [
    single('input', 'All words together', () =>
      productLane(
        {
          left: derived(new Float64Array(fromWords.length).fill(1), '1', 'every word once'),
          matrix: stacked(fromWords, 'A', 'what each word adds, a row per word'),
          result: from,
        },
        { tex: 'a = \\sum_t a_t', reading: 'Each row is what one word adds; each column is summed up.' },
      ),
    ),
  ]
}

function stacked(rows: readonly Float64Array[], tex: string, name: string): Quantity {
  const columns = rows[0]?.length ?? 0
  return {
    tex,
    name,
    rows: rows.length,
    columns,
    values: Float64Array.from(rows.flatMap((row) => Array.from(row))),
    held: null,
  }
}
