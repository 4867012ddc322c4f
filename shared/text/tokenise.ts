import { charactersOf, segmentsOf } from './segments.ts'
import { textReader } from './reader.ts'
import type { TextReader, TokenRules } from './reader.ts'

export type { TokenRules } from './reader.ts'

/** One token of a text: how the vocabulary spells it, and where it stands, `text.slice(start, end)`. */
export interface Token {
  word: string
  start: number
  end: number
}

/** The token between two words whose characters are tokens. */
export const SPACE = ' '

/**
 * Splits a text into its tokens, as the rules have it (reader.ts says in which order they act).
 *
 * `start` and `end` always refer to the text as given. Emoji are words. Punctuation marks are tokens of their own ('keep') or are
 * left out ('drop'); white space and control characters never are tokens, but for the one space between words that are read by
 * character. Where that is asked for and a word's spelling has another number of characters than the text, its first token
 * stands for the whole word.
 *
 * @param index the vocabulary: which phrases there are depends on it. Without it only phrases made by hand are joined.
 */
export function tokenise(text: string, rules: TokenRules, index?: ReadonlyMap<string, unknown>): Token[] {
  const reader = textReader(rules)
  if (reader.characters) return readCharacters(text, reader)
  const tokens: Token[] = []
  for (const { segment, start, mark } of segmentsOf(text)) {
    const word = reader.spell(segment, mark)
    if (word !== null) tokens.push({ word: reader.replace(word), start, end: start + segment.length })
  }
  return reader.phraseLength > 1 ? joinPhrases(tokens, reader, index) : tokens
}

/** The words of `tokenise` without their places. */
export const words = (text: string, rules: TokenRules, index?: ReadonlyMap<string, unknown>): string[] =>
  tokenise(text, rules, index).map(({ word }) => word)

function readCharacters(text: string, reader: TextReader): Token[] {
  const tokens: Token[] = []
  let end = -1
  for (const { segment, start, mark } of segmentsOf(text)) {
    const word = reader.spell(segment, mark)
    if (word === null) continue
    if (end >= 0 && start > end) tokens.push({ word: reader.replace(SPACE), start: end, end: start })
    end = start + segment.length
    const spelled = spellingOf(word)
    const written = charactersOf(segment)
    let at = start
    for (const [n, character] of spelled.entries()) {
      const to = spelled.length === written.length ? at + written[n].length : end
      tokens.push({ word: reader.replace(character), start: at, end: to })
      at = to
    }
  }
  return tokens
}

/** The characters of a word; a mark such as ⟨num⟩ is one token. */
export const spellingOf = (word: string): string[] => (/^⟨.+⟩$/.test(word) ? [word] : charactersOf(word))

/** From left to right, the longest phrase that begins at each word. */
function joinPhrases(tokens: readonly Token[], reader: TextReader, index?: ReadonlyMap<string, unknown>): Token[] {
  const joined: Token[] = []
  for (let at = 0; at < tokens.length;) {
    let length = Math.min(reader.phraseLength, tokens.length - at)
    let word = tokens[at].word
    for (; length > 1; length--) {
      const phrase = tokens
        .slice(at, at + length)
        .map((token) => token.word)
        .join(' ')
      if (!reader.isOwnPhrase(phrase) && index?.has(phrase) !== true) continue
      word = reader.replace(phrase)
      break
    }
    joined.push({ word, start: tokens[at].start, end: tokens[at + length - 1].end })
    at += length
  }
  return joined
}
