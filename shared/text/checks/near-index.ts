import { stream } from '../../engine/training/random.ts'
import { jaccard } from './shingles.ts'

/**
 * 24 bands of 4 hashes: two texts with Jaccard s meet in one band at least with probability 1 − (1 − s⁴)²⁴, which is 99.8 %
 * at 0.7 and more than 99.999 % at 0.8. Whether they are that much alike is then counted, not estimated.
 */
const BANDS = 24
const PER_BAND = 4
/** Earlier texts of one band that a text is compared with: thousands of one template would be compared with each other. */
const MOST_PER_BAND = 64

const random = stream(1, 'min-hash')
const factors = Uint32Array.from({ length: BANDS * PER_BAND }, () => random.int(2 ** 31) * 2 + 1)
const offsets = Uint32Array.from({ length: BANDS * PER_BAND }, () => random.int(2 ** 31))

export interface NearMatch {
  of: number
  similarity: number
}

/**
 * Finds texts that are nearly alike while they pass by: MinHash (Broder 1997) with locality-sensitive hashing (Indyk & Motwani
 * 1998, doi:10.1145/276698.276876). Deterministic: the hash functions are drawn with a fixed seed.
 */
export class NearIndex {
  readonly #least: number
  readonly #mostTexts: number
  readonly #mostShingles: number
  #shingles = 0
  readonly #sets: Uint32Array[] = []
  /** Last text in a band by its key, and for each text the one before it there: chains in arrays of numbers. */
  readonly #heads: Int32Array[] = []
  #keys = new Uint32Array(BANDS * 1024)
  #before = new Int32Array(BANDS * 1024)
  #seen = new Uint32Array(1024)
  readonly #mask: number

  /** @param least smallest similarity that counts. Above so many texts or shingles `add` takes no more. */
  constructor(least: number, { mostTexts = 200_000, mostShingles = 16_000_000 } = {}) {
    this.#least = least
    this.#mostTexts = mostTexts
    this.#mostShingles = mostShingles
    const slots = 2 ** Math.ceil(Math.log2(Math.max(2, mostTexts)))
    this.#mask = slots - 1
    for (let band = 0; band < BANDS; band++) this.#heads.push(new Int32Array(slots).fill(-1))
  }

  get size(): number {
    return this.#sets.length
  }

  get full(): boolean {
    return this.size >= this.#mostTexts || this.#shingles >= this.#mostShingles
  }

  /** Takes the next text, numbered from 0, and answers the earlier ones that are nearly like it. A text without words has none. */
  add(set: Uint32Array): NearMatch[] {
    const text = this.size
    if ((text + 1) * BANDS > this.#keys.length) this.#grow()
    this.#sets.push(set)
    this.#shingles += set.length
    if (set.length === 0) {
      this.#before.fill(-1, text * BANDS, (text + 1) * BANDS)
      return []
    }
    const found: NearMatch[] = []
    for (let band = 0; band < BANDS; band++) {
      const key = bandKey(set, band)
      const heads = this.#heads[band]
      const slot = key & this.#mask
      let other = heads[slot]
      for (let looked = 0; other >= 0 && looked < MOST_PER_BAND; other = this.#before[other * BANDS + band]) {
        if (this.#keys[other * BANDS + band] !== key) continue
        looked++
        if (this.#seen[other] === text + 1) continue
        this.#seen[other] = text + 1
        const similarity = this.#compare(set, this.#sets[other])
        if (similarity >= this.#least) found.push({ of: other, similarity })
      }
      this.#keys[text * BANDS + band] = key
      this.#before[text * BANDS + band] = heads[slot]
      heads[slot] = text
    }
    return found.sort((a, b) => b.similarity - a.similarity || a.of - b.of)
  }

  #compare(a: Uint32Array, b: Uint32Array): number {
    const possible = Math.min(a.length, b.length) / Math.max(a.length, b.length)
    return possible < this.#least ? 0 : jaccard(a, b)
  }

  #grow(): void {
    const grown = <T extends Uint32Array | Int32Array>(larger: T, old: T): T => (larger.set(old), larger)
    this.#keys = grown(new Uint32Array(this.#keys.length * 2), this.#keys)
    this.#before = grown(new Int32Array(this.#before.length * 2), this.#before)
    this.#seen = grown(new Uint32Array(this.#seen.length * 2), this.#seen)
  }
}

/** The smallest values of the band's hash functions over the set, as one number. */
function bandKey(set: Uint32Array, band: number): number {
  let key = band
  for (let hash = band * PER_BAND; hash < (band + 1) * PER_BAND; hash++) {
    const [factor, offset] = [factors[hash], offsets[hash]]
    let least = 0xffffffff
    for (let at = 0; at < set.length; at++) {
      const value = (Math.imul(set[at], factor) + offset) >>> 0
      if (value < least) least = value
    }
    key = Math.imul(key ^ least, 0x85ebca6b)
    key ^= key >>> 13
  }
  return key >>> 0
}
