/**
 * 64 bits of a key's bytes: MurmurHash3's 32 bits twice (Appleby 2011, public domain), with constants and seeds of their own,
 * four bytes at a time. `key` has room for three bytes beyond `length`, which are made zero.
 */
export function keyHash(key: Uint8Array, length: number): { low: number; high: number } {
  key[length] = key[length + 1] = key[length + 2] = 0
  let low = 0x811c9dc5 ^ length
  let high = 0x9747b28c ^ length
  for (let at = 0; at < length; at += 4) {
    const word = key[at] | (key[at + 1] << 8) | (key[at + 2] << 16) | (key[at + 3] << 24)
    const one = Math.imul(word, 0xcc9e2d51)
    low ^= Math.imul((one << 15) | (one >>> 17), 0x1b873593)
    low = (Math.imul((low << 13) | (low >>> 19), 5) + 0xe6546b64) | 0
    const two = Math.imul(word, 0x239b961b)
    high ^= Math.imul((two << 16) | (two >>> 16), 0xab0e9789)
    high = (Math.imul((high << 19) | (high >>> 13), 5) + 0x561ccd1b) | 0
  }
  return { low: finish(low), high: finish(high) }
}

function finish(half: number): number {
  let mixed = Math.imul(half ^ (half >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}
