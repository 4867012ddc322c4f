import type { VocabularyEdits, VocabularyRules } from '../../../../shared/contract/text-spec.ts'

/** What is done to words by hand, as changes of the rules. Each answers new rules that the schema takes. */

const without = (list: readonly string[], words: ReadonlySet<string>) => list.filter((word) => !words.has(word))
const withEdits = (rules: VocabularyRules, edits: Partial<VocabularyEdits>): VocabularyRules => ({
  ...rules,
  edits: { ...rules.edits, ...edits },
})

/** The words become unknown, whatever their count. */
export function dropWords(rules: VocabularyRules, words: readonly string[]): VocabularyRules {
  const { drop, pin } = rules.edits
  const set = new Set(words)
  return withEdits(rules, { drop: [...without(drop, set), ...set], pin: without(pin, set) })
}

/** The words are kept, whatever the rules say. */
export function pinWords(rules: VocabularyRules, words: readonly string[]): VocabularyRules {
  const { drop, pin } = rules.edits
  const set = new Set(words)
  return withEdits(rules, { pin: [...without(pin, set), ...set], drop: without(drop, set) })
}

/** The words follow the rules again: neither dropped nor pinned, and what was made one of them is itself again. */
export function releaseWords(rules: VocabularyRules, words: readonly string[]): VocabularyRules {
  const { replace, drop, pin } = rules.edits
  const set = new Set(words)
  return withEdits(rules, {
    replace: replace.filter(({ word, by }) => !set.has(word) && !set.has(by)),
    drop: without(drop, set),
    pin: without(pin, set),
  })
}

/** The words become one, under the name `by`; with one word this is a new name. The name itself is then replaced by nothing. */
export function mergeWords(rules: VocabularyRules, words: readonly string[], by: string): VocabularyRules {
  const { replace, drop, pin } = rules.edits
  const set = new Set(words.filter((word) => word !== by))
  return withEdits(rules, {
    replace: [
      ...replace.filter(({ word }) => !set.has(word) && word !== by),
      ...Array.from(set, (word) => ({ word, by })),
    ],
    drop: without(drop, set),
    pin: without(pin, set),
  })
}
