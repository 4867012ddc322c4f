import { highHalves, highPairs, lowHalves, lowPairs } from './vector'

// Columns are interleaved by unit (kernels.ts); arithmetic wants one vector per gate. Four units at a time, both ways.

/** One vector per gate to one vector (a, b, c, d) per unit. */
export function storeFours(to: usize, a: v128, b: v128, c: v128, d: v128): void {
  const ab01 = lowPairs(a, b)
  const ab23 = highPairs(a, b)
  const cd01 = lowPairs(c, d)
  const cd23 = highPairs(c, d)
  v128.store(to, lowHalves(ab01, cd01))
  v128.store(to, highHalves(ab01, cd01), 16)
  v128.store(to, lowHalves(ab23, cd23), 32)
  v128.store(to, highHalves(ab23, cd23), 48)
}

// Twelve floats in three vectors, (a b c) of four units: a0 b0 c0 a1 | b1 c1 a2 b2 | c2 a3 b3 c3.
export function firstOfThree(x: v128, y: v128, z: v128): v128 {
  return v128.shuffle<f32>(v128.shuffle<f32>(x, y, 0, 3, 6, 6), z, 0, 1, 2, 5)
}
export function secondOfThree(x: v128, y: v128, z: v128): v128 {
  return v128.shuffle<f32>(v128.shuffle<f32>(x, y, 1, 4, 7, 7), z, 0, 1, 2, 6)
}
export function thirdOfThree(x: v128, y: v128, z: v128): v128 {
  return v128.shuffle<f32>(v128.shuffle<f32>(x, y, 2, 5, 5, 5), z, 0, 1, 4, 7)
}

/** One vector per gate to (a b c) of four units, one after the other. */
export function storeThrees(to: usize, a: v128, b: v128, c: v128): void {
  const ab01 = lowPairs(a, b)
  const ab23 = highPairs(a, b)
  v128.store(to, v128.shuffle<f32>(ab01, c, 0, 1, 4, 2))
  v128.store(to, v128.shuffle<f32>(v128.shuffle<f32>(ab01, c, 3, 5, 3, 5), ab23, 0, 1, 4, 5), 16)
  v128.store(to, v128.shuffle<f32>(c, ab23, 2, 6, 7, 3), 32)
}
