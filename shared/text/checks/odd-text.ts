import type { Oddity } from '../../contract/dataset.ts'
import { findMojibake } from './mojibake.ts'

export type OddSpan = [from: number, to: number]
/** What the text itself shows. The other oddities are judged beside the other rows. */
export type TextOddity = Exclude<Oddity, 'nearly-empty' | 'enormous' | 'other-language'>

const patterns: [TextOddity, RegExp][] = [
  ['broken-characters', /\uFFFD+/],
  ['control-characters', /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]+/],
  ['markup', /<\/?[a-z][a-z0-9]*(?:\s[^<>]{0,500})?\/?>|&(?:[a-z]{2,8}|#\d{2,6}|#x[0-9a-f]{2,5});/i],
  ['address', /\b(?:https?:\/\/|www\.)[^\s<>"]{2,}/i],
  ['repeated-characters', /(\p{L})\1{4,}|([^\s\p{L}\p{N}])\2{9,}/u],
]

/** What is odd about a text and where it first shows. */
export function findOddities(text: string): { oddity: TextOddity; at: OddSpan }[] {
  const found: { oddity: TextOddity; at: OddSpan }[] = []
  const mojibake = findMojibake(text)
  if (mojibake) found.push({ oddity: 'mojibake', at: mojibake })
  for (const [oddity, pattern] of patterns) {
    const match = pattern.exec(text)
    if (match) found.push({ oddity, at: [match.index, match.index + match[0].length] })
  }
  return found
}

/** Rows with so few words hardly say anything. */
export const NEARLY_EMPTY = 1
/** Words from which on a row is enormous beside the others: four times what 95 % of the rows have, but no ordinary paragraph. */
export const enormousFrom = (p95: number): number => Math.max(200, p95 * 4)
