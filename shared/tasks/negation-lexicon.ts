/**
 * The words of the order reviews. Opinion words come in pairs, the favourable one first, so that every construction can be
 * said both ways. Nothing else in the lexicon carries an opinion.
 */
export interface OpinionPair {
  favourable: string
  unfavourable: string
}

const pairs = (...entries: [favourable: string, unfavourable: string][]): OpinionPair[] =>
  entries.map(([favourable, unfavourable]) => ({ favourable, unfavourable }))

export const adjectives = pairs(
  ['good', 'bad'],
  ['great', 'terrible'],
  ['brilliant', 'awful'],
  ['superb', 'dreadful'],
  ['wonderful', 'horrible'],
  ['gripping', 'dull'],
  ['clever', 'clumsy'],
  ['fresh', 'stale'],
  ['charming', 'tiresome'],
  ['memorable', 'forgettable'],
  ['original', 'predictable'],
  ['impressive', 'disappointing'],
  ['delightful', 'painful'],
  ['lively', 'lifeless'],
  ['elegant', 'sloppy'],
  ['inspired', 'lazy'],
)

/** Simple past and base form are the same word or not; constructions use one form only, so that bags stay equal. */
export const pastVerbs = pairs(
  ['loved', 'hated'],
  ['enjoyed', 'disliked'],
  ['adored', 'despised'],
  ['admired', 'loathed'],
  ['liked', 'detested'],
)
export const baseVerbs = pairs(
  ['love', 'hate'],
  ['enjoy', 'dislike'],
  ['adore', 'despise'],
  ['admire', 'loathe'],
  ['like', 'detest'],
)

/** How a viewer feels. */
export const feelings = pairs(
  ['thrilled', 'bored'],
  ['delighted', 'annoyed'],
  ['happy', 'sad'],
  ['cheerful', 'gloomy'],
  ['amused', 'angry'],
)

/** What a review speaks of. */
export interface Topic {
  noun: string
  kind: 'count' | 'mass' | 'plural'
}

const topics = (kind: Topic['kind'], ...nouns: string[]): Topic[] => nouns.map((noun) => ({ noun, kind }))

export const allTopics: readonly Topic[] = [
  ...topics('count', 'film', 'plot', 'script', 'story', 'cast', 'soundtrack', 'premise', 'setting', 'finale', 'score'),
  ...topics('mass', 'acting', 'dialogue', 'editing', 'pacing', 'humour', 'direction', 'camera work', 'music'),
  ...topics('plural', 'jokes', 'characters', 'effects', 'costumes', 'performances', 'songs', 'fight scenes', 'twists'),
]

/** Before the sentence. */
export const openers = [
  'honestly,',
  'well,',
  'look,',
  'for me,',
  'in short,',
  'to be fair,',
  'in the end',
  'all in all,',
]

/** After the sentence: what is said here must be borne in mind over these words. */
export const afterthoughts = [
  'We were home by ten.',
  'Seen with my sister.',
  'The cinema was half full.',
  'It runs for two hours.',
  'I paid for the ticket myself.',
]
