/** Scripts written without spaces: there a character stands for a word. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u
const pieces =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]|[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*/gu
const spaced = /[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*/gu

/**
 * Lower-case words of a text, found by a pattern: twenty times as fast as the tokeniser, and good enough to compare whole
 * files. A model never sees these.
 */
export const roughWords = (text: string): string[] =>
  text.toLowerCase().match(unspaced.test(text) ? pieces : spaced) ?? []
