import type { VocabularyWord, WordsAnswer, WordsRequest } from '../../shared/contract/recipe.ts'
import type { VocabularyAnalysis } from './vocabulary-analysis.ts'

/** A page of the words that are asked for. */
export function foundWords({ words }: VocabularyAnalysis, request: WordsRequest): WordsAnswer {
  const found = sorted(words.filter(wanted(request)), request)
  return { total: found.length, words: found.slice(request.offset, request.offset + request.limit) }
}

function wanted({ search, show }: WordsRequest): (word: VocabularyWord) => boolean {
  const part = search.trim().toLowerCase()
  const shows = ({ id, state, from }: VocabularyWord) => {
    if (show === 'in') return id !== null
    if (show === 'out') return id === null
    return show === 'all' || state === 'pinned' || state === 'dropped' || from.length > 0
  }
  return (one) =>
    shows(one) &&
    (part === '' ||
      one.word.toLowerCase().includes(part) ||
      String(one.id) === part ||
      one.from.some((word) => word.toLowerCase().includes(part)))
}

/** The words come by falling count; equal ones stay in that order. */
function sorted(words: VocabularyWord[], { sort, descending }: WordsRequest): VocabularyWord[] {
  const turn = descending ? -1 : 1
  const by: Record<WordsRequest['sort'], (a: VocabularyWord, b: VocabularyWord) => number> = {
    count: (a, b) => a.count - b.count,
    word: (a, b) => (a.word < b.word ? -1 : a.word > b.word ? 1 : 0),
    telling: (a, b) => a.tells.z - b.tells.z,
    length: (a, b) => a.word.length - b.word.length,
  }
  return words.sort((a, b) => turn * by[sort](a, b))
}
