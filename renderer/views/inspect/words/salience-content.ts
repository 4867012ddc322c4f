import { formatNumber } from '../../../charts/format.ts'
import type { SalienceAnswer, SalienceMethod } from './asking/model-questions.ts'

/** The three ways to say which words count, and what each says and does not say. */
export const salienceMethods: readonly { value: SalienceMethod; label: string; says: string }[] = [
  {
    value: 'gradient',
    label: 'Gradient × input',
    says: 'How the logit would begin to change if the word’s vector were turned up a little. It is quick and exact for a linear model; where a gate or a tanh is saturated it is near zero, however much the word counts.',
  },
  {
    value: 'integrated',
    label: 'Integrated gradients',
    says: 'The same summed over the whole way from no words at all (all vectors zero) to the sentence, so that the shares add up to the logit. It depends on that starting point, and shares of words that act together are split between them.',
  },
  {
    value: 'left-out',
    label: 'Leave one out',
    says: 'How much the logit falls when the word is really taken out and the others close up. It is what happens, not an estimate; but two words that say the same hide each other, and the words after it move one place.',
  },
]

export const methodOf = (value: SalienceMethod) => salienceMethods.find((one) => one.value === value)!

/** +1.23, −0.41, 0.00: what is shown beside every colour. */
export function signed(value: number, decimals = 2): string {
  const shown = Math.abs(value).toFixed(decimals)
  if (Number(shown) === 0) return shown
  return `${value > 0 ? '+' : '−'}${shown}`
}

/** Blue speaks for the class, orange against it: a pair that every common colour blindness keeps apart. */
export function divergingShade(value: number, scale: number): string {
  const strength = scale > 0 ? Math.min(1, Math.abs(value) / scale) : 0
  return `color-mix(in srgb, ${value >= 0 ? 'var(--model-1)' : 'var(--model-2)'} ${Math.round(55 * strength)}%, var(--surface-sunken))`
}

/** The largest share in size, to which colours and bars are drawn; 0 without any. */
export const largest = (shares: Iterable<readonly number[]>): number => Math.max(0, ...[...shares].flat().map(Math.abs))

/** What the shares add up to, and for integrated gradients by how much that misses. */
export function balanceWords({ byWord, logit, baseline, gap, complete }: SalienceAnswer): string {
  const sum = byWord.reduce((a, b) => a + b, 0)
  if (baseline === undefined || gap === undefined) return `logit ${signed(logit)}; the shares add up to ${signed(sum)}`
  const missed = `gap ${formatNumber(Math.abs(gap), 2)}`
  const done = complete ? missed : `${missed}: the integral did not settle, read the shares with care`
  return `shares ${signed(sum)} = logit ${signed(logit)} less ${signed(baseline)} without words (${done})`
}

/** The words that count most for and against, in words. */
export function summariseSalience(name: string, { byWord }: SalienceAnswer, names: readonly string[]): string {
  const best = byWord.indexOf(Math.max(...byWord))
  const worst = byWord.indexOf(Math.min(...byWord))
  const parts = [
    ...(byWord[best] > 0 ? [`“${names[best]}” speaks most for it (${signed(byWord[best])})`] : []),
    ...(byWord[worst] < 0 ? [`“${names[worst]}” most against it (${signed(byWord[worst])})`] : []),
  ]
  return `${name}: ${parts.join(', ') || 'no word counts'}.`
}
