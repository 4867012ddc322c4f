import { describe, expect, it } from 'vitest'
import { differingWords } from '../../../../shared/text/checks/differing-words.ts'
import { guessLanguage } from '../../../../shared/text/checks/language.ts'
import { lengthCover } from '../../../../shared/text/checks/length-cover.ts'
import { findMojibake } from '../../../../shared/text/checks/mojibake.ts'
import { binOf, equalWidthEdges, quantileEdges } from '../../../../shared/text/checks/number-bins.ts'
import { enormousFrom, findOddities } from '../../../../shared/text/checks/odd-text.ts'

const rows = (...numbers: number[]) =>
  [...new Set(numbers)]
    .sort((a, b) => a - b)
    .map((number) => ({ number, count: numbers.filter((one) => one === number).length }))

describe('numbers cut into classes', () => {
  it('at quantiles: 1 to 9 in three are 1–3, 4–6, 7–9', () => {
    expect(quantileEdges(rows(1, 2, 3, 4, 5, 6, 7, 8, 9), 3)).toEqual([4, 7])
    expect(quantileEdges(rows(1, 2, 3, 4), 2)).toEqual([3])
  })

  it('never through equal numbers: of 1 1 1 1 2 3 the first half is 1 1 1 1', () => {
    expect(quantileEdges(rows(1, 1, 1, 1, 2, 3), 2)).toEqual([2])
    // Both thirds of 1 1 1 1 1 2 end at the ones: two classes are left.
    expect(quantileEdges(rows(1, 1, 1, 1, 1, 2), 3)).toEqual([2])
    expect(quantileEdges(rows(5, 5, 5), 4)).toEqual([])
  })

  it('at equal widths: 0 to 10 in four is cut at 2.5, 5 and 7.5', () => {
    expect(equalWidthEdges(rows(0, 1, 10), 4)).toEqual([2.5, 5, 7.5])
    expect(equalWidthEdges(rows(3), 4)).toEqual([])
  })

  it('with a number at an edge above it', () => {
    expect([3.9, 4, 6.9, 7, 100].map((number) => binOf(number, [4, 7]))).toEqual([0, 1, 1, 2, 2])
  })
})

describe('what a length covers', () => {
  it('counts rows that fit, rows that are cut, and the words that stay', () => {
    // Two rows of 3 words, one of 5, one of 12: up to 5 words three of four fit and 16 of 23 words stay.
    expect(
      lengthCover(
        [
          [3, 2],
          [5, 1],
          [12, 1],
        ],
        5,
      ),
    ).toEqual({ whole: 3, cut: 1, share: 0.75, wordShare: 16 / 23 })
    expect(lengthCover([], 5)).toMatchObject({ share: 1, wordShare: 1 })
  })
})

describe('differing words', () => {
  const marked = (a: string, b: string) =>
    differingWords(a, b).map((side) => side.map(({ text, differs }) => (differs ? `[${text}]` : text)).join(''))

  it('are marked on both sides, and the pieces are the whole text', () => {
    expect(marked('The film was good, really', 'the film was not bad, really')).toEqual([
      'The film was[ good], really',
      'the film was[ not bad], really',
    ])
    expect(marked('a b c d', 'a c b d')[0].replace(/[[\]]/g, '')).toBe('a b c d')
    expect(marked('same  text', 'same text')).toEqual(['same  text', 'same text'])
    expect(marked('', 'new')).toEqual(['', '[new]'])
  })
})

describe('mojibake', () => {
  it.each(['café', 'naïve – “quoted”', 'it’s 5 € 😀', 'Привет, мир', 'Čeština ěščř', 'Ελληνικά'])(
    'is found where %s was read as Windows-1252, and not in the text itself',
    (text) => {
      const bytes = new TextEncoder().encode(text)
      const wrong = new TextDecoder('windows-1252').decode(bytes)
      expect(findMojibake(wrong)).not.toBeNull()
      expect(findMojibake(text)).toBeNull()
    },
  )

  it('is not seen in words that merely use such letters', () => {
    for (const text of ['SÃO PAULO', 'Ångström', 'château', 'Ñandú', 'Äpfel “gut”', 'CAFÉ » DE FLORE', 'À côté'])
      expect(findMojibake(text), text).toBeNull()
  })
})

describe('odd texts', () => {
  const kinds = (text: string) => findOddities(text).map(({ oddity }) => oddity)
  it('are told apart', () => {
    expect(kinds('a plain sentence, with 3 < 4 & more ... really!!!')).toEqual([])
    expect(kinds('bold <b>word</b><br />')).toEqual(['markup'])
    expect(kinds('fish &amp; chips')).toEqual(['markup'])
    expect(kinds('see https://example.com/x now')).toEqual(['address'])
    expect(kinds('see www.example.com')).toEqual(['address'])
    expect(kinds('sooooo good')).toEqual(['repeated-characters'])
    expect(kinds('==========')).toEqual(['repeated-characters'])
    expect(kinds('1000000')).toEqual([])
    expect(kinds('cut \uFFFD here')).toEqual(['broken-characters'])
    expect(kinds('a\0b')).toEqual(['control-characters'])
    expect(findOddities('see <i>x</i>')).toEqual([{ oddity: 'markup', at: [4, 7] }])
  })
  it('are enormous at four times what is usual, never below 200 words', () => {
    expect(enormousFrom(20)).toBe(200)
    expect(enormousFrom(100)).toBe(400)
  })
})

// Article 1 of the Universal Declaration of Human Rights (United Nations, 1948), in its official translations.
const declaration: [string, string][] = [
  [
    'en',
    'All human beings are born free and equal in dignity and rights. They are endowed with reason and conscience.',
  ],
  ['de', 'Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind mit Vernunft und Gewissen begabt.'],
  [
    'fr',
    'Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils sont doués de raison et de conscience.',
  ],
  [
    'es',
    'Todos los seres humanos nacen libres e iguales en dignidad y derechos y, dotados como están de razón y conciencia.',
  ],
  [
    'it',
    'Tutti gli esseri umani nascono liberi ed eguali in dignità e diritti. Essi sono dotati di ragione e di coscienza.',
  ],
  [
    'pt',
    'Todos os seres humanos nascem livres e iguais em dignidade e em direitos. Dotados de razão e de consciência, devem agir uns para com os outros em espírito de fraternidade.',
  ],
  [
    'nl',
    'Alle mensen worden vrij en gelijk in waardigheid en rechten geboren. Zij zijn begiftigd met verstand en geweten.',
  ],
  [
    'pl',
    'Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw. Są oni obdarzeni rozumem i sumieniem.',
  ],
  ['ru', 'Все люди рождаются свободными и равными в своем достоинстве и правах. Они наделены разумом и совестью.'],
  ['ja', 'すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。'],
  ['zh', '人人生而自由，在尊严和权利上一律平等。'],
  ['el', 'Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα.'],
]
describe('the language of a text', () => {
  it.each(declaration)('%s: article 1 of the Declaration of Human Rights', (language, text) => {
    expect(guessLanguage(text).language).toBe(language)
  })
  it('is left open where there is too little to tell, and never sure of two words', () => {
    for (const text of ['', 'ok', 'Paris 2024', '10/10 :-)'])
      expect(guessLanguage(text)).toEqual({ language: null, sure: false })
    expect(guessLanguage('la femme fatale').sure).toBe(false)
  })
})
