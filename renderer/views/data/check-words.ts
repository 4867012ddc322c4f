import { format, say } from '../../messages.ts'
import { count, percent } from '../../components/numbers.ts'
import type { Oddity } from '../../../shared/contract/dataset.ts'
import type { TextChecks } from '../../../shared/contract/import-checks.ts'

export const oddityWords: Record<Oddity, string> = {
  get mojibake() {
    return say.data.wrongEncodingAForE
  },
  get 'broken-characters'() {
    return say.data.charactersThatCouldNotBeRead
  },
  get 'control-characters'() {
    return say.data.controlCharactersAsInBinaryData
  },
  get markup() {
    return say.data.htmlMarkup
  },
  get address() {
    return say.data.webAddresses
  },
  get 'nearly-empty'() {
    return say.data.atMostOneWord
  },
  get enormous() {
    return say.data.farLongerThanTheOthers
  },
  get 'repeated-characters'() {
    return say.data.aCharacterManyTimesInA
  },
  get 'other-language'() {
    return say.data.anotherLanguageThanTheOthers
  },
}

export const languageName = (code: string | null) => (code === null ? say.data.tooShortToTell : format.language(code))

export type CheckKey = 'refused' | 'classes' | 'lengths' | 'repeats' | 'conflicts' | 'near' | 'leaks' | 'words' | 'odd'
export interface Verdict {
  key: CheckKey
  tone: 'good' | 'note' | 'warning'
  title: string
}

const atLeast = (percents: readonly (readonly [number, number])[], similarity: number) =>
  percents.reduce((sum, [at, rows]) => sum + (at >= Math.round(similarity * 100) ? rows : 0), 0)
export const nearRows = (texts: TextChecks, similarity: number) => atLeast(texts.near.bySimilarity, similarity)
export const leakRows = (texts: TextChecks, similarity: number) =>
  texts.leaks ? texts.leaks.exact + atLeast(texts.leaks.near, similarity) : 0

/** What was found in the texts, a line each. */
export function textVerdicts(texts: TextChecks, rows: number, similarity: number): Verdict[] {
  const { repeats, conflicts, leaks, language, words, odd } = texts
  const near = nearRows(texts, similarity)
  const leaking = leakRows(texts, similarity)
  const strange = odd.reduce((sum, found) => sum + found.rows, 0)
  const main = language.found.find((one) => one.language === language.main)
  const languages =
    language.main === null || !main
      ? say.data.noLanguageCouldBeTold
      : say.data.mainLanguage(languageName(language.main), percent(main.rows / Math.max(1, rows), 0))
  return [
    repeats.rows === 0
      ? { key: 'repeats', tone: 'good', title: say.data.noTextStandsHereTwice }
      : {
          key: 'repeats',
          tone: repeats.rows > rows / 5 ? 'warning' : 'note',
          title: say.data.repeatAnEarlierText(repeats.rows, say.counts.row(repeats.rows)),
        },
    conflicts.texts === 0
      ? { key: 'conflicts', tone: 'good', title: say.data.noTextHasTwoDifferentLabels }
      : {
          key: 'conflicts',
          tone: 'warning',
          title: say.data.withDifferentLabelsIn(say.counts.text(conflicts.texts), say.counts.row(conflicts.rows)),
        },
    near === 0
      ? { key: 'near', tone: 'good', title: say.data.noTextIsNearlyLikeAnother }
      : { key: 'near', tone: 'note', title: say.data.nearlyLikeAnEarlierText(say.counts.row(near)) },
    leaks === null
      ? { key: 'leaks', tone: 'good', title: say.data.noTestPartIsGivenSo }
      : leaking === 0
        ? { key: 'leaks', tone: 'good', title: say.data.nothingOfTheTestStandsIn }
        : {
            key: 'leaks',
            tone: 'warning',
            title: say.data.alsoInTheTestOrNearly(leaking, say.counts.trainingRow(leaking)),
          },
    {
      key: 'words',
      tone: words && words.unknown.test > 0.2 ? 'note' : 'good',
      title: words ? say.data.withUnknownWords(languages, percent(words.unknown.test)) : languages,
    },
    strange === 0
      ? { key: 'odd', tone: 'good', title: say.data.noRowLooksOdd }
      : {
          key: 'odd',
          tone: odd.some(({ oddity }) => oddity === 'mojibake' || oddity === 'broken-characters') ? 'warning' : 'note',
          title: say.data.odd(
            strange,
            count(strange),
            `${odd
              .slice(0, 2)
              .map(({ oddity, rows }) => `${count(rows)} ${shortWords[oddity]}`)
              .join(', ')}${odd.length > 2 ? ' …' : ''}`,
          ),
        },
  ]
}

const shortWords: Record<Oddity, string> = {
  get mojibake() {
    return say.data.withWrongCharacters
  },
  get 'broken-characters'() {
    return say.data.withUnreadableCharacters
  },
  get 'control-characters'() {
    return say.data.withControlCharacters
  },
  get markup() {
    return say.data.withMarkup
  },
  get address() {
    return say.data.withWebAddresses
  },
  get 'nearly-empty'() {
    return say.data.nearlyEmpty
  },
  get enormous() {
    return say.data.enormous
  },
  get 'repeated-characters'() {
    return say.data.withRepeatedCharacters
  },
  get 'other-language'() {
    return say.data.inAnotherLanguage
  },
}
