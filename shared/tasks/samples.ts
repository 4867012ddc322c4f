import { articleSets } from './article-sets.ts'
import { toCsv } from './csv.ts'
import { generateOrderReviews } from './negation-grammar.ts'

/** The files of resources/samples with their contents, file name first. */
export function sampleFiles(): Map<string, string> {
  const reviews = generateOrderReviews().map(({ text, label, part }) => [text, label, part])
  return new Map([
    ['order-reviews.csv', toCsv([['review', 'sentiment', 'split'], ...reviews])],
    ...articleSets.map(({ name, sentences }): [string, string] => [
      `${name}.csv`,
      toCsv([['text', 'label'], ...sentences.map(({ text, label }) => [text, label])]),
    ]),
  ])
}
