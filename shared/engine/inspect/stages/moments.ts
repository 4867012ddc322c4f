import type { Trace } from '../trace.ts'

/**
 * Where a walk through a model can stand: one cell at one word; of a feed-forward model a word or a hidden layer; the output
 * layer. `pass` and `step` are places in `trace.passes`.
 */
export type Moment =
  | { kind: 'step'; pass: number; step: number; word: number }
  | { kind: 'word'; word: number }
  | { kind: 'layer'; layer: number }
  | { kind: 'output' }

/**
 * The moments of a forward pass in the order in which they are computed. Where all layers read forwards a word goes up through
 * them before the next one comes; with two directions a layer has to be finished before the one above can begin.
 */
export function momentsOf({ model, passes, words, dense }: Trace): Moment[] {
  const output: Moment = { kind: 'output' }
  if (dense) {
    const each = words.map(({ word }): Moment => ({ kind: 'word', word }))
    return [...each, ...dense.layers.map(({ layer }): Moment => ({ kind: 'layer', layer })), output]
  }
  const at = (pass: number, step: number): Moment => ({ kind: 'step', pass, step, word: passes[pass].steps[step].word })
  if (model.spec.bidirectional)
    return [...passes.flatMap(({ steps }, pass) => steps.map((_, step) => at(pass, step))), output]
  return [...words.flatMap((_, step) => passes.map((_, pass) => at(pass, step))), output]
}
