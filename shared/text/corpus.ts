import { textReader } from './reader.ts'
import type { TokenRules } from './reader.ts'
import { visitSegments } from './segments.ts'
import { SPACE, spellingOf } from './tokenise.ts'

/**
 * The texts of a data set, cut at word boundaries and not yet read by any rule: rules then act once on each distinct segment
 * instead of on every occurrence, so that a change of rules costs milliseconds where the cutting cost seconds.
 */
export interface Corpus {
  segments: readonly string[]
  /** 1 for punctuation, by segment. */
  marks: Uint8Array
  /** Per occurrence 2 × segment, + 1 where something (white space) stands between it and the segment before. */
  occurrences: Uint32Array
  /** offsets[n] .. offsets[n+1] bound text n in `occurrences`. */
  offsets: Uint32Array
}

/** Sentences as numbers: occurrences of tokens, by sentence. */
export interface TokenRows {
  /** Distinct tokens; each stands here once. */
  tokens: readonly string[]
  ids: Uint32Array
  offsets: Uint32Array
}

/** Numbers of the largest piece: what is appended to is never copied, and little lies idle. */
const PIECE = 1 << 20

/** Whole numbers, appended one by one. */
export function growing() {
  const full: Uint32Array[] = []
  let piece = new Uint32Array(1024)
  let [before, at] = [0, 0]
  return {
    push(value: number) {
      if (at === piece.length) {
        full.push(piece)
        before += at
        piece = new Uint32Array(Math.min(PIECE, 2 * piece.length))
        at = 0
      }
      piece[at++] = value
    },
    get length() {
      return before + at
    },
    /** All of them. Call once: what has been appended is let go of. */
    done() {
      const all = new Uint32Array(before + at)
      let to = 0
      for (let one = full.shift(); one; one = full.shift()) {
        all.set(one, to)
        to += one.length
      }
      all.set(piece.subarray(0, at), to)
      return all
    },
  }
}

/** Gives each distinct string a number, in the order in which they are met. */
export function interning(list: string[] = []) {
  const numbers = new Map(list.map((text, n) => [text, n]))
  return {
    list,
    numberOf(text: string): number {
      const known = numbers.get(text)
      if (known !== undefined) return known
      numbers.set(text, list.length)
      list.push(text)
      return list.length - 1
    },
    find: (text: string): number | undefined => numbers.get(text),
  }
}

export function corpusBuilder() {
  const segments = interning()
  const marks: number[] = []
  const occurrences = growing()
  const offsets = growing()
  offsets.push(0)
  return {
    add(text: string): void {
      let end = 0
      visitSegments(text, (start, to, mark) => {
        const number = segments.numberOf(text.slice(start, to))
        marks[number] = mark ? 1 : 0
        occurrences.push(2 * number + (start > end ? 1 : 0))
        end = to
      })
      offsets.push(occurrences.length)
    },
    done: (): Corpus => ({
      ...{ segments: segments.list, marks: Uint8Array.from(marks) },
      ...{ occurrences: occurrences.done(), offsets: offsets.done() },
    }),
  }
}

/** What `tokenise` gives for every text, phrases apart. */
export function readCorpus(corpus: Corpus, rules: TokenRules): TokenRows {
  const reader = textReader(rules)
  const tokens = interning()
  const spelled = corpus.segments.map((segment, n) => reader.spell(segment, corpus.marks[n] === 1))
  const ofSegment = spelled.map((word): readonly number[] => {
    if (word === null) return []
    const parts = reader.characters ? spellingOf(word) : [word]
    return parts.map((part) => tokens.numberOf(reader.replace(part)))
  })
  // Most segments are one token: its number, else -1.
  const only = Int32Array.from(ofSegment, (all) => (all.length === 1 ? all[0] : -1))
  const space = reader.characters ? tokens.numberOf(reader.replace(SPACE)) : -1
  const ids = growing()
  const offsets = new Uint32Array(corpus.offsets.length)
  for (let row = 0; row + 1 < corpus.offsets.length; row++) {
    let begun = false
    let gap = false
    for (let at = corpus.offsets[row]; at < corpus.offsets[row + 1]; at++) {
      const occurrence = corpus.occurrences[at]
      gap ||= (occurrence & 1) === 1
      const segment = occurrence >>> 1
      if (spelled[segment] === null) {
        gap = true
        continue
      }
      if (space >= 0 && begun && gap) ids.push(space)
      if (only[segment] >= 0) ids.push(only[segment])
      else for (const id of ofSegment[segment]) ids.push(id)
      begun = true
      gap = false
    }
    offsets[row + 1] = ids.length
  }
  return { tokens: tokens.list, ids: ids.done(), offsets }
}

/** Sentences that are words already. */
export function internSentences(sentences: Iterable<readonly string[]>): TokenRows {
  const tokens = interning()
  const ids = growing()
  const offsets = growing()
  offsets.push(0)
  for (const sentence of sentences) {
    for (const word of sentence) ids.push(tokens.numberOf(word))
    offsets.push(ids.length)
  }
  return { tokens: tokens.list, ids: ids.done(), offsets: offsets.done() }
}
