/**
 * The set of a text's word pairs as sorted 32-bit hashes; of a single word its own hash. Two texts that share most of their
 * pairs share most of their words in the same order. Broder 1997, doi:10.1109/SEQUEN.1997.666900, with w = 2: reviews are short.
 */
export function shingles(words: readonly string[]): Uint32Array<ArrayBuffer> {
  if (words.length === 0) return new Uint32Array(0)
  if (words.length === 1) return Uint32Array.of(finish(hash(words[0], 0x811c9dc5)))
  const all = new Uint32Array(words.length - 1)
  let before = hash(words[0], 0x811c9dc5)
  for (let at = 1; at < words.length; at++) {
    const here = hash(words[at], 0x811c9dc5)
    all[at - 1] = finish(Math.imul(before, 0x9e3779b1) ^ here)
    before = here
  }
  all.sort()
  let distinct = 1
  for (let at = 1; at < all.length; at++) if (all[at] !== all[at - 1]) all[distinct++] = all[at]
  return all.slice(0, distinct)
}

/** |a ∩ b| / |a ∪ b| of two sorted sets; 0 where both are empty. */
export function jaccard(a: Uint32Array, b: Uint32Array): number {
  let [i, j, both] = [0, 0, 0]
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      both++
      i++
      j++
    } else if (a[i] < b[j]) i++
    else j++
  }
  const either = a.length + b.length - both
  return either === 0 ? 0 : both / either
}

/** FNV-1a over the code units. */
function hash(word: string, seed: number): number {
  let value = seed
  for (let at = 0; at < word.length; at++) value = Math.imul(value ^ word.charCodeAt(at), 0x01000193)
  return value
}

/** The last mixing of MurmurHash3: every bit of the input reaches every bit of the result. */
function finish(value: number): number {
  let mixed = value ^ (value >>> 16)
  mixed = Math.imul(mixed, 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}
