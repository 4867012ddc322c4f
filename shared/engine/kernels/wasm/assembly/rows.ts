import { all, madd } from './vector'

/** to[i] += from[i] for n floats. */
export function addRow(to: usize, from: usize, n: i32): void {
  const whole = ((<usize>n) << 2) & ~15
  for (let i: usize = 0; i < whole; i += 16) v128.store(to + i, f32x4.add(v128.load(to + i), v128.load(from + i)))
  for (let i = whole; i < (<usize>n) << 2; i += 4) store<f32>(to + i, load<f32>(to + i) + load<f32>(from + i))
}

/** to[i] += from[i] · factor for n floats; a factor of 0 leaves `to` as it is. */
export function addRowTimes(to: usize, from: usize, factor: f32, n: i32): void {
  if (factor == 0) return
  const x = all(factor)
  const whole = ((<usize>n) << 2) & ~15
  for (let i: usize = 0; i < whole; i += 16) v128.store(to + i, madd(x, v128.load(from + i), v128.load(to + i)))
  for (let i = whole; i < (<usize>n) << 2; i += 4) {
    v128.store32_lane(to + i, madd(x, v128.load32_zero(from + i), v128.load32_zero(to + i)), 0)
  }
}

/**
 * See `EmbeddingBackward` in kernels.ts, for the rows of the result from `from` to before `to`. Sums run in the order of
 * `positions`, which has `count` entries.
 * @returns the first row whose range or positions lie outside, or -1
 */
export function embeddingBackward(
  dy: usize,
  starts: usize,
  positions: usize,
  dRows: usize,
  N: i32,
  D: i32,
  count: i32,
  from: i32,
  to: i32,
): i32 {
  const row = (<usize>D) << 2
  dRows += <usize>from * row
  starts += (<usize>from) << 2
  memory.fill(dRows, 0, <usize>(to - from) * row)
  for (let r = from; r < to; r++, dRows += row, starts += 4) {
    const start = load<i32>(starts)
    const end = load<i32>(starts, 4)
    if (start < 0 || end > count) return r
    for (let k = start; k < end; k++) {
      const position = load<u32>(positions + ((<usize>k) << 2))
      if (position >= <u32>N) return r
      addRow(dRows, dy + <usize>position * row, D)
    }
  }
  return -1
}

/**
 * See `RowLookup` in kernels.ts, for the positions from `from` to before `to`; `bias` is 0 where there is none.
 * @returns the first position whose id lies outside the table, or -1
 */
export function rowLookup(
  table: usize,
  ids: usize,
  mask: usize,
  bias: usize,
  y: usize,
  V: i32,
  D: i32,
  from: i32,
  to: i32,
): i32 {
  const row = (<usize>D) << 2
  y += <usize>from * row
  for (let n: usize = <usize>from; n < <usize>to; n++, y += row) {
    if (load<f32>(mask + (n << 2)) == 0) {
      memory.fill(y, 0, row)
      continue
    }
    const id = load<i32>(ids + (n << 2))
    if (<u32>id >= <u32>V) return <i32>n
    memory.copy(y, table + <usize>id * row, row)
    if (bias) addRow(y, bias, D)
  }
  return -1
}

/**
 * See `RowNorms` in kernels.ts, for the rows from `from` to before `to`: squares and their sum in double precision, where
 * the smallest float has a square.
 */
export function rowNorms(x: usize, norms: usize, D: i32, from: i32, to: i32): void {
  const row = (<usize>D) << 2
  x += <usize>from * row
  norms += (<usize>from) << 2
  for (let n = from; n < to; n++, x += row, norms += 4) {
    let even = f64x2.splat(0)
    let odd = even
    let i: usize = 0
    for (; i + 16 <= row; i += 16) {
      const four = v128.load(x + i)
      const low = f64x2.promote_low_f32x4(four)
      const high = f64x2.promote_low_f32x4(v128.shuffle<f32>(four, four, 2, 3, 2, 3))
      even = f64x2.add(even, f64x2.mul(low, low))
      odd = f64x2.add(odd, f64x2.mul(high, high))
    }
    const both = f64x2.add(even, odd)
    let sum = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1)
    for (; i < row; i += 4) {
      const value = <f64>load<f32>(x + i)
      sum += value * value
    }
    store<f32>(norms, <f32>sqrt(sum))
  }
}

/** Every one of N rows of D floats, `stride` bytes apart, = bias. */
export function fillRows(to: usize, stride: usize, bias: usize, N: i32, D: i32): void {
  for (let n = 0; n < N; n++, to += stride) memory.copy(to, bias, (<usize>D) << 2)
}

/** Whether n floats are all ±0. NaN is not. */
export function isZero(x: usize, n: i32): bool {
  const whole = ((<usize>n) << 2) & ~15
  for (let i: usize = 0; i < whole; i += 16) {
    if (v128.any_true(f32x4.ne(v128.load(x + i), all(0)))) return false
  }
  for (let i = whole; i < (<usize>n) << 2; i += 4) if (load<f32>(x + i) != 0) return false
  return true
}
