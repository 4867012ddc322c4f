import type { Part } from '../contract/dataset.ts'
import { stream } from '../engine/training/random.ts'
import type { Random } from '../engine/training/random.ts'
import { words } from '../text/tokenise.ts'
import { subjectOf, swaps, turns } from './negation-constructions.ts'
import type { OpinionKind } from './negation-constructions.ts'
import { adjectives, afterthoughts, allTopics, baseVerbs, feelings, openers, pastVerbs } from './negation-lexicon.ts'
import type { OpinionPair } from './negation-lexicon.ts'

export interface OrderReview {
  text: string
  label: 'positive' | 'negative'
  part: Part
  /** Name of the construction, for tests and analyses. */
  construction: string
  /** Reviews with the same number were generated together: same words elsewhere, opposite labels inside. */
  family: number
}

export const ORDER_REVIEWS_SEED = 1
/** Families of each kind per part. A swap family has two reviews, a turn family four. */
export const orderReviewFamilies: Record<Part, { swaps: number; turns: number }> = {
  train: { swaps: 780, turns: 260 },
  validation: { swaps: 120, turns: 40 },
  test: { swaps: 180, turns: 60 },
}

const opinions: Record<OpinionKind, readonly OpinionPair[]> = {
  adjective: adjectives,
  'past-verb': pastVerbs,
  'base-verb': baseVerbs,
  feeling: feelings,
}
const plainRules = { lowercase: true, punctuation: 'drop' } as const

/**
 * Short film reviews whose sentiment only word order decides.
 *
 * - 'Swap' families are two reviews with the same bag of words and opposite labels ("I expected bad acting and got good
 *   acting" and the reverse). 'Turn' families are four: a favourable and an unfavourable word, each once taken back and once
 *   not ("not bad", "so bad", "not good", "so good").
 * - So every word stands equally often in reviews of either label, in each part: single words say nothing. A model that sees
 *   only the bag of words can at best guess on swaps (three fifths of the reviews): 70 %.
 * - The test part is made of combinations (construction, opinion word, topic) that no other part contains.
 * - No two reviews have the same words in the same order.
 *
 * A pure function of the seed.
 */
export function generateOrderReviews(seed: number = ORDER_REVIEWS_SEED): OrderReview[] {
  const random = stream(seed, 'order-reviews')
  const seen = new Set<string>()
  const reviews: OrderReview[] = []
  let family = 0
  for (const part of ['train', 'validation', 'test'] as const)
    for (const kind of ['swaps', 'turns'] as const)
      for (let i = 0; i < orderReviewFamilies[part][kind]; i++, family++)
        for (const review of drawFamily(kind, i, part, random, seen)) reviews.push({ ...review, part, family })
  return random.shuffle(reviews)
}

type Sentence = Pick<OrderReview, 'text' | 'label' | 'construction'>

/** Draws until the combination belongs to the part and the sentences are new. */
function drawFamily(kind: 'swaps' | 'turns', i: number, part: Part, random: Random, seen: Set<string>): Sentence[] {
  const at = i % (kind === 'swaps' ? swaps.length : turns.length)
  for (let attempt = 0; attempt < 10_000; attempt++) {
    const family = kind === 'swaps' ? drawSwap(at, part, random) : drawTurn(at, part, random)
    const keys = family.map(({ text }) => words(text, plainRules).join(' '))
    if (family.length === 0 || keys.some((key) => seen.has(key))) continue
    keys.forEach((key) => seen.add(key))
    return family
  }
  throw new Error(`order reviews: no new sentence for ${kind} ${at}; the lexicon is too small for so many families`)
}

function drawSwap(at: number, part: Part, random: Random): Sentence[] {
  const { name, opinion, say } = swaps[at]
  const topic = random.int(allTopics.length)
  const first = random.int(opinions[opinion].length)
  const second = random.next() < 0.5 ? first : random.int(opinions[opinion].length)
  const held = isHeldOut(at, first, topic)
  if (held !== isHeldOut(at, second, topic) || held !== (part === 'test')) return []
  const subject = subjectOf(allTopics[topic])
  const { favourable } = opinions[opinion][first]
  const { unfavourable } = opinions[opinion][second]
  const dress = drawStyle(random)
  return [
    { text: dress(say(subject, favourable, unfavourable)), label: 'positive', construction: name },
    { text: dress(say(subject, unfavourable, favourable)), label: 'negative', construction: name },
  ]
}

function drawTurn(at: number, part: Part, random: Random): Sentence[] {
  const { name, opinion, takesBack, stands } = turns[at]
  const topic = random.int(allTopics.length)
  const pair = random.int(opinions[opinion].length)
  if (isHeldOut(swaps.length + at, pair, topic) !== (part === 'test')) return []
  const subject = subjectOf(allTopics[topic])
  const { favourable, unfavourable } = opinions[opinion][pair]
  const dress = drawStyle(random)
  return [
    { text: dress(takesBack(subject, favourable)), label: 'negative', construction: name },
    { text: dress(takesBack(subject, unfavourable)), label: 'positive', construction: name },
    { text: dress(stands(subject, favourable)), label: 'positive', construction: name },
    { text: dress(stands(subject, unfavourable)), label: 'negative', construction: name },
  ]
}

/**
 * One combination in five is kept for the test part. Each construction, opinion word and topic, and each two of them
 * together, also occur outside it: only the three together are new.
 */
export function isHeldOut(construction: number, opinionPair: number, topic: number): boolean {
  return (construction + 2 * opinionPair + 3 * topic) % 5 === 0
}

/** Case, contractions, punctuation and surroundings, the same for every sentence of a family. */
function drawStyle(random: Random): (sentence: string) => string {
  const opener = random.next() < 0.3 ? `${openers[random.int(openers.length)]} ` : ''
  const afterthought = random.next() < 0.15 ? afterthoughts[random.int(afterthoughts.length)] : ''
  const contracted = random.next() < 0.4
  const shouted = random.next() < 0.1
  const lower = random.next() < 0.2
  const mark = ['.', '.', '!', lower ? '' : '.'][random.int(4)]
  return (sentence) => {
    let said = opener + sentence
    if (contracted) said = said.replace(/(was|were|did) not\b/g, "$1n't").replace(/\bcannot\b/g, "can't")
    if (shouted) said = said.replace(/\b(not|never)\b/g, (word) => word.toUpperCase())
    if (afterthought) said = `${said}${mark || '.'} ${afterthought}`
    else said += mark
    return lower ? said.toLowerCase() : said[0].toUpperCase() + said.slice(1)
  }
}
