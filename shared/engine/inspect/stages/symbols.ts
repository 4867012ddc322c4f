import type { GateName } from '../interventions.ts'
import type { PassTrace } from '../recurrent-trace.ts'
import type { Trace } from '../trace.ts'

/** How the numbers of one layer and direction are written: h_t, of a second layer h_t^{(2)}, read backwards with an arrow. */
export interface Symbols {
  now(letter: string): string
  /** Of the word read before: t-1, or t+1 where the sentence is read from its end. */
  before(letter: string): string
  later(letter: string): string
  /** The sum z of a gate before its activation; a for a GRU, whose update gate is called z. */
  total(gate: GateName): string
  gate(gate: GateName): string
  /** W, U or b of a gate. */
  weight(letter: string, gate: GateName): string
}

export function symbolsOf({ model }: Pick<Trace, 'model'>, { layer, direction }: PassTrace): Symbols {
  const { layers, cell } = model.spec
  const reverse = direction === 'reverse'
  const over = (letter: string) => (reverse ? `\\overleftarrow{${letter}}` : letter)
  const up = layers > 1 ? `^{(${layer})}` : ''
  const written = (letter: string, below: string) => `${over(letter)}${up}_{${below}}`
  const [before, later] = reverse ? ['t+1', 't-1'] : ['t-1', 't+1']
  return {
    now: (letter) => written(letter, 't'),
    before: (letter) => written(letter, before),
    later: (letter) => written(letter, later),
    total: (gate) => written(cell === 'gru' ? 'a' : 'z', cell === 'rnn' ? 't' : `${gate},t`),
    gate: (gate) => written(gate, 't'),
    weight: (letter, gate) => `${over(letter)}${up}${cell === 'rnn' ? '' : `_{${gate}}`}`,
  }
}

export const gateTitles: Record<GateName, string> = {
  h: 'State',
  i: 'Input gate',
  f: 'Forget gate',
  g: 'Candidate',
  o: 'Output gate',
  r: 'Reset gate',
  z: 'Update gate',
  n: 'Candidate',
}

/** What a gate decides, in half a sentence. */
export const gateTasks: Record<GateName, string> = {
  h: 'the new state',
  i: 'how much of the candidate is written',
  f: 'how much of the old cell state is kept',
  g: 'what could be written into the cell state',
  o: 'how much of the cell state is shown',
  r: 'how much of the old state the candidate sees',
  z: 'how much of the old state is kept',
  n: 'what could become the new state',
}

/** A symbol with something above it, e.g. transposed: one that has a superscript already keeps it inside. */
export const raised = (tex: string, power: string): string =>
  tex.includes('^') ? `\\left(${tex}\\right)^{${power}}` : `${tex}^{${power}}`
