import { formatCount, formatNumber, formatShare } from '../../../charts/format.ts'
import { signed } from '../words/salience-content.ts'
import type { MapMethod, WordPaths, WordPlaces } from './map-questions.ts'
import { tellingWeight } from './map-view.ts'
import type { MapPoint } from './map-view.ts'
import { say } from '../../../messages.ts'

/** What the training part says of every word, by token id. */
export interface Odds {
  sentences: ArrayLike<number>
  logOdds: ArrayLike<number>
}

/** Whose odds colour the words: those counted in the training part, or those the model gives to the word alone. */
export type ColourBy = 'data' | 'model'

/** Log-odds below this in every word: the data set balances them, and its colours would say nothing. */
const BALANCED = 0.1

/** Words with their places, names and colours. */
export function pointsOf(
  { ids, x, y }: Pick<WordPlaces, 'ids' | 'x' | 'y'>,
  words: readonly string[],
  odds: Odds | null,
): MapPoint[] {
  return ids.map((id, n) => ({
    ...{ id, word: words[id] ?? `#${id}`, x: x[n], y: y[n] },
    odds: odds?.logOdds[id] ?? 0,
    sentences: odds?.sentences[id] ?? 0,
  }))
}

/** Whether every one of these words is as frequent in the class as outside it. */
export const balanced = (ids: readonly number[], { logOdds }: Odds): boolean =>
  ids.every((id) => Math.abs(logOdds[id]) < BALANCED)

/** How much of the spread the picture shows, and what follows. */
export function spreadWords({ explained, dimensions, ids }: WordPlaces): string {
  if (!explained) return ''
  const [first = 0, second = 0] = explained
  const both = first + second
  const follows =
    both > 0.8
      ? say.embeddings.whatIsCloseHereIsClose
      : both > 0.5
        ? say.embeddings.theRestIsMissingFromThe
        : say.embeddings.mostOfItIsMissingFrom
  return say.embeddings.theTwoAxesShowOfThe(
    formatShare(both, 0),
    formatCount(ids.length),
    dimensions,
    formatShare(first, 0),
    formatShare(second, 0),
    follows,
  )
}

export const readingOf: Record<MapMethod, string> = {
  get pca() {
    return say.embeddings.eachPointIsAWordThe
  },
  get umap() {
    return say.embeddings.eachPointIsAWordBeside
  },
}

export const axesOf = (method: MapMethod, explained: readonly number[] | null): [string, string] =>
  method === 'umap'
    ? [say.embeddings.umapNoUnit, say.embeddings.umapNoUnit2]
    : ([0, 1].map((at) =>
        say.embeddings.principalComponentOfTheSpread(at + 1, formatShare(explained?.[at] ?? 0, 0)),
      ) as [string, string])

/** 'in 132 training sentences, log-odds +1.20'. */
export const aboutPoint = ({ sentences, odds }: MapPoint): string =>
  say.embeddings.inTrainingLogOdds(sentences, formatCount(sentences), signed(odds))

/** 'e^1.2 = 3.3 times as likely in “positive”' in words. */
export function oddsWords(odds: number, className: string): string {
  const times = formatNumber(Math.exp(Math.abs(odds)), 2)
  if (Math.abs(odds) < 0.1) return say.embeddings.saysNothingAbout(className)
  return odds > 0
    ? say.embeddings.itsOddsAreTimesHigherIn(times, className)
    : say.embeddings.itsOddsAreTimesLowerIn(times, className)
}

/** The map in words: the most telling words of either side. */
export function summariseMap(points: readonly MapPoint[], className: string): string {
  if (!points.length) return say.embeddings.thereAreNoWordsToShow
  const side = (sign: 1 | -1) =>
    tellingFor(points, sign, 5)
      .map(({ word }) => say.compare.quoted(word))
      .join(', ')
  return say.embeddings.wordsMostTellingForAgainstIt(
    formatCount(points.length),
    className,
    side(1) || say.embeddings.none,
    side(-1) || say.embeddings.none,
  )
}

/** Words that a search finds: those that begin with it first, the more frequent first among equals. */
export function foundWords(points: readonly MapPoint[], search: string, most = 8): MapPoint[] {
  const wanted = search.trim().toLowerCase()
  if (!wanted) return []
  const rank = ({ word }: MapPoint) => {
    const lower = word.toLowerCase()
    return lower === wanted ? 0 : lower.startsWith(wanted) ? 1 : lower.includes(wanted) ? 2 : 3
  }
  return points
    .map((point) => ({ point, rank: rank(point) }))
    .filter(({ rank }) => rank < 3)
    .sort((a, b) => a.rank - b.rank || a.point.id - b.point.id)
    .slice(0, most)
    .map(({ point }) => point)
}

/** The words whose ways are drawn: the most telling ones of either side, and what was chosen. */
export function followedWords(points: readonly MapPoint[], chosen: number | null, eachSide: number): number[] {
  const ids = ([1, -1] as const).flatMap((sign) => tellingFor(points, sign, eachSide).map(({ id }) => id))
  return chosen !== null && !ids.includes(chosen) && points.some(({ id }) => id === chosen) ? [...ids, chosen] : ids
}

/** The words that speak most for the class (1) or against it (-1). */
const tellingFor = (points: readonly MapPoint[], sign: 1 | -1, most: number): MapPoint[] =>
  points
    .filter(({ odds }) => sign * odds > 0)
    .sort((a, b) => tellingWeight(b) - tellingWeight(a))
    .slice(0, most)

/** The way of one word up to a snapshot, as x and y in turn. */
export function trailOf({ ids, places }: WordPaths, id: number, snapshot: number): number[] {
  const n = ids.indexOf(id)
  if (n < 0) return []
  return places.slice(0, snapshot + 1).flatMap((place) => [place[2 * n], place[2 * n + 1]])
}

/** How far a word has come from the first snapshot to another, along its way. */
export function wayLength(trail: readonly number[]): number {
  let length = 0
  for (let at = 2; at < trail.length; at += 2)
    length += Math.hypot(trail[at] - trail[at - 2], trail[at + 1] - trail[at - 1])
  return length
}
