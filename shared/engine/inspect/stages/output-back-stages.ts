import type { BackwardTrace } from '../backward-trace.ts'
import { weightOf } from '../model.ts'
import type { Trace } from '../trace.ts'
import { difference, number } from './expression.ts'
import type { Expression } from './expression.ts'
import { dTex } from './gate-back-stages.ts'
import { derived, turned, weights } from './operands.ts'
import { outerLane } from './outer-lane.ts'
import { featuresOf } from './output-stages.ts'
import { productLane } from './product-lane.ts'
import { single } from './stage.ts'
import type { Stage } from './stage.ts'
import { raised } from './symbols.ts'

/** From the loss back to what the output layer sees. */
export function outputBackStages(trace: Trace, back: BackwardTrace, label: number): Stage[] {
  const { model, logits, probabilities } = trace
  const one = logits.length === 1
  const p = one ? probabilities.slice(1) : probabilities
  const truth = Float64Array.from(p, (_, k) => (one ? label : Number(k === label)))
  const dLogits = derived(back.dLogits, dTex('z_y'), 'slope by the logit')
  const features = featuresOf(trace)
  const slopeAt = (k: number): Expression => {
    const wrong = one && label === 0
    if (!one && k !== label) return number(0)
    const below = wrong ? difference(number(1), number(p[k], '\\hat{y}')) : number(p[k], '\\hat{y}')
    return { is: 'quotient', above: number(wrong ? 1 : -1), below }
  }
  return [
    single('dp', 'Loss by probability', () => {
      const values = Float64Array.from(p, (value, k) =>
        one ? (label === 1 ? -1 / value : 1 / (1 - value)) : k === label ? -1 / value : 0,
      )
      return {
        tex: one
          ? label === 1
            ? '\\frac{\\partial L}{\\partial \\hat{y}} = -\\frac{1}{\\hat{y}}'
            : '\\frac{\\partial L}{\\partial \\hat{y}} = \\frac{1}{1 - \\hat{y}}'
          : '\\frac{\\partial L}{\\partial \\hat{y}_k} = -\\frac{y_k}{\\hat{y}_k}',
        reading:
          'Here the way back begins: how the loss changes with the probability. Negative: a larger probability would make the loss smaller.',
        diagram: { kind: 'rows', rows: [derived(p, '\\hat{y}', 'probability')] },
        result: derived(values, dTex('\\hat{y}'), 'slope by the probability'),
        at: slopeAt,
      }
    }),
    single('dlogits', 'Loss by logit', () => ({
      tex: one
        ? `${dLogits.tex} = \\frac{\\partial L}{\\partial \\hat{y}}\\,\\hat{y}\\left(1-\\hat{y}\\right) = \\hat{y} - y`
        : `${dLogits.tex} = \\hat{y} - y`,
      reading:
        'Probability minus truth: the whole error of this sentence in one number per logit. If it is near 0, nothing is left to learn from this sentence.',
      diagram: { kind: 'rows', rows: [derived(p, '\\hat{y}', 'probability'), derived(truth, 'y', 'truth')] },
      result: dLogits,
      at: (k) => difference(number(p[k], '\\hat{y}'), number(truth[k], 'y')),
    })),
    single('dfeatures', 'To what the output layer saw', () => {
      const W = weights(weightOf(model, 'output.W'), {
        parameter: 'output.W',
        tex: 'W_y',
        name: 'weights of the output layer',
      })
      const tex = dTex(features.tex)
      return productLane(
        {
          left: dLogits,
          matrix: turned(W),
          result: derived(back.dFeatures, tex, 'slope by what the output layer saw'),
        },
        {
          tex: `${tex} = ${dLogits.tex}\\,W_y^{\\top}`,
          reading: 'The error times the vote of each unit: who voted wrongly is told so.',
        },
      )
    }),
    single('dWy', 'Share in ∂L/∂W_y', () =>
      outerLane(
        { left: features, right: dLogits, tex: dTex('W_y'), name: 'gradient of the output weights' },
        {
          tex: `${dTex('W_y')} = ${raised(features.tex, '\\top')}\\,${dLogits.tex}`,
          reading: 'The output weights are used once per sentence: this is their whole gradient.',
        },
      ),
    ),
  ]
}
