import { describe, it, expect } from 'vitest'
import fc from 'fast-check'
import { tokenise, words } from '../../../shared/text/tokenise.ts'

const keep = { lowercase: true, punctuation: 'keep' } as const
const drop = { lowercase: true, punctuation: 'drop' } as const

describe('tokenise', () => {
  it('splits at Unicode word boundaries and keeps contractions whole', () => {
    expect(words("It's not bad, is it?", drop)).toEqual(["it's", 'not', 'bad', 'is', 'it'])
  })

  it("spells a typographic apostrophe as a straight one, so that don’t and don't are one word", () => {
    expect(words('Don’t', drop)).toEqual(words("don't", drop))
  })

  it('makes every punctuation mark a token of its own, or none of them', () => {
    expect(words('good — well, good...', keep)).toEqual(['good', '—', 'well', ',', 'good', '.', '.', '.'])
    expect(words('good — well, good...', drop)).toEqual(['good', 'well', 'good'])
    expect(words('…!?', drop)).toEqual([])
  })

  it('leaves case alone where the rules say so', () => {
    expect(words('NOT Good', { lowercase: false, punctuation: 'drop' })).toEqual(['NOT', 'Good'])
  })

  it('counts emoji, flags and skin tones as words, and © or ™ as punctuation', () => {
    expect(words('great 👍🏽👩‍👩‍👧 ❤️ 🇫🇷 ™ ©', drop)).toEqual(['great', '👍🏽', '👩‍👩‍👧', '❤️', '🇫🇷'])
  })

  it('spells composed and decomposed letters alike, while places refer to the text as given', () => {
    const composed = 'Un café très amélioré'
    const decomposed = composed.normalize('NFD')
    expect(words(decomposed, drop)).toEqual(words(composed, drop))
    expect(words(decomposed, drop)[1]).toBe('café')
    const cafe = tokenise(decomposed, drop)[1]
    expect(decomposed.slice(cafe.start, cafe.end)).toBe('cafe\u0301')
  })

  it('segments scripts that write no spaces', () => {
    expect(words('我喜欢这部电影', drop).length).toBeGreaterThan(2)
    expect(words('หนังเรื่องนี้ดีมาก', drop).length).toBeGreaterThan(2)
  })

  it('gives no token for white space, control characters or a byte order mark', () => {
    expect(words('\uFEFF \u0000\t\n\u00A0\u2003\u200B', keep)).toEqual([])
  })

  it('places are increasing, lie inside the text, and the fast variant agrees (any text)', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.boolean(), fc.boolean(), (text, lowercase, kept) => {
        const rules = { lowercase, punctuation: kept ? ('keep' as const) : ('drop' as const) }
        const tokens = tokenise(text, rules)
        expect(tokens.map((token) => token.word)).toEqual(words(text, rules))
        let end = 0
        for (const token of tokens) {
          expect(token.start).toBeGreaterThanOrEqual(end)
          expect(token.end).toBeGreaterThan(token.start)
          end = token.end
        }
        expect(end).toBeLessThanOrEqual(text.length)
      }),
    )
  })
})
