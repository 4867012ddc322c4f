import { matrix } from '../matrix.ts'
import { weightOf } from '../model.ts'
import { lossOf } from '../trace.ts'
import type { Trace } from '../trace.ts'
import { outputsOf, topPasses } from '../recurrent-trace.ts'
import { apply, difference, number } from './expression.ts'
import type { Expression } from './expression.ts'
import { derived, weights } from './operands.ts'
import { productLane } from './product-lane.ts'
import { single } from './stage.ts'
import type { Quantity, Stage } from './stage.ts'

/** From the states to the loss. */
export function outputStages(trace: Trace, label: number): Stage[] {
  const own = [logitStage(trace), probabilityStage(trace), lossStage(trace, label)]
  return trace.dense ? own : [pooledStage(trace), ...own]
}

/** What the output layer sees. */
export function featuresOf(trace: Trace): Quantity {
  const { spec } = trace.model
  const tex = trace.dense ? (spec.layers > 1 ? `h^{(${spec.layers})}` : 'h') : 'v'
  return derived(trace.features, tex, trace.dense ? 'last hidden layer' : 'what the output layer sees')
}

function pooledStage(trace: Trace): Stage {
  const { spec } = trace.model
  const { hidden: H, bidirectional, pooling } = spec
  const T = trace.words.length
  const top = topPasses({ spec, passes: trace.passes })
  const mean = pooling === 'mean'
  return single('pool', mean ? 'Mean over the words' : 'Last state', () => {
    const result = featuresOf(trace)
    const states = top.map(outputsOf)
    const side = (column: number) => Math.floor(column / H)
    if (mean) {
      const values = Float64Array.from(trace.words.flatMap((_, word) => states.flatMap((of) => Array.from(of[word]))))
      const left = derived(new Float64Array(T).fill(1 / T), '\\tfrac{1}{T}', 'the same share of every word')
      const stack: Quantity = {
        tex: 'H',
        name: 'states, a row per word',
        rows: T,
        columns: H * top.length,
        values,
        held: null,
      }
      return productLane(
        { left, matrix: stack, result },
        {
          tex: 'v = \\frac{1}{T}\\sum_{t} h_t',
          reading:
            'The output layer sees the mean of the states after all words: each row is a word, each column is averaged.',
        },
      )
    }
    return {
      tex: bidirectional ? 'v = \\left[h_T,\\ \\overleftarrow{h}_1\\right]' : 'v = h_T',
      reading: bidirectional
        ? 'The output layer sees two last states side by side: that of the way forward, after the last word, and that of the way back, after the first.'
        : 'The output layer sees only the state after the last word: whatever the sentence said must have got this far.',
      diagram: { kind: 'rows', rows: [] },
      result,
      at: (column): Expression =>
        number(
          top[side(column)].steps[T - 1].h[column % H],
          bidirectional && side(column) === 1 ? '\\overleftarrow{h}_1' : 'h_T',
        ),
    }
  })
}

function logitStage(trace: Trace): Stage {
  const { model, logits } = trace
  return single('logits', logits.length === 1 ? 'Logit' : 'Logits', () => {
    const [W, b] = [weightOf(model, 'output.W'), weightOf(model, 'output.b')]
    const left = featuresOf(trace)
    return productLane(
      {
        left,
        matrix: weights(W, { parameter: 'output.W', tex: 'W_y', name: 'weights of the output layer' }),
        plus: weights(matrix(1, b.columns, b.values), {
          parameter: 'output.b',
          tex: 'b_y',
          name: 'bias of the output layer',
        }),
        result: derived(logits, 'z_y', logits.length === 1 ? 'logit' : 'logits'),
      },
      {
        tex: `z_y = ${left.tex}\\,W_y + b_y`,
        reading:
          logits.length === 1
            ? 'Every unit votes: its value times its weight, for the second class where that is positive, for the first where it is negative.'
            : 'Every unit votes for every class: its value times its weight. A column per class.',
      },
    )
  })
}

function probabilityStage({ logits, probabilities }: Trace): Stage {
  return single('probability', 'Probability', () => {
    const z = derived(logits, 'z_y', logits.length === 1 ? 'logit' : 'logits')
    if (logits.length === 1)
      return {
        tex: '\\hat{y} = \\sigma\\left(z_y\\right)',
        reading: 'The sigmoid turns the votes into the probability of the second class: 0 votes are 50 %.',
        diagram: { kind: 'rows', rows: [z] },
        result: derived(probabilities.slice(1), '\\hat{y}', 'probability of the second class'),
        at: () => apply('sigmoid', number(logits[0])),
      }
    const powers = Array.from(logits, (value) => apply('exp', number(value)))
    return {
      tex: '\\hat{y}_k = \\frac{e^{z_k}}{\\sum_j e^{z_j}}',
      reading: 'The softmax: the share of each class in the sum of all powers of e. The shares add up to 1.',
      diagram: { kind: 'rows', rows: [z] },
      result: derived(probabilities, '\\hat{y}', 'probability of each class'),
      at: (k) => ({ is: 'quotient', above: powers[k], below: { is: 'sum', of: powers } }),
    }
  })
}

function lossStage(trace: Trace, label: number): Stage {
  const { probabilities, logits } = trace
  return single('loss', 'Loss', () => {
    const second = logits.length === 1 && label === 0
    const p = number(second ? probabilities[1] : probabilities[label], '\\hat{y}')
    return {
      tex: second
        ? 'L = -\\ln\\left(1 - \\hat{y}\\right)'
        : logits.length === 1
          ? 'L = -\\ln \\hat{y}'
          : 'L = -\\ln \\hat{y}_{\\text{label}}',
      reading:
        'The surprise, in nats, at the class that is right: 0 when the model was sure of it, 0.693 at even odds of two, large when it was sure of another.',
      diagram: {
        kind: 'rows',
        rows: [derived(logits.length === 1 ? probabilities.slice(1) : probabilities, '\\hat{y}', 'probability')],
      },
      result: derived(Float64Array.of(lossOf(trace, label)), 'L', 'loss in nats'),
      at: () => difference(number(0), apply('ln', second ? difference(number(1), p) : p)),
    }
  })
}
