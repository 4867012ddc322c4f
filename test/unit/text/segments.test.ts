import fc from 'fast-check'
import { expect, it } from 'vitest'
import { segmentsOf } from '../../../shared/text/segments.ts'

const segmenter = new Intl.Segmenter('en', { granularity: 'word' })
/** What the segmenter of the platform says, without white space and control characters. */
const slowly = (text: string) =>
  [...segmenter.segment(text)]
    .map(({ segment, index, isWordLike }) => ({ segment, start: index, mark: isWordLike !== true }))
    .filter(({ segment, mark }) => !mark || !/^[\s\p{Z}\p{C}]*$/u.test(segment))

it('plain characters are cut as the segmenter of the platform cuts them', () => {
  const pieces = [
    ...'ab1Z9 \n\t.,;:\'"!?-–’“_·…é/()[]@#&*+=<>$%^~`|\\Жя©ß\u00a0\u0000\r',
    "don't",
    '3.14',
    'a.b',
    '1,000',
  ]
  const text = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((all) => all.join(''))
  fc.assert(
    fc.property(text, (one) => {
      expect(segmentsOf(one)).toEqual(slowly(one))
    }),
    { numRuns: 20_000, seed: 20261124 },
  )
})

it('every plain character alone, between letters and between digits is cut as the segmenter cuts it', () => {
  for (let code = 0; code < 0x2030; code++) {
    const character = String.fromCharCode(code)
    // Emoji among them are words to us.
    if (/\p{Extended_Pictographic}/u.test(character)) continue
    for (const text of [character, `a${character}b`, `1${character}2`, `a${character}${character}b`])
      expect(segmentsOf(text), `U+${code.toString(16)} in ${text}`).toEqual(slowly(text))
  }
})
