import type { TextSpec, VocabularyEdits } from '../contract/text-spec.ts'
import { englishStopWords } from './stop-words.ts'

/** What a text needs of the rules. The later ones may be left out: they then do nothing. */
export type TokenRules = Pick<TextSpec, 'lowercase' | 'punctuation'> &
  Partial<Pick<TextSpec, 'numbers' | 'stopWords' | 'level' | 'phrases' | 'edits'>>

/** All numbers, where the rules make them one word. The tokeniser makes three tokens of a text that spells it. */
export const NUMBER_WORD = '⟨num⟩'

/**
 * Rules, ready to read with. They act in this order, and each sees what those before it have left:
 *
 * 1. the text is cut at word boundaries; a word is spelled in NFC, with a straight apostrophe, in lower case if asked
 * 2. punctuation marks, numbers and stop words are left out, or numbers become ⟨num⟩; a pinned word stays as it is
 * 3. words become characters, if asked
 * 4. replacements by hand: words made one, new names
 * 5. phrases (phrases.ts)
 * 6. counting, then minimum count, maximum size, and what is dropped and pinned by hand (vocabulary.ts)
 */
export interface TextReader {
  characters: boolean
  /** Steps 1 and 2 for one segment: the word, or null where it is left out. */
  spell(segment: string, mark: boolean): string | null
  /** Step 4 for one token. */
  replace(token: string): string
  /** Words of the longest phrase there may be; 1 where there are none. */
  phraseLength: number
  /** Whether these words, joined, are a phrase by hand. */
  isOwnPhrase(joined: string): boolean
}

export function textReader(rules: TokenRules): TextReader {
  const { lowercase, punctuation, numbers = 'keep', level = 'word', phrases } = rules
  const { by, pinned, ownPhrases } = editsOf(rules.edits)
  const stop = stopWordsOf(rules.stopWords)
  const characters = level === 'character'
  const replace = (token: string) => by.get(token) ?? token
  const isPinned = (word: string) => !characters && pinned.has(replace(word))
  return {
    characters,
    spell(segment, mark) {
      const word = spelled(segment, lowercase)
      if (mark) return punctuation === 'keep' || isPinned(word) ? word : null
      const left = stop.has(word.toLowerCase()) || (numbers !== 'keep' && isNumber(word))
      if (!left || isPinned(word)) return word
      return numbers === 'one-token' && isNumber(word) ? NUMBER_WORD : null
    },
    replace,
    phraseLength: characters ? 1 : Math.max(phrases?.longest ?? 1, ...ownPhrases.map((own) => own.split(' ').length)),
    isOwnPhrase: (joined) => by.has(joined),
  }
}

/** Segments first, normalises afterwards: marks never part from their letter, so NFD and NFC have the same boundaries. */
function spelled(segment: string, lowercase: boolean): string {
  const word = lowercase ? segment.toLowerCase() : segment
  return word.normalize('NFC').replaceAll('\u2019', "'")
}

const number = /^\p{N}[\p{N}.,'\u066B\u066C]*$/u
const isNumber = (word: string) => number.test(word)

interface ResolvedEdits {
  /** Token → what it ends as, chains followed to their end. */
  by: ReadonlyMap<string, string>
  /** Without those that are replaced: they no longer occur. */
  pinned: ReadonlySet<string>
  dropped: ReadonlySet<string>
  /** Phrases that an edit names, and which therefore are phrases however rare; not those that are dropped. */
  ownPhrases: readonly string[]
}

const none: ResolvedEdits = { by: new Map(), pinned: new Set(), dropped: new Set(), ownPhrases: [] }
const resolved = new WeakMap<VocabularyEdits, ResolvedEdits>()

/** Edits as look-ups. Kept per object: an edit makes a new one. */
export function editsOf(edits: VocabularyEdits | undefined): ResolvedEdits {
  if (!edits) return none
  const kept = resolved.get(edits) ?? resolve(edits)
  resolved.set(edits, kept)
  return kept
}

function resolve({ replace, drop, pin }: VocabularyEdits): ResolvedEdits {
  const next = new Map(replace.map(({ word, by }) => [word, by]))
  const end = (word: string): string => {
    let at = word
    // The schema refuses circles; the count ends one that came another way.
    for (let steps = 0; steps <= next.size; steps++) {
      const following = next.get(at)
      if (following === undefined) return at
      at = following
    }
    return at
  }
  const by = new Map(replace.map(({ word }) => [word, end(word)]))
  const left = (words: readonly string[]) => new Set(words.filter((word) => !by.has(word)))
  const pinned = left(pin)
  const isPhrase = (word: string) => word.length > 1 && word.includes(' ')
  return { by, pinned, dropped: left(drop), ownPhrases: [...by.keys(), ...pinned].filter(isPhrase) }
}

const english: ReadonlySet<string> = new Set(englishStopWords)
const ownLists = new WeakMap<object, ReadonlySet<string>>()

function stopWordsOf(rule: TextSpec['stopWords'] | undefined): ReadonlySet<string> {
  if (rule?.kind === 'english') return english
  if (rule?.kind !== 'own') return none.pinned
  const kept = ownLists.get(rule) ?? new Set(rule.words.map((word) => spelled(word, true)))
  ownLists.set(rule, kept)
  return kept
}
