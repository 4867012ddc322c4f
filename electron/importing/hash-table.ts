/**
 * Distinct 64-bit hashes with a number each, in typed arrays: 16 bytes a slot, so a million texts take 32 MB whatever their
 * length. Two of a million texts share a hash by accident once in 37 million data sets (birthday bound).
 */
export class HashTable {
  #low = new Uint32Array(1024)
  #high = new Uint32Array(1024)
  /** Value + 1; 0 is an empty slot. */
  #values = new Uint32Array(1024)
  size = 0

  /** Puts the value where the hash is new, and answers the value that the hash has had until now, or -1. */
  add(low: number, high: number, value: number): number {
    if (this.size * 2 >= this.#values.length) this.#grow()
    const slot = this.#find(low, high)
    if (this.#values[slot] > 0) return this.#values[slot] - 1
    this.#put(slot, low, high, value + 1)
    this.size += 1
    return -1
  }

  #find(low: number, high: number): number {
    const mask = this.#values.length - 1
    let slot = (low ^ (high >>> 7)) & mask
    while (this.#values[slot] > 0 && (this.#low[slot] !== low || this.#high[slot] !== high)) slot = (slot + 1) & mask
    return slot
  }

  #put(slot: number, low: number, high: number, value: number): void {
    this.#low[slot] = low
    this.#high[slot] = high
    this.#values[slot] = value
  }

  #grow(): void {
    const [low, high, values] = [this.#low, this.#high, this.#values]
    this.#low = new Uint32Array(values.length * 2)
    this.#high = new Uint32Array(values.length * 2)
    this.#values = new Uint32Array(values.length * 2)
    for (let slot = 0; slot < values.length; slot++)
      if (values[slot] > 0) this.#put(this.#find(low[slot], high[slot]), low[slot], high[slot], values[slot])
  }
}
