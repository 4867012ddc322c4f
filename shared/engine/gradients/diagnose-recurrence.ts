import type { CellKind } from '../../contract/spec.ts'
import type { Finding } from './diagnosis.ts'
import { inPercent, inWords } from './numbers-in-words.ts'
import { VANISHED } from './diagnose-decay.ts'

/** What the two verdicts rest on. */
const rules = {
  reach: `out of reach below ${inWords(VANISHED)}, the usual update of a weight (CS231n notes, part 3).`,
  bounds: 'γσ₁ < 1 proves vanishing, γρ > 1 only permits exploding (Pascanu, Mikolov & Bengio 2013, section 2.1).',
}

export interface RecurrenceFacts {
  cell: CellKind
  /** Words of the sentence, and ‖∂h_T/∂h_1‖. */
  words: number
  first: number
  /** RNN only: γ σ₁ and γ ρ. */
  bounds: { sigma: number; rho: number; gamma: number } | null
  /** LSTM and GRU: the mean over units of what the keeping gates leave of the first word. */
  kept: number | null
}

/**
 * What the first state still means to the last one, and what the recurrent matrix alone says. The bounds are one-sided
 * (Pascanu, Mikolov & Bengio 2013, section 2.1): only γ σ₁ < 1 proves anything, so no bound is ever a warning.
 */
export function diagnoseRecurrence({ cell, words, first, bounds, kept }: RecurrenceFacts): Finding[] {
  if (words < 2) return []
  const faded = first < VANISHED
  const findings: Finding[] = [
    {
      level: faded ? 'warning' : 'good',
      title: faded ? 'The first word is out of reach' : 'The first word still reaches the end',
      text: `Over ${words - 1} ${words === 2 ? 'step' : 'steps'}, a small change of the first state changes the last one at most ${inWords(first)}-fold${kept === null ? '' : `; the gates keep ${inPercent(kept)} of the first word's memory, on average over the units`}.`,
      rule: rules.reach,
    },
  ]
  if (!bounds) return findings
  const { sigma, rho, gamma } = bounds
  const text =
    gamma * sigma < 1
      ? `The largest singular value of U is ${inWords(sigma)}. Below ${inWords(1 / gamma)} the gradient must vanish, whatever the sentence.`
      : gamma * rho > 1
        ? `The spectral radius of U is ${inWords(rho)}, above ${inWords(1 / gamma)}: in the long run the gradient can explode, but need not, since ${cell === 'rnn' ? 'units that saturate hold it down' : 'the gates hold it down'}.`
        : `The largest singular value of U is ${inWords(sigma)} and its spectral radius ${inWords(rho)}: this proves neither vanishing nor exploding. The measured curve decides.`
  findings.push({ level: 'note', title: 'What the matrix alone says', text, rule: rules.bounds })
  return findings
}
