import { format } from '../../messages.ts'
import { count, counted, percent } from '../../components/numbers.ts'
import type { Oddity } from '../../../shared/contract/dataset.ts'
import type { TextChecks } from '../../../shared/contract/import-checks.ts'

export const oddityWords: Record<Oddity, string> = {
  mojibake: 'Wrong encoding (“Ã©” for “é”)',
  'broken-characters': 'Characters that could not be read',
  'control-characters': 'Control characters, as in binary data',
  markup: 'HTML markup',
  address: 'Web addresses',
  'nearly-empty': 'At most one word',
  enormous: 'Far longer than the others',
  'repeated-characters': 'A character many times in a row',
  'other-language': 'Another language than the others',
}

export const languageName = (code: string | null) => (code === null ? 'too short to tell' : format.language(code))

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
  return [
    repeats.rows === 0
      ? { key: 'repeats', tone: 'good', title: 'No text stands here twice' }
      : {
          key: 'repeats',
          tone: repeats.rows > rows / 5 ? 'warning' : 'note',
          title: `${counted(repeats.rows, 'row')} ${repeats.rows === 1 ? 'repeats' : 'repeat'} an earlier text`,
        },
    conflicts.texts === 0
      ? { key: 'conflicts', tone: 'good', title: 'No text has two different labels' }
      : {
          key: 'conflicts',
          tone: 'warning',
          title: `${counted(conflicts.texts, 'text')} with different labels, in ${counted(conflicts.rows, 'row')}`,
        },
    near === 0
      ? { key: 'near', tone: 'good', title: 'No text is nearly like another' }
      : { key: 'near', tone: 'note', title: `${counted(near, 'row')} nearly like an earlier text` },
    leaks === null
      ? { key: 'leaks', tone: 'good', title: 'No test part is given, so nothing leaks into it' }
      : leaking === 0
        ? { key: 'leaks', tone: 'good', title: 'Nothing of the test stands in training' }
        : {
            key: 'leaks',
            tone: 'warning',
            title: `${counted(leaking, 'training row')} also ${leaking === 1 ? 'stands' : 'stand'} in the test, or nearly`,
          },
    {
      key: 'words',
      tone: words && words.unknown.test > 0.2 ? 'note' : 'good',
      title:
        (language.main === null || !main
          ? 'No language could be told'
          : `${languageName(language.main)} (${percent(main.rows / Math.max(1, rows), 0)} of the rows)`) +
        (words ? `; ${percent(words.unknown.test)} of the words in the test part unknown` : ''),
    },
    strange === 0
      ? { key: 'odd', tone: 'good', title: 'No row looks odd' }
      : {
          key: 'odd',
          tone: odd.some(({ oddity }) => oddity === 'mojibake' || oddity === 'broken-characters') ? 'warning' : 'note',
          title: `${count(strange)} odd ${strange === 1 ? 'row' : 'rows'}: ${odd
            .slice(0, 2)
            .map(({ oddity, rows }) => `${count(rows)} ${shortWords[oddity]}`)
            .join(', ')}${odd.length > 2 ? ' …' : ''}`,
        },
  ]
}

const shortWords: Record<Oddity, string> = {
  mojibake: 'with wrong characters',
  'broken-characters': 'with unreadable characters',
  'control-characters': 'with control characters',
  markup: 'with markup',
  address: 'with web addresses',
  'nearly-empty': 'nearly empty',
  enormous: 'enormous',
  'repeated-characters': 'with repeated characters',
  'other-language': 'in another language',
}
