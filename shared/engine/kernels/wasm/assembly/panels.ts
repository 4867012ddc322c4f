import { highHalves, highPairs, lowHalves, lowPairs } from './vector'

/**
 * The right operand of a product, [K, N], is kept as panels of 8 columns: panel after panel, each [K, 8], the last
 * one filled up with zeros. A panel is read front to back, and never conflicts with itself in the cache.
 */
export function panelsOf(columns: i32): i32 {
  return (columns + 7) >> 3
}

/** Panels of B [K, N], whose rows lie `stride` bytes apart and stand in the order of the list `order` (0: as they come). */
export function pack(b: usize, stride: usize, order: usize, K: i32, N: i32, to: usize): void {
  for (let j = 0; j < N; j += 8) {
    const width = min(8, N - j)
    const column = b + ((<usize>j) << 2)
    for (let k: usize = 0; k < <usize>K; k++, to += 32) {
      const row = column + stride * place(order, k)
      if (width == 8) {
        v128.store(to, v128.load(row))
        v128.store(to, v128.load(row, 16), 16)
      } else {
        v128.store(to, f32x4.splat(0))
        v128.store(to, f32x4.splat(0), 16)
        memory.copy(to, row, (<usize>width) << 2)
      }
    }
  }
}

/** Panels of Bᵀ [K, N] for a B of shape [N, K] whose rows lie `stride` bytes apart. */
export function packTransposed(b: usize, stride: usize, K: i32, N: i32, to: usize): void {
  for (let j = 0; j < N; j += 8, to += (<usize>K) << 5) {
    const width = min(8, N - j)
    if (width < 8) memory.fill(to, 0, (<usize>K) << 5)
    const rows = b + <usize>j * stride
    let column = 0
    for (; column + 4 <= width; column += 4) {
      transpose(rows + <usize>column * stride, stride, 0, to + ((<usize>column) << 2), 32, 4, K)
    }
    for (; column < width; column++) {
      const row = rows + <usize>column * stride
      for (let k = 0; k < K; k++) {
        store<f32>(to + ((<usize>k) << 5) + ((<usize>column) << 2), load<f32>(row + ((<usize>k) << 2)))
      }
    }
  }
}

/**
 * to[k][r] = from[order[r]][k] for `rows` rows (order 0: as they come) and `columns` columns, strides in bytes.
 */
export function transpose(
  from: usize,
  fromStride: usize,
  order: usize,
  to: usize,
  toStride: usize,
  rows: i32,
  columns: i32,
): void {
  const end = (<usize>columns) << 2
  let r: usize = 0
  for (; r + 4 <= <usize>rows; r += 4, to += 16) {
    const row0 = from + fromStride * place(order, r)
    const row1 = from + fromStride * place(order, r + 1)
    const row2 = from + fromStride * place(order, r + 2)
    const row3 = from + fromStride * place(order, r + 3)
    let target = to
    let k: usize = 0
    for (; k + 16 <= end; k += 16) {
      const a = v128.load(row0 + k)
      const b = v128.load(row1 + k)
      const c = v128.load(row2 + k)
      const d = v128.load(row3 + k)
      const ab = lowPairs(a, b)
      const cd = lowPairs(c, d)
      const abHigh = highPairs(a, b)
      const cdHigh = highPairs(c, d)
      v128.store(target, lowHalves(ab, cd))
      target += toStride
      v128.store(target, highHalves(ab, cd))
      target += toStride
      v128.store(target, lowHalves(abHigh, cdHigh))
      target += toStride
      v128.store(target, highHalves(abHigh, cdHigh))
      target += toStride
    }
    for (; k < end; k += 4, target += toStride) {
      store<f32>(target, load<f32>(row0 + k))
      store<f32>(target, load<f32>(row1 + k), 4)
      store<f32>(target, load<f32>(row2 + k), 8)
      store<f32>(target, load<f32>(row3 + k), 12)
    }
  }
  for (; r < <usize>rows; r++, to += 4) {
    const row = from + fromStride * place(order, r)
    let target = to
    for (let k: usize = 0; k < end; k += 4, target += toStride) store<f32>(target, load<f32>(row + k))
  }
}

function place(order: usize, r: usize): usize {
  return order ? <usize>load<u32>(order + (r << 2)) : r
}
