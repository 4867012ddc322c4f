import { panelsOf, pack, packTransposed } from './panels'
import { activeRows, firstStep, paddedRow, passThrough, rowListBytes, spread, stepAt, stride } from './steps'
import { multiplyRows } from './tiles'
import { all, tanh } from './vector'

/** Bytes of scratch for n sentences, either direction: packed weights, a timestep of rows, the list of rows, a tail. */
export function rnnScratch(n: i32, H: i32): i32 {
  return <i32>(((<usize>panelsOf(H) * H) << 5) + <usize>n * paddedRow(H) + rowListBytes(n) + 512)
}

/** f(z) of four units: tanh, or z where it is positive. NaN stays NaN in both. */
function activate(xw: usize, product: usize, relu: bool): v128 {
  const z = f32x4.add(v128.load(xw), v128.load(product))
  return relu ? f32x4.pmax(z, all(0)) : tanh(z)
}

/** dz of four units from the gradient that reaches h, by the slope at h: 1 - h², or 1 where h is positive. */
function slope(h: usize, dh: v128, relu: bool): v128 {
  const value = v128.load(h)
  if (relu) return v128.andnot(dh, f32x4.le(value, all(0)))
  return f32x4.mul(dh, f32x4.sub(all(1), f32x4.mul(value, value)))
}

/**
 * See `RnnForward` in kernels.ts, for the sentences from `from` to before `to`. The product h U of a timestep leaves out
 * sentences that have no word there.
 */
export function rnnForward(
  xw: usize,
  U: usize,
  h0: usize,
  mask: usize,
  h: usize,
  relu: bool,
  T: i32,
  B: i32,
  H: i32,
  reverse: bool,
  from: i32,
  to: i32,
  scratch: usize,
): void {
  const n = to - from
  const row = (<usize>H) << 2
  const whole = row & ~15
  const zRow = paddedRow(H)
  const z = scratch + ((<usize>panelsOf(H) * H) << 5)
  const rows = z + <usize>n * zRow
  const tail = rows + rowListBytes(n)
  pack(U, row, 0, H, H, scratch)
  const first = firstStep(T, reverse) * <usize>B + <usize>from
  const step = stride(reverse) * <usize>B
  mask += first << 2
  xw += first * row
  h += first * row
  let hBefore = h0 + <usize>from * row
  for (let t = 0; t < T; t++) {
    const count = activeRows(mask, n, rows)
    multiplyRows(rows, count, hBefore, row, scratch, H, H, z, zRow, false)
    for (let b: usize = 0; b < <usize>n; b++) {
      const at = b * row
      if (load<f32>(mask + (b << 2)) == 0) {
        memory.copy(h + at, hBefore + at, row)
        continue
      }
      const zAt = z + b * zRow
      for (let j: usize = 0; j < whole; j += 16) v128.store(h + at + j, activate(xw + at + j, zAt + j, relu))
      if (whole == row) continue
      memory.copy(tail, xw + at + whole, row - whole)
      v128.store(tail, activate(tail, zAt + whole, relu))
      memory.copy(h + at + whole, tail, row - whole)
    }
    hBefore = h
    mask += step << 2
    xw += step * row
    h += step * row
  }
}

/** See `RnnBackward` in kernels.ts, for the sentences from `from` to before `to`. */
export function rnnBackward(
  h: usize,
  U: usize,
  mask: usize,
  dh: usize,
  dz: usize,
  dhTotal: usize,
  dh0: usize,
  relu: bool,
  T: i32,
  B: i32,
  H: i32,
  reverse: bool,
  from: i32,
  to: i32,
  scratch: usize,
): void {
  const n = to - from
  const row = (<usize>H) << 2
  const whole = row & ~15
  const few = row - whole
  const stateRow = paddedRow(H)
  const dhLater = scratch + ((<usize>panelsOf(H) * H) << 5)
  const rows = dhLater + <usize>n * stateRow
  const tail = rows + rowListBytes(n)
  packTransposed(U, row, H, H, scratch)
  memory.fill(dhLater, 0, <usize>n * stateRow)
  for (let step = <usize>T; step-- > 0;) {
    const first = stepAt(step, T, reverse) * <usize>B + <usize>from
    const maskT = mask + (first << 2)
    const start = first * row
    for (let b: usize = 0; b < <usize>n; b++) {
      const at = start + b * row
      const later = dhLater + b * stateRow
      if (load<f32>(maskT + (b << 2)) == 0) {
        memory.fill(dz + at, 0, row)
        passThrough(dh + at, later, dhTotal + at, H)
        continue
      }
      for (let j: usize = 0; j < whole; j += 16) {
        const total = f32x4.add(v128.load(dh + at + j), v128.load(later + j))
        v128.store(dhTotal + at + j, total)
        v128.store(dz + at + j, slope(h + at + j, total, relu))
      }
      if (few == 0) continue
      memory.copy(tail, dh + at + whole, few)
      memory.copy(tail + 16, h + at + whole, few)
      const total = f32x4.add(v128.load(tail), v128.load(later + whole))
      v128.store(tail, total)
      v128.store(tail + 16, slope(tail + 16, total, relu))
      memory.copy(dhTotal + at + whole, tail, few)
      memory.copy(dz + at + whole, tail + 16, few)
    }
    const count = activeRows(maskT, n, rows)
    multiplyRows(rows, count, dz + start, row, scratch, H, H, dhLater, stateRow, false)
  }
  spread(dhLater, stateRow, dh0 + <usize>from * row, row, n, H)
}
