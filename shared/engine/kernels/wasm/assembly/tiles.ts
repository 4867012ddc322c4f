import { all, madd } from './vector'

/**
 * Register tiles: `height` rows of the left operand times one panel (8 columns) of the right one. Six rows take 12
 * accumulators, 2 vectors of the panel and 1 of the left operand: 15 of the 16 registers of x64. Rows are given by
 * their numbers, so that padded sentences can be left out; a number may stand twice (it is computed twice, alike).
 */
function tile6(rows: usize, a: usize, aStride: usize, panel: usize, K: i32, c: usize, cStride: usize, add: bool): void {
  const row0 = <usize>load<u32>(rows)
  const row1 = <usize>load<u32>(rows, 4)
  const row2 = <usize>load<u32>(rows, 8)
  const row3 = <usize>load<u32>(rows, 12)
  const row4 = <usize>load<u32>(rows, 16)
  const row5 = <usize>load<u32>(rows, 20)
  const c0 = c + row0 * cStride
  const c1 = c + row1 * cStride
  const c2 = c + row2 * cStride
  const c3 = c + row3 * cStride
  const c4 = c + row4 * cStride
  const c5 = c + row5 * cStride
  let s0 = all(0)
  let s1 = s0
  let s2 = s0
  let s3 = s0
  let s4 = s0
  let s5 = s0
  let t0 = s0
  let t1 = s0
  let t2 = s0
  let t3 = s0
  let t4 = s0
  let t5 = s0
  if (add) {
    s0 = v128.load(c0)
    t0 = v128.load(c0, 16)
    s1 = v128.load(c1)
    t1 = v128.load(c1, 16)
    s2 = v128.load(c2)
    t2 = v128.load(c2, 16)
    s3 = v128.load(c3)
    t3 = v128.load(c3, 16)
    s4 = v128.load(c4)
    t4 = v128.load(c4, 16)
    s5 = v128.load(c5)
    t5 = v128.load(c5, 16)
  }
  let a0 = a + row0 * aStride
  let a1 = a + row1 * aStride
  let a2 = a + row2 * aStride
  let a3 = a + row3 * aStride
  let a4 = a + row4 * aStride
  let a5 = a + row5 * aStride
  const end = panel + ((<usize>K) << 5)
  while (panel < end) {
    const left = v128.load(panel)
    const right = v128.load(panel, 16)
    let x = v128.load32_splat(a0)
    s0 = madd(x, left, s0)
    t0 = madd(x, right, t0)
    x = v128.load32_splat(a1)
    s1 = madd(x, left, s1)
    t1 = madd(x, right, t1)
    x = v128.load32_splat(a2)
    s2 = madd(x, left, s2)
    t2 = madd(x, right, t2)
    x = v128.load32_splat(a3)
    s3 = madd(x, left, s3)
    t3 = madd(x, right, t3)
    x = v128.load32_splat(a4)
    s4 = madd(x, left, s4)
    t4 = madd(x, right, t4)
    x = v128.load32_splat(a5)
    s5 = madd(x, left, s5)
    t5 = madd(x, right, t5)
    a0 += 4
    a1 += 4
    a2 += 4
    a3 += 4
    a4 += 4
    a5 += 4
    panel += 32
  }
  v128.store(c0, s0)
  v128.store(c0, t0, 16)
  v128.store(c1, s1)
  v128.store(c1, t1, 16)
  v128.store(c2, s2)
  v128.store(c2, t2, 16)
  v128.store(c3, s3)
  v128.store(c3, t3, 16)
  v128.store(c4, s4)
  v128.store(c4, t4, 16)
  v128.store(c5, s5)
  v128.store(c5, t5, 16)
}

function tile4(rows: usize, a: usize, aStride: usize, panel: usize, K: i32, c: usize, cStride: usize, add: bool): void {
  const row0 = <usize>load<u32>(rows)
  const row1 = <usize>load<u32>(rows, 4)
  const row2 = <usize>load<u32>(rows, 8)
  const row3 = <usize>load<u32>(rows, 12)
  const c0 = c + row0 * cStride
  const c1 = c + row1 * cStride
  const c2 = c + row2 * cStride
  const c3 = c + row3 * cStride
  let s0 = all(0)
  let s1 = s0
  let s2 = s0
  let s3 = s0
  let t0 = s0
  let t1 = s0
  let t2 = s0
  let t3 = s0
  if (add) {
    s0 = v128.load(c0)
    t0 = v128.load(c0, 16)
    s1 = v128.load(c1)
    t1 = v128.load(c1, 16)
    s2 = v128.load(c2)
    t2 = v128.load(c2, 16)
    s3 = v128.load(c3)
    t3 = v128.load(c3, 16)
  }
  let a0 = a + row0 * aStride
  let a1 = a + row1 * aStride
  let a2 = a + row2 * aStride
  let a3 = a + row3 * aStride
  const end = panel + ((<usize>K) << 5)
  while (panel < end) {
    const left = v128.load(panel)
    const right = v128.load(panel, 16)
    let x = v128.load32_splat(a0)
    s0 = madd(x, left, s0)
    t0 = madd(x, right, t0)
    x = v128.load32_splat(a1)
    s1 = madd(x, left, s1)
    t1 = madd(x, right, t1)
    x = v128.load32_splat(a2)
    s2 = madd(x, left, s2)
    t2 = madd(x, right, t2)
    x = v128.load32_splat(a3)
    s3 = madd(x, left, s3)
    t3 = madd(x, right, t3)
    a0 += 4
    a1 += 4
    a2 += 4
    a3 += 4
    panel += 32
  }
  v128.store(c0, s0)
  v128.store(c0, t0, 16)
  v128.store(c1, s1)
  v128.store(c1, t1, 16)
  v128.store(c2, s2)
  v128.store(c2, t2, 16)
  v128.store(c3, s3)
  v128.store(c3, t3, 16)
}

/**
 * c[r] = a[r] · panel (or += with `add`) for the `count` rows numbered in `rows`, a list that goes on with three more
 * entries equal to its last (a row that stands twice is computed twice, alike). `c` points at the panel's 8 columns; strides are in bytes.
 */
export function multiplyPanel(
  rows: usize,
  count: i32,
  a: usize,
  aStride: usize,
  panel: usize,
  K: i32,
  c: usize,
  cStride: usize,
  add: bool,
): void {
  while (count > 0) {
    // Five rows fill a six better than two fours; seven and eight are two fours, since a six would leave one or two.
    if (count >= 5 && count != 7 && count != 8) {
      tile6(rows, a, aStride, panel, K, c, cStride, add)
      rows += 24
      count -= 6
    } else {
      tile4(rows, a, aStride, panel, K, c, cStride, add)
      rows += 16
      count -= 4
    }
  }
}

/** The same for all panels of the right operand; c has room for whole panels in each of its rows. */
export function multiplyRows(
  rows: usize,
  count: i32,
  a: usize,
  aStride: usize,
  panels: usize,
  K: i32,
  N: i32,
  c: usize,
  cStride: usize,
  add: bool,
): void {
  for (let j = 0; j < N; j += 8) {
    multiplyPanel(rows, count, a, aStride, panels, K, c, cStride, add)
    panels += (<usize>K) << 5
    c += 32
  }
}
