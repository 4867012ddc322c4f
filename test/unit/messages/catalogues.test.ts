import { describe, expect, it } from 'vitest'
import { catalogues } from '../../../shared/messages/catalogues.ts'
import { formats, languageFor, languages } from '../../../shared/messages/languages.ts'
import { sameInGerman } from './same-in-german.ts'

type Entry = string | ((...values: unknown[]) => string)
const isTable = (entry: unknown): entry is Record<string, unknown> => typeof entry === 'object' && entry !== null

/** Every text by its path, 'shell.undo'. */
function textsOf(table: Record<string, unknown>, path = ''): [string, Entry][] {
  return Object.entries(table).flatMap(([key, entry]): [string, Entry][] =>
    isTable(entry) ? textsOf(entry, `${path}${key}.`) : [[`${path}${key}`, entry as Entry]],
  )
}

/** The parameters by name, from the source of the message. */
const parametersOf = (entry: Entry): string[] =>
  typeof entry === 'string' ? [] : (/^\(?([^)=]*)\)?\s*=>/.exec(entry.toString())?.[1].match(/\w+/g) ?? [])
const marksOf = (entry: Entry): string[] => [...String(entry).matchAll(/<\/?\w+\/?>/g)].map(String).sort()

const [english, german] = [new Map(textsOf(catalogues.en)), new Map(textsOf(catalogues.de))]

describe('the catalogues', () => {
  it('have the same texts in both languages', () => {
    expect([...german.keys()].sort()).toEqual([...english.keys()].sort())
  })

  it('take the same parameters, and every message uses all of its own', () => {
    for (const [path, entry] of english) {
      const other = german.get(path)
      if (other === undefined) continue
      expect(parametersOf(other).sort(), path).toEqual(parametersOf(entry).sort())
      for (const one of [entry, other]) {
        const body = String(one).slice(String(one).indexOf('=>'))
        for (const name of parametersOf(one)) expect(body, path).toMatch(new RegExp(`\\b${name}\\b`))
      }
    }
  })

  it('mark the same parts of a sentence', () => {
    for (const [path, entry] of english) expect(marksOf(german.get(path) ?? ''), path).toEqual(marksOf(entry))
  })

  it('are translated: no German text equals the English one, but for a few words', () => {
    const equal = [...english].filter(([path, entry]) => String(german.get(path)) === String(entry))
    const unknown = equal.filter(([, entry]) => typeof entry === 'string' && !sameInGerman.has(entry))
    expect(unknown.map(([path, entry]) => `${path}: ${String(entry)}`)).toEqual([])
  })

  it('have no empty text, none with blanks at its ends, and no straight quotation marks', () => {
    for (const [path, entry] of [...english, ...german]) {
      if (typeof entry !== 'string') continue
      // What is set behind something else may begin with the dot between them.
      expect(entry.trim(), path).toBe(entry.replace(/^ (?=· )/, ''))
      expect(entry, path).not.toBe('')
    }
    for (const [path, entry] of german) expect(String(entry), path).not.toMatch(/“[^„”]*”/)
  })
})

describe('numbers, dates and plurals', () => {
  const at = new Date(2026, 10, 3, 9, 5)
  it('are written as each language writes them', () => {
    const { en, de } = formats
    expect([en.whole(10662), de.whole(10662)]).toEqual(['10,662', '10.662'])
    expect([en.decimal(1234.5), de.decimal(1234.5)]).toEqual(['1,234.5', '1.234,5'])
    expect([en.fixed(0.5, 3), de.fixed(0.5, 3)]).toEqual(['0.500', '0,500'])
    expect([en.digits('-2.1'), de.digits('-2.1')]).toEqual(['-2.1', '-2,1'])
    expect(en.date(at, { dateStyle: 'medium' })).toBe('3 Nov 2026')
    expect(de.date(at, { dateStyle: 'medium' })).toBe('03.11.2026')
    expect(en.list(['ANN', 'RNN', 'LSTM'])).toBe('ANN, RNN and LSTM')
    expect(de.choice(['ANN', 'RNN'])).toBe('ANN oder RNN')
    expect(de.language('fr')).toBe('Französisch')
    for (const language of languages) {
      const words = (n: number) => formats[language].plural(n, { one: 'one', other: 'other' })
      expect([0, 1, 2].map(words)).toEqual(['other', 'one', 'other'])
    }
  })

  it('follow the first language of the system that Unroll speaks, and English else', () => {
    expect(languageFor('system', ['fr-FR', 'de-AT', 'en-GB'])).toBe('de')
    expect(languageFor('system', ['fr-FR'])).toBe('en')
    expect(languageFor('en', ['de-DE'])).toBe('en')
  })
})
