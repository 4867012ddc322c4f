import type { CellKind } from '../../contract/spec.ts'
import type { Finding } from './diagnosis.ts'
import { english, wordsOf } from './speech.ts'
import { VANISHED } from './diagnose-decay.ts'

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
export function diagnoseRecurrence({ cell, words, first, bounds, kept }: RecurrenceFacts, speech = english): Finding[] {
  if (words < 2) return []
  const { say, number, percent } = wordsOf(speech)
  const faded = first < VANISHED
  const [steps, factor] = [words - 1, number(first)]
  const findings: Finding[] = [
    {
      level: faded ? 'warning' : 'good',
      title: faded ? say.outOfReach : say.withinReach,
      text: kept === null ? say.reachText(steps, factor) : say.reachKept(steps, factor, percent(kept)),
      rule: say.reachRule(number(VANISHED)),
    },
  ]
  if (!bounds) return findings
  const { sigma, rho, gamma } = bounds
  const limit = number(1 / gamma)
  const text =
    gamma * sigma < 1
      ? say.mustVanish(number(sigma), limit)
      : gamma * rho > 1
        ? (cell === 'rnn' ? say.canExplodeUnits : say.canExplodeGates)(number(rho), limit)
        : say.provesNeither(number(sigma), number(rho))
  findings.push({ level: 'note', title: say.matrixAlone, text, rule: say.boundsRule })
  return findings
}
