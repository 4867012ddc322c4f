import type { MergeSuggestion, RecipeChange, WordState } from '../../../../shared/contract/recipe.ts'
import { say } from '../../../messages.ts'

const listed = (words: readonly string[]) =>
  words.length > 3
    ? say.vocabulary.suchAs(say.counts.word(words.length), words[0])
    : words.map((word) => say.vocabulary.quoted(word)).join(', ')

/** One step of a recipe's history. */
export function changeWords({ kind, words, by }: RecipeChange): string {
  switch (kind) {
    case 'made':
      return say.vocabulary.made
    case 'rules':
      return say.vocabulary.rulesChanged
    case 'drop':
      return say.vocabulary.dropped(listed(words))
    case 'pin':
      return say.vocabulary.pinned(listed(words))
    case 'release':
      return say.vocabulary.backToTheRules(listed(words))
    case 'merge':
      return say.vocabulary.became(listed(words), by ?? '')
    case 'rename':
      return say.vocabulary.isNowCalled(listed(words), by ?? '')
    case 'restored':
      return say.vocabulary.wentBackToStep(by ?? '')
  }
}

export const stateWords: Record<WordState, string> = {
  get in() {
    return say.vocabulary.stateIn
  },
  get rare() {
    return say.vocabulary.tooRare
  },
  get beyond() {
    return say.vocabulary.beyondTheSize
  },
  get dropped() {
    return say.vocabulary.stateDropped
  },
  get pinned() {
    return say.vocabulary.statePinned
  },
}

export const whyWords: Record<MergeSuggestion['why'], string> = {
  get elongation() {
    return say.vocabulary.drawnOut
  },
  get case() {
    return say.vocabulary.capitals
  },
  get spelling() {
    return say.vocabulary.oneLetterApart
  },
  get plural() {
    return say.vocabulary.plural
  },
}
