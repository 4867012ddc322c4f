import type { BackwardTrace } from '../backward-trace.ts'
import { firstWeights } from '../dense-trace.ts'
import type { DenseLayerTrace } from '../dense-trace.ts'
import { scaled } from '../matrix.ts'
import { weightOf } from '../model.ts'
import type { Trace } from '../trace.ts'
import { difference, number, product } from './expression.ts'
import type { Expression } from './expression.ts'
import { unlessBlocked } from './held.ts'
import { dTex } from './gate-back-stages.ts'
import { derived, turned, weights } from './operands.ts'
import { outerLane } from './outer-lane.ts'
import { productLane } from './product-lane.ts'
import { single } from './stage.ts'
import { raised } from './symbols.ts'
import type { Place, Quantity, Stage } from './stage.ts'

const up = ({ model }: Trace, layer: number) => (model.spec.layers > 1 ? `^{(${layer})}` : '')

/** Back through a hidden layer of a feed-forward model. */
export function layerBackStages(trace: Trace, back: BackwardTrace, layer: number): Stage[] {
  const here = trace.dense!.layers[layer - 1]
  const { dh, dz } = back.dense[layer - 1]
  const above = back.dense.find((one) => one.layer === layer + 1)
  const mark = up(trace, layer)
  const [dH, dZ] = [
    derived(dh, dTex(`h${mark}`), 'slope by the layer'),
    derived(dz, dTex(`z${mark}`), 'slope by the sum'),
  ]
  const arrives: Stage[] = above
    ? [
        single('dh', 'From the layer above', () => {
          const parameter = `hidden${layer + 1}.W`
          const W = weights(weightOf(trace.model, parameter), {
            parameter,
            tex: `W${up(trace, layer + 1)}`,
            name: 'weights of the layer above',
          })
          const left = derived(above.dz, dTex(`z${up(trace, layer + 1)}`), 'slope by the sum above')
          const matrix = turned(W)
          return productLane(
            { left, matrix, result: dH },
            {
              tex: `${dH.tex} = ${left.tex}\\,${matrix.tex}`,
              reading: 'Through the weights of the layer above, against their direction.',
            },
          )
        }),
      ]
    : []
  return [...arrives, activationStage(here, dH, dZ, mark), ...weightStage(trace, here, dZ, mark)]
}

function activationStage({ activation, h, held }: DenseLayerTrace, dH: Quantity, dZ: Quantity, mark: string): Stage {
  const own = derived(h, `h${mark}`, 'hidden layer')
  const slope = (unit: number): Expression => {
    const value = number(h[unit], own.tex)
    return activation === 'relu'
      ? { is: 'apply', f: 'step', of: value }
      : difference(number(1), { is: 'square', of: value })
  }
  return single('dz', 'Through the activation', () => ({
    tex: `${dZ.tex} = ${dH.tex} \\odot ${activation === 'relu' ? "\\operatorname{relu}'" : `\\left(1 - ${raised(own.tex, '2')}\\right)`}`,
    reading: 'What arrives, times the slope of the activation: 1 in the middle, almost 0 where a unit is at its end.',
    diagram: { kind: 'rows', rows: [dH, own] },
    result: dZ,
    at: (unit) => unlessBlocked(held, unit, () => product(number(dH.values[unit], dH.tex), slope(unit))),
  }))
}

function weightStage(trace: Trace, { layer, input }: DenseLayerTrace, dZ: Quantity, mark: string): Stage[] {
  const { mean } = trace.dense!
  const left = input
    ? derived(input, `h^{(${layer - 1})}`, 'layer below')
    : mean
      ? derived(mean, '\\bar{x}', 'mean vector')
      : null
  if (!left) return []
  return [
    single('dW', 'Share in ∂L/∂W', () =>
      outerLane(
        { left, right: dZ, tex: dTex(`W${mark}`), name: 'gradient of the weights' },
        {
          tex: `${dTex(`W${mark}`)} = ${raised(left.tex, '\\top')}\\,${dZ.tex}`,
          reading:
            'Every number at the left times every number on top: the gradient of this layer, all of it. There is no time here to sum over.',
        },
      ),
    ),
  ]
}

/** Back to one word of a feed-forward model. */
export function wordBackStages(trace: Trace, back: BackwardTrace, word: number): Stage[] {
  const { cell, input } = trace.model.spec
  const { share } = trace.dense!
  const { dz } = back.dense[0]
  const { position } = trace.words[word]
  const dZ = derived(dz, dTex(`z${up(trace, 1)}`), 'slope by the sum')
  const slopes = back.lookUps[0].slopes[word]
  if (input.kind === 'one-hot')
    return [
      single('dx', "To the word's row", () => ({
        tex: `${dTex('W[\\text{word}]')} = ${share === 1 ? '' : '\\tfrac{1}{T}\\,'}${dZ.tex}`,
        reading:
          'The row of this word gets the slope of the sum: nothing lies between them. Words that are not in the sentence get nothing.',
        diagram: { kind: 'rows', rows: [dZ] },
        result: derived(slopes, dTex('W[\\text{word}]'), "slope by the word's row"),
        at: (unit) => product(number(share), number(dz[unit], dZ.tex)),
      })),
    ]
  const tex = cell === 'ann' ? `W_{[${position + 1}]}` : `W${up(trace, 1)}`
  const W = firstWeights(trace.model, position)
  const first = cell === 'ann' ? position * W.rows : 0
  const place = (row: number, column: number): Place => ({
    kind: 'weight',
    parameter: 'hidden1.W',
    row: first + row,
    column,
  })
  const M: Quantity = { tex, name: 'weights of the first layer', held: null, place, ...W }
  const left =
    share === 1 ? dZ : derived(scaled(dz, share), `\\tfrac{1}{T}\\,${dZ.tex}`, "the word's share of the slope")
  const result = derived(slopes, dTex('x_t'), "slope by the word's vector")
  const stage = single('dx', "To the word's vector", () => {
    const matrix = turned(M)
    return productLane(
      { left, matrix, result },
      {
        tex: `${result.tex} = ${left.tex}\\,${matrix.tex}`,
        reading:
          cell === 'ann'
            ? 'Through the weights of this position. Every word is one step from the loss: an ANN forgets nothing, but it knows no order beyond its places.'
            : 'Every word gets the same slope, wherever it stands.',
      },
    )
  })
  if (cell !== 'ann') return [stage]
  const x = derived(trace.lookUps[0].vectors[word], 'x_t', 'vector of the word')
  const share1 = single('dW', 'Share in ∂L/∂W', () =>
    outerLane(
      { left: x, right: dZ, tex: dTex(tex), name: 'gradient of the weights of this position' },
      {
        tex: `${dTex(tex)} = x_t^{\\top}\\,${dZ.tex}`,
        reading: `The weights of position ${position + 1} learn from the word that stands there, and from no other.`,
      },
    ),
  )
  return [stage, share1]
}
