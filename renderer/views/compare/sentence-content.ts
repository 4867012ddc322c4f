import { formatShare, shareTick } from '../../charts/format.ts'
import type { LineContent } from '../../charts/line-content.ts'
import type { ModelLook } from '../../charts/model-look.ts'
import type { PredictedToken } from '../../../shared/contract/trainer.ts'
import { say } from '../../messages.ts'

/** What one model says of the sentence. */
export interface Belief {
  id: string
  /** As charts name it; `model` is the name without the experiment. */
  name: string
  model: string
  /** The experiment it comes from, when that is not the open one. */
  from?: string
  index: number
  look: ModelLook
  tokens: readonly PredictedToken[]
}

/** The words on the x-axis: of the model that splits the sentence into most; unknown ones get a question mark. */
export function sentenceLabels(beliefs: readonly Belief[]): string[] {
  const most = beliefs.reduce<readonly PredictedToken[]>((a, { tokens }) => (tokens.length > a.length ? tokens : a), [])
  return most.map(({ word, unknown }) => (unknown ? `${word} (?)` : word))
}

/**
 * Where each token stands among the words of the longest list. Models whose text rules differ (punctuation kept or
 * dropped) split a sentence differently; a token goes to the next word that is the same, and nowhere if there is none.
 */
export function alignTokens(tokens: readonly PredictedToken[], longest: readonly PredictedToken[]): (number | null)[] {
  let from = 0
  return tokens.map(({ word }) => {
    const at = longest.findIndex((other, place) => place >= from && other.word.toLowerCase() === word.toLowerCase())
    if (at < 0) return null
    from = at + 1
    return at
  })
}

/** Probability of one class after every word, a line per model, with the line of even odds. */
export function sentenceContent(beliefs: readonly Belief[], label: number, className: string): LineContent {
  const longest = beliefs.reduce<readonly PredictedToken[]>(
    (a, { tokens }) => (tokens.length > a.length ? tokens : a),
    [],
  )
  const classes = beliefs.find(({ tokens }) => tokens.some(({ used }) => used))?.tokens.find(({ used }) => used)
  const even = 1 / Math.max(2, classes?.probabilities.length ?? 2)
  return {
    labels: sentenceLabels(beliefs),
    lines: beliefs.map(({ id, name, look, tokens }) => {
      const places = alignTokens(tokens, longest)
      return {
        id,
        label: name,
        points: tokens.flatMap(({ used, probabilities }, at) => {
          const x = places[at]
          return used && x !== null ? [{ x, y: probabilities[label] }] : []
        }),
        colour: look.colour,
        mark: look.mark,
      }
    }),
    marks: [
      {
        id: 'even',
        axis: 'y',
        value: even,
        label: even === 0.5 ? say.compare.undecided : say.compare.evenOdds(formatShare(even, 0)),
        // Every model begins near even odds: the words stay away from the first points.
        at: 0.99,
        above: true,
      },
    ],
    xLabel: say.compare.afterReadingUpToThisWord,
    yLabel: say.compare.probabilityOf2(className),
    yMin: 0,
    yMax: 1,
    formatY: (y) => formatShare(y),
    formatTick: shareTick,
  }
}

/** What a model says in the end: the likeliest class after the last word it read. Null when it read none. */
export function verdict(tokens: readonly PredictedToken[]): { label: number; probability: number } | null {
  const last = tokens.filter(({ used }) => used).pop()
  if (!last?.probabilities.length) return null
  const probability = Math.max(...last.probabilities)
  return { label: last.probabilities.indexOf(probability), probability }
}

/** The course of each model in words. */
export function summariseSentence(beliefs: readonly Belief[], classes: readonly string[]): string {
  const sentences = beliefs.flatMap(({ name, tokens }) => {
    const end = verdict(tokens)
    if (!end) return []
    const read = tokens.filter(({ used }) => used)
    const turns = read.filter(
      ({ probabilities }, at) => at > 0 && side(probabilities) !== side(read[at - 1].probabilities),
    )
    const [label, share] = [classes[end.label] ?? end.label, formatShare(end.probability)]
    if (!turns.length) return [say.compare.withWord(name, label, share)]
    const words = turns.map(({ word }) => say.compare.quoted(word)).join(', ')
    return [say.compare.havingChangedItsMindAt(name, label, share, words)]
  })
  return sentences.length ? sentences.join(' ') : say.compare.noModelHasReadASentence
}

const side = (probabilities: readonly number[]) => probabilities.indexOf(Math.max(...probabilities))
