import { formatNumber } from '../../../charts/format.ts'
import type { SalienceAnswer, SalienceMethod } from './asking/model-questions.ts'
import { say } from '../../../messages.ts'

/** The three ways to say which words count, and what each says and does not say. */
export const salienceMethods: readonly { value: SalienceMethod; label: string; says: string }[] = [
  {
    value: 'gradient',
    get label() {
      return say.wordsPage.gradientInput
    },
    get says() {
      return say.wordsPage.howTheLogitWouldBeginTo
    },
  },
  {
    value: 'integrated',
    get label() {
      return say.wordsPage.integratedGradients
    },
    get says() {
      return say.wordsPage.theSameSummedOverTheWhole
    },
  },
  {
    value: 'left-out',
    get label() {
      return say.wordsPage.leaveOneOut
    },
    get says() {
      return say.wordsPage.howMuchTheLogitFallsWhen
    },
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
  if (baseline === undefined || gap === undefined)
    return say.wordsPage.logitTheSharesAddUpTo(signed(logit), signed(sum))
  const missed = say.wordsPage.gap(formatNumber(Math.abs(gap), 2))
  const done = complete ? missed : say.wordsPage.theIntegralDidNotSettleRead(missed)
  return say.wordsPage.sharesLogitLessWithoutWords(signed(sum), signed(logit), signed(baseline), done)
}

/** The words that count most for and against, in words. */
export function summariseSalience(name: string, { byWord }: SalienceAnswer, names: readonly string[]): string {
  const best = byWord.indexOf(Math.max(...byWord))
  const worst = byWord.indexOf(Math.min(...byWord))
  const parts = [
    ...(byWord[best] > 0 ? [say.wordsPage.speaksMostForIt(names[best], signed(byWord[best]))] : []),
    ...(byWord[worst] < 0 ? [say.wordsPage.mostAgainstIt(names[worst], signed(byWord[worst]))] : []),
  ]
  return `${name}: ${parts.join(', ') || say.wordsPage.noWordCounts}.`
}
