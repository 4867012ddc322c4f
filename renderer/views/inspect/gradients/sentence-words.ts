import { halfLifeOf, halfLifeWords } from '../../../charts/decay-curve.ts'
import { formatNumber, formatShare } from '../../../charts/format.ts'
import { perWordOf } from './sentence-content.ts'
import type { SentenceView } from './sentence-content.ts'

const ends = (words: readonly string[]) => `“${words[0]}” (first) and “${words[words.length - 1]}” (last)`

/** 'each step back keeps 82 % …; half is left after 3.5 words'. */
export function fadeWords({ now }: Pick<SentenceView, 'now'>): string {
  const perWord = perWordOf(now)
  if (perWord === null) return 'With one word there is no step back.'
  const kept = perWord <= 1 ? `keeps ${formatShare(perWord)} of it` : `multiplies it by ${formatNumber(perWord)}`
  return `On average each step back ${kept}; ${halfLifeWords({ perWord, halfLife: halfLifeOf(perWord) })}.`
}

export function summariseGradient(view: SentenceView): string {
  const { h } = view.now
  return `The gradient norm is ${formatNumber(h[0])} and ${formatNumber(h[h.length - 1])} at ${ends(view.words)}. ${fadeWords(view)}`
}

export function summariseMemory({ now, words }: SentenceView): string {
  if (!now.toEnd) return 'This layer is too wide to work out its Jacobians here.'
  const { h } = now.toEnd
  const { bounds } = now
  return `‖∂h_T/∂h_t‖ is ${formatNumber(h[0])} at the first word, “${words[0]}”, and 1 at the last.${
    bounds
      ? ` The matrix alone allows at most ${formatNumber(bounds.upper[h.length - 1])}, this sentence ${formatNumber(bounds.ofSentence[0])}.`
      : ''
  }`
}

/** What the rescaling does to the answer. */
export function answerWords({ trained, now }: SentenceView, classes: readonly string[]): string {
  const top = ({ probabilities }: typeof now) => probabilities.indexOf(Math.max(...probabilities))
  const said = (one: typeof now) => `${formatShare(one.probabilities[top(one)])} ${classes[top(one)] ?? ''}`
  return now === trained ? `Answer: ${said(now)}.` : `Answer: ${said(now)}; as trained: ${said(trained)}.`
}
