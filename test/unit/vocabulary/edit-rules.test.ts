import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { vocabularyRules } from '../../../shared/contract/text-spec.ts'
import { dropWords, mergeWords, pinWords, releaseWords } from '../../../renderer/views/vocabulary/recipe/edit-rules.ts'
import { specRules } from '../electron/temporary-services.ts'

describe('edits of words', () => {
  it('the last decision about a word holds', () => {
    expect(pinWords(dropWords(specRules(), ['a', 'b']), ['a']).edits).toEqual({ replace: [], drop: ['b'], pin: ['a'] })
    expect(mergeWords(dropWords(specRules(), ['goood']), ['goood', 'good'], 'good').edits).toEqual({
      ...{ replace: [{ word: 'goood', by: 'good' }], drop: [], pin: [] },
    })
  })

  it('a word that was replaced and then takes others in is itself again', () => {
    const one = mergeWords(specRules(), ['good'], 'fine')
    expect(mergeWords(one, ['fine'], 'good').edits.replace).toEqual([{ word: 'fine', by: 'good' }])
  })

  it('back to the rules undoes what was made of a word, and what was made into it', () => {
    const made = pinWords(mergeWords(specRules(), ['goood', 'gooood'], 'good'), ['good'])
    expect(releaseWords(made, ['good']).edits).toEqual(specRules().edits)
  })

  it('whatever is done, in whatever order, the rules are such as the door takes', () => {
    const word = fc.constantFrom('a', 'b', 'c', 'd')
    const some = fc.uniqueArray(word, { minLength: 1, maxLength: 3 })
    const step = fc.oneof(
      fc
        .tuple(fc.constantFrom(dropWords, pinWords, releaseWords), some)
        .map(([act, words]) => ({ act, words, by: null })),
      fc.tuple(some, word).map(([words, by]) => ({ act: null, words, by })),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        let rules = specRules()
        for (const { act, words, by } of steps) rules = by === null ? act!(rules, words) : mergeWords(rules, words, by)
        expect(vocabularyRules.safeParse(rules).error?.issues).toBeUndefined()
      }),
    )
  })
})
