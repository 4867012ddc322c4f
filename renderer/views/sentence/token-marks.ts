import { Decoration } from '@codemirror/view'
import type { DecorationSet } from '@codemirror/view'
import type { SentenceToken } from '../vocabulary/read-sentence.ts'

const marks = {
  word: Decoration.mark({ class: 'token' }),
  unknown: Decoration.mark({ class: 'token unknown' }),
  cut: Decoration.mark({ class: 'cut' }),
}

/** Each token marked as the model sees it. Tokens that share their characters, as of a word read by parts, are marked once. */
export function tokenMarks(tokens: readonly SentenceToken[], length: number): DecorationSet {
  let last = 0
  return Decoration.set(
    tokens.flatMap(({ start, end, used, unknown }) => {
      if (start < last || end > length || start === end) return []
      last = end
      return [marks[!used ? 'cut' : unknown ? 'unknown' : 'word'].range(start, end)]
    }),
  )
}
