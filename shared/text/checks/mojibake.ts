/** Bytes of the characters that Windows-1252 has beyond ISO 8859-1. */
const beyond = new Map(
  [...'€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'].map((character, at) => [character.charCodeAt(0), 0x80 + at]),
)
const byteOf = (code: number): number => (code < 0x80 ? -1 : code <= 0xff ? code : (beyond.get(code) ?? -1))

/** First bytes of what stands in texts of Europe, and of emoji: Ã and â begin hardly any other pair by accident. */
const alone = new Set([0xc2, 0xc3, 0xe2, 0xf0])
/** First bytes of Greek, Cyrillic and further Latin letters: Ä or Ñ may be meant, two such pairs in a row are not. */
const inRows = new Set([0xc4, 0xc5, 0xce, 0xcf, 0xd0, 0xd1])

/** Where a text holds UTF-8 that was read as Windows-1252 ('Ã©' for 'é'), as [from, to]; null: nowhere. */
export function findMojibake(text: string): [number, number] | null {
  for (let at = 0; at < text.length; at++) {
    const first = byteOf(text.charCodeAt(at))
    if (first < 0xc2) continue
    const end = sequenceEnd(text, at, first)
    if (end < 0) continue
    if (alone.has(first)) return [at, end]
    if (!inRows.has(first)) continue
    const second = byteOf(text.charCodeAt(end))
    if (!inRows.has(second)) continue
    const behind = sequenceEnd(text, end, second)
    if (behind > 0) return [at, behind]
  }
  return null
}

/** Behind the UTF-8 sequence whose first byte stands here, or -1 where there is none. */
function sequenceEnd(text: string, at: number, first: number): number {
  const more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1
  // Without its continuations â is a letter; € and curly quotes begin with â€.
  for (let next = 1; next <= more; next++) {
    const byte = at + next < text.length ? byteOf(text.charCodeAt(at + next)) : -1
    if (byte < 0x80 || byte > 0xbf) return -1
  }
  return at + 1 + more
}
