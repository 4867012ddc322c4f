/**
 * The one source of randomness: named streams of one seed. A stream is a pure function of (seed, names), so that a place in
 * a run is addressed ('order', epoch 3) instead of remembered, and a resumed run draws the numbers that it would have drawn.
 *
 * Generator: sfc32 (Chris Doty-Humphrey's Small Fast Counter, PractRand), seeded by a 128-bit MurmurHash3-style mix.
 */
export interface Random {
  /** Uniform in [0, 1), 32 bits of it. */
  next(): number
  /** Uniform integer in [0, n). */
  int(n: number): number
  /** Standard normal (Box–Muller). */
  normal(): number
  /** Shuffles in place (Fisher–Yates) and returns the array. */
  shuffle<T extends { length: number; [index: number]: unknown }>(items: T): T
}

/** Opens the stream of that name, e.g. `stream(7, 'order', epoch)`. The same arguments give the same numbers on every device. */
export function stream(seed: number, ...names: (string | number)[]): Random {
  let [a, b, c, d] = hash128(`${seed >>> 0}/${names.join('/')}`)

  const bits = () => {
    const t = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + t) | 0
    return t >>> 0
  }
  for (let i = 0; i < 12; i++) bits() // lets similar seeds part ways

  const next = () => bits() / 4_294_967_296
  const int = (n: number) => Math.floor(next() * n)
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
  const shuffle: Random['shuffle'] = (items) => {
    for (let i = items.length - 1; i > 0; i--) {
      const j = int(i + 1)
      const kept = items[i]
      items[i] = items[j]
      items[j] = kept
    }
    return items
  }
  return { next, int, normal, shuffle }
}

function hash128(text: string): [number, number, number, number] {
  let h = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 0x85ebca6b]
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    h = h.map((word, k) => Math.imul(word ^ (code + k), [0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f, 0x165667b1][k]))
    h = [h[1] ^ (h[0] >>> 13), h[2] ^ (h[1] >>> 11), h[3] ^ (h[2] >>> 15), h[0] ^ (h[3] >>> 12)]
  }
  return [h[0] | 0, h[1] | 0, h[2] | 0, h[3] | 0]
}
