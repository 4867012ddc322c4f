import type { MergeSuggestion, RecipeChange, WordState } from '../../../../shared/contract/recipe.ts'
import { counted } from '../../../components/numbers.ts'

const listed = (words: readonly string[]) =>
  words.length > 3
    ? `${counted(words.length, 'word')} such as “${words[0]}”`
    : words.map((word) => `“${word}”`).join(', ')

/** One step of a recipe's history. */
export function changeWords({ kind, words, by }: RecipeChange): string {
  switch (kind) {
    case 'made':
      return 'Made'
    case 'rules':
      return 'Rules changed'
    case 'drop':
      return `Dropped ${listed(words)}`
    case 'pin':
      return `Pinned ${listed(words)}`
    case 'release':
      return `Back to the rules: ${listed(words)}`
    case 'merge':
      return `${listed(words)} became “${by ?? ''}”`
    case 'rename':
      return `${listed(words)} is now called “${by ?? ''}”`
    case 'restored':
      return `Went back to step ${by ?? ''}`
  }
}

export const stateWords: Record<WordState, string> = {
  in: 'in',
  rare: 'too rare',
  beyond: 'beyond the size',
  dropped: 'dropped',
  pinned: 'pinned',
}

export const whyWords: Record<MergeSuggestion['why'], string> = {
  elongation: 'drawn out',
  case: 'capitals',
  spelling: 'one letter apart',
  plural: 'plural',
}
