// How a character divides words (Unicode Annex 29). SLOW: only the segmenter of the platform knows.
export const SLOW = 0
export const OTHER = 1
export const SPACE = 2
export const LETTER = 3
export const DIGIT = 4
/** Joins letters and digits: _ */
export const JOINER = 5
/** Between two letters: · */
export const IN_WORD = 6
/** Between two letters or two digits: . ' */
export const IN_BOTH = 7
/** Between two digits: , ; */
export const IN_NUMBER = 8

/** Blocks whose letters stand alone: Latin, Cyrillic, dashes and quotation marks. Combining marks and scripts without spaces are not here. */
export const plainBlocks: readonly (readonly [number, number])[] = [
  [0x00, 0x24f],
  [0x400, 0x482],
  [0x48a, 0x52f],
  [0x2010, 0x2027],
]
export const BLOCKS_END = 0x2028

const segmenter = new Intl.Segmenter('en', { granularity: 'word' })
const words = (text: string) => [...segmenter.segment(text)].filter(({ isWordLike }) => isWordLike === true).length

/** Kind of every code unit of the blocks, asked of the segmenter itself, so both always follow the same version of Unicode. */
export const characterKinds: Readonly<Uint8Array> = (() => {
  const kinds = new Uint8Array(BLOCKS_END)
  for (const [from, to] of plainBlocks)
    for (let code = from; code <= to; code++) {
      const character = String.fromCharCode(code)
      if (/\s/u.test(character)) kinds[code] = SPACE
      else if (!/[\p{M}\p{Cf}]/u.test(character)) kinds[code] = kindOf(character)
    }
  return kinds
})()

function kindOf(character: string): number {
  if (/\p{Nd}/u.test(character)) return DIGIT
  if (words(character) === 1) return LETTER
  if (words(`a${character}1`) === 1) return JOINER
  const [letters, digits] = [words(`a${character}a`) === 1, words(`1${character}1`) === 1]
  return letters ? (digits ? IN_BOTH : IN_WORD) : digits ? IN_NUMBER : OTHER
}
