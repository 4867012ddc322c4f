import { halfLifeOf, halfLifeWords } from '../../../charts/decay-curve.ts'
import { formatNumber, formatShare } from '../../../charts/format.ts'
import { perWordOf } from './sentence-content.ts'
import type { SentenceView } from './sentence-content.ts'
import { say } from '../../../messages.ts'

const ends = (words: readonly string[]) => say.gradients.firstAndLast(words[0], words[words.length - 1])

/** 'each step back keeps 82 % …; half is left after 3.5 words'. */
export function fadeWords({ now }: Pick<SentenceView, 'now'>): string {
  const perWord = perWordOf(now)
  if (perWord === null) return say.gradients.withOneWordThereIsNo
  const kept =
    perWord <= 1 ? say.gradients.keepsOfIt(formatShare(perWord)) : say.gradients.multipliesItBy(formatNumber(perWord))
  return say.gradients.onAverageEachStepBack(kept, halfLifeWords({ perWord, halfLife: halfLifeOf(perWord) }))
}

export function summariseGradient(view: SentenceView): string {
  const { h } = view.now
  return say.gradients.theGradientNormIsAndAt(
    formatNumber(h[0]),
    formatNumber(h[h.length - 1]),
    ends(view.words),
    fadeWords(view),
  )
}

export function summariseMemory({ now, words }: SentenceView): string {
  if (!now.toEnd) return say.gradients.thisLayerIsTooWideTo
  const { h } = now.toEnd
  const { bounds } = now
  const first = formatNumber(h[0])
  if (!bounds) return say.gradients.hTHTIsAt(first, words[0])
  const upper = formatNumber(bounds.upper[h.length - 1])
  return say.gradients.hTHTIsAtWithin(first, words[0], upper, formatNumber(bounds.ofSentence[0]))
}

/** What the rescaling does to the answer. */
export function answerWords({ trained, now }: SentenceView, classes: readonly string[]): string {
  const top = ({ probabilities }: typeof now) => probabilities.indexOf(Math.max(...probabilities))
  const said = (one: typeof now) => `${formatShare(one.probabilities[top(one)])} ${classes[top(one)] ?? ''}`
  return now === trained ? say.gradients.answer(said(now)) : say.gradients.answerAsTrained(said(now), said(trained))
}
