import { pack, packTransposed, transpose } from './panels'
import { addRowTimes, fillRows, isZero } from './rows'
import { multiplyPanel } from './tiles'

// Blocks: panels of the right operand (KC × NC) stay in the second cache, rows of the left one (MC × KC) beside them.
const MC: i32 = 96
const KC: i32 = 256
const NC: i32 = 512

/** Bytes of scratch that `product` needs for K terms per sum. */
export function productScratch(K: i32): i32 {
  return (KC * NC + MC * KC + (MC + 16) + MC * 8 + K) * 4
}

/**
 * C [M, N] = A · B + bias, with A given as [M, K] or, `transposeA`, as [K, M]; B as [K, N] or, `transposeB`, as [N, K].
 * `bias` is the address of [N], or 0. All are dense and row-major. Every element adds its terms in the order of k, so its
 * bits depend on nothing else. Padding costs next to nothing: rows of A that are zero, and with `transposeA` also
 * terms k whose row of A or B is zero, are left out. (Both transposed is not needed: undefined.)
 *
 * Computes the rows of C from `from` to before `to`, or with `byColumns` those columns, which must start at a multiple of 8
 * and end at one or at N. What is left out is decided by whole rows of A and B, so parts have the bits of the whole.
 */
export function product(
  a: usize,
  b: usize,
  bias: usize,
  c: usize,
  M: i32,
  K: i32,
  N: i32,
  transposeA: bool,
  transposeB: bool,
  byColumns: bool,
  from: i32,
  to: i32,
  scratch: usize,
): void {
  const panels = scratch
  const block = panels + KC * NC * 4
  const rows = block + MC * KC * 4
  const edge = rows + (MC + 16) * 4
  const order = edge + MC * 8 * 4
  const cStride = (<usize>N) << 2
  const started = bias != 0
  const firstRow = byColumns ? 0 : from
  const endRow = byColumns ? M : to
  const firstColumn = byColumns ? from : 0
  const endColumn = byColumns ? to : N
  const terms = transposeA ? listTerms(a, b, M, N, K, order) : K
  const corner = c + (<usize>firstRow * cStride + ((<usize>firstColumn) << 2))
  const columns = endColumn - firstColumn
  if (started) fillRows(corner, cStride, bias + ((<usize>firstColumn) << 2), endRow - firstRow, columns)
  else if (terms == 0) clear(corner, cStride, endRow - firstRow, columns)
  if (M == 1 && !transposeA && !transposeB) {
    // A sum of rows (a bias gradient): each is read once, so packing it would cost more than adding it.
    if (!started) clear(corner, cStride, 1, columns)
    b += (<usize>firstColumn) << 2
    for (let k = 0; k < K; k++, b += cStride) addRowTimes(corner, b, load<f32>(a + ((<usize>k) << 2)), columns)
    return
  }
  for (let j = firstColumn; j < endColumn; j += NC) {
    const width = min(NC, endColumn - j)
    for (let k = 0; k < terms; k += KC) {
      const depth = min(KC, terms - k)
      const orderK = order + ((<usize>k) << 2)
      const add = started || k > 0
      if (transposeB) packTransposed(b + ((<usize>j * K + k) << 2), (<usize>K) << 2, depth, width, panels)
      else if (transposeA) pack(b + ((<usize>j) << 2), cStride, orderK, depth, width, panels)
      else pack(b + ((<usize>k * N + j) << 2), cStride, 0, depth, width, panels)
      for (let i = firstRow; i < endRow; i += MC) {
        const height = min(MC, endRow - i)
        const at = c + ((<usize>i * N + j) << 2)
        let left = a + ((<usize>i * K + k) << 2)
        let leftStride = (<usize>K) << 2
        if (transposeA) {
          transpose(a + ((<usize>i) << 2), (<usize>M) << 2, orderK, block, KC << 2, depth, height)
          left = block
          leftStride = KC << 2
        }
        const count = listRows(left, leftStride, depth, height, rows)
        if (count < height && !add) clear(at, cStride, height, width)
        for (let n = 0; n < width; n += 8) {
          const panel = panels + ((<usize>n * depth) << 2)
          const target = at + ((<usize>n) << 2)
          if (n + 8 <= width) multiplyPanel(rows, count, left, leftStride, panel, depth, target, cStride, add)
          else multiplyEdge(rows, count, left, leftStride, panel, depth, target, cStride, width - n, add, height, edge)
        }
      }
    }
  }
}

/** The last panel, of which only `width` columns exist: computed beside the result, then copied. */
function multiplyEdge(
  rows: usize,
  count: i32,
  left: usize,
  leftStride: usize,
  panel: usize,
  depth: i32,
  to: usize,
  cStride: usize,
  width: i32,
  add: bool,
  height: i32,
  edge: usize,
): void {
  const bytes = (<usize>width) << 2
  for (let i = 0; i < height; i++) memory.copy(edge + ((<usize>i) << 5), to + <usize>i * cStride, bytes)
  multiplyPanel(rows, count, left, leftStride, panel, depth, edge, 32, add)
  for (let i = 0; i < height; i++) memory.copy(to + <usize>i * cStride, edge + ((<usize>i) << 5), bytes)
}

/** Numbers of the rows that are not zero, then the last one three times more (see tiles.ts). @returns how many */
function listRows(left: usize, stride: usize, depth: i32, height: i32, rows: usize): i32 {
  let count: usize = 0
  for (let i = 0; i < height; i++) {
    if (isZero(left + <usize>i * stride, depth)) continue
    store<u32>(rows + (count << 2), i)
    count++
  }
  if (count == 0) return 0
  const last = load<u32>(rows + ((count - 1) << 2))
  for (let i: usize = 0; i < 3; i++) store<u32>(rows + ((count + i) << 2), last)
  return <i32>count
}

/** Numbers of the k for which neither A's row (M floats) nor B's row (N floats) is zero. @returns how many */
function listTerms(a: usize, b: usize, M: i32, N: i32, K: i32, order: usize): i32 {
  let count: usize = 0
  for (let k = 0; k < K; k++) {
    if (isZero(a + <usize>k * ((<usize>M) << 2), M) || isZero(b + <usize>k * ((<usize>N) << 2), N)) continue
    store<u32>(order + (count << 2), k)
    count++
  }
  return <i32>count
}

function clear(c: usize, cStride: usize, height: i32, width: i32): void {
  for (let i = 0; i < height; i++) memory.fill(c + <usize>i * cStride, 0, (<usize>width) << 2)
}
