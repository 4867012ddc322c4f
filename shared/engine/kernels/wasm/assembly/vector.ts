/** a * b + c on four floats: one rounding where the host has relaxed SIMD (and fuses it), two elsewhere. */
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c)
  return f32x4.add(f32x4.mul(a, b), c)
}

export function all(x: f32): v128 {
  return f32x4.splat(x)
}

// `pmin(x, limit)` and `pmax(x, limit)` keep x where x is NaN (the comparison is false), and cost one instruction.
function clamp(x: v128, limit: f32): v128 {
  return f32x4.pmax(f32x4.pmin(x, all(limit)), all(-limit))
}

/**
 * tanh, absolute error below 3e-7 and exact in sign: the odd rational function of degree 13/6 that Eigen uses
 * (ptanh_float, Eigen/src/Core/MathFunctionsImpl.h). NaN stays NaN, ±∞ gives ±1.
 */
export function tanh(value: v128): v128 {
  const x = clamp(value, 9)
  const x2 = f32x4.mul(x, x)
  let p = madd(x2, all(-2.76076847742355e-16), all(2.00018790482477e-13))
  p = madd(x2, p, all(-8.60467152213735e-11))
  p = madd(x2, p, all(5.12229709037114e-8))
  p = madd(x2, p, all(1.48572235717979e-5))
  p = madd(x2, p, all(6.37261928875436e-4))
  p = madd(x2, p, all(4.89352455891786e-3))
  p = f32x4.mul(x, p)
  let q = madd(x2, all(1.19825839466702e-6), all(1.18534705686654e-4))
  q = madd(x2, q, all(2.268434632439e-3))
  q = madd(x2, q, all(4.89352518554385e-3))
  return clamp(f32x4.div(p, q), 1)
}

/**
 * exp of -x, from 2ⁿ times a polynomial of the rest (Cephes expf, S. L. Moshier). Relative error below 2e-7.
 * Overflows to ∞ for x < -88.4; n comes out of the low bits of a float so large that its unit is 1 (no slow conversion).
 */
function expOfMinus(x: v128): v128 {
  const y = f32x4.neg(f32x4.pmax(f32x4.pmin(x, all(87)), all(-89)))
  const shifted = madd(y, all(1.44269504088896), all(12582912))
  const n = f32x4.sub(shifted, all(12582912))
  let r = madd(n, all(-0.693359375), y)
  r = madd(n, all(2.1219444e-4), r)
  let p = madd(r, all(1.98756915e-4), all(1.3981999507e-3))
  p = madd(r, p, all(8.3334519073e-3))
  p = madd(r, p, all(4.1665795894e-2))
  p = madd(r, p, all(1.6666665459e-1))
  p = madd(r, p, all(5.0000001201e-1))
  p = f32x4.add(madd(f32x4.mul(r, r), p, r), all(1))
  const power = i32x4.shl(i32x4.add(shifted, i32x4.splat(127 - 0x4b400000)), 23)
  return f32x4.mul(p, power)
}

/** 1 / (1 + e⁻ˣ), relative error below 5e-7 on both sides, so that a nearly shut gate is small and not zero. */
export function sigmoid(x: v128): v128 {
  return f32x4.div(all(1), f32x4.add(all(1), expOfMinus(x)))
}

/** Rows of a 4 × 4 block to columns: two shuffles each. */
export function lowPairs(a: v128, b: v128): v128 {
  return v128.shuffle<f32>(a, b, 0, 4, 1, 5)
}
export function highPairs(a: v128, b: v128): v128 {
  return v128.shuffle<f32>(a, b, 2, 6, 3, 7)
}
export function lowHalves(a: v128, b: v128): v128 {
  return v128.shuffle<f32>(a, b, 0, 1, 4, 5)
}
export function highHalves(a: v128, b: v128): v128 {
  return v128.shuffle<f32>(a, b, 2, 3, 6, 7)
}

/** dst[i] = tanh or sigmoid of src[i]; n rounded up to four. For the tests of the approximations above. */
export function applyTanh(src: usize, dst: usize, n: i32): void {
  for (let i: usize = 0; i < <usize>n * 4; i += 16) v128.store(dst + i, tanh(v128.load(src + i)))
}
export function applySigmoid(src: usize, dst: usize, n: i32): void {
  for (let i: usize = 0; i < <usize>n * 4; i += 16) v128.store(dst + i, sigmoid(v128.load(src + i)))
}
