import { panelsOf, pack } from './panels'
import { activeRows, firstStep, paddedRow, rowListBytes, stride } from './steps'
import { multiplyRows } from './tiles'
import { firstOfThree, secondOfThree, storeFours, thirdOfThree } from './units'
import { madd, sigmoid, tanh } from './vector'

/** Bytes of scratch for n sentences, either direction: packed weights, a timestep of rows, the list of rows, a tail. */
export function gruScratch(n: i32, H: i32): i32 {
  const weights = max(<usize>panelsOf(3 * H) * H, <usize>panelsOf(H) * H * 3) << 5
  return <i32>(weights + <usize>n * paddedRow(3 * H) + rowListBytes(n) + 512)
}

/** Four units of one sentence at one timestep; xw and product = h₋ U hold (r, z, n) of each. */
function cellForward(xw: usize, product: usize, bu: usize, hBefore: usize, gates: usize, h: usize): void {
  const x0 = v128.load(xw)
  const x1 = v128.load(xw, 16)
  const x2 = v128.load(xw, 32)
  const y0 = v128.load(product)
  const y1 = v128.load(product, 16)
  const y2 = v128.load(product, 32)
  const r = sigmoid(f32x4.add(firstOfThree(x0, x1, x2), firstOfThree(y0, y1, y2)))
  const z = sigmoid(f32x4.add(secondOfThree(x0, x1, x2), secondOfThree(y0, y1, y2)))
  const q = f32x4.add(thirdOfThree(y0, y1, y2), v128.load(bu))
  const n = tanh(madd(r, q, thirdOfThree(x0, x1, x2)))
  // (1 - z) n + z h₋ = n + z (h₋ - n)
  v128.store(h, madd(z, f32x4.sub(v128.load(hBefore), n), n))
  storeFours(gates, r, z, n, q)
}

/**
 * See `GruForward` in kernels.ts, for the sentences from `from` to before `to`. The product h U of a timestep leaves out
 * sentences that have no word there.
 */
export function gruForward(
  xw: usize,
  U: usize,
  bu: usize,
  h0: usize,
  mask: usize,
  gates: usize,
  h: usize,
  T: i32,
  B: i32,
  H: i32,
  reverse: bool,
  from: i32,
  to: i32,
  scratch: usize,
): void {
  const count = to - from
  const row = (<usize>H) << 2
  const zRow = paddedRow(3 * H)
  const z = scratch + ((<usize>panelsOf(3 * H) * H) << 5)
  const rows = z + <usize>count * zRow
  const tail = rows + rowListBytes(count)
  pack(U, 3 * row, 0, H, 3 * H, scratch)
  const first = firstStep(T, reverse) * <usize>B + <usize>from
  const step = stride(reverse) * <usize>B
  mask += first << 2
  xw += first * row * 3
  gates += first * row * 4
  h += first * row
  let hBefore = h0 + <usize>from * row
  for (let t = 0; t < T; t++) {
    multiplyRows(rows, activeRows(mask, count, rows), hBefore, row, scratch, H, 3 * H, z, zRow, false)
    for (let b: usize = 0; b < <usize>count; b++) {
      const at = b * row
      if (load<f32>(mask + (b << 2)) == 0) {
        memory.fill(gates + 4 * at, 0, 4 * row)
        memory.copy(h + at, hBefore + at, row)
        continue
      }
      rowForward(xw + 3 * at, z + b * zRow, bu, hBefore + at, gates + 4 * at, h + at, H, tail)
    }
    hBefore = h
    mask += step << 2
    xw += step * row * 3
    gates += step * row * 4
    h += step * row
  }
}

function rowForward(xw: usize, z: usize, bu: usize, hBefore: usize, gates: usize, h: usize, H: i32, tail: usize): void {
  for (; H >= 4; H -= 4) {
    cellForward(xw, z, bu, hBefore, gates, h)
    xw += 48
    z += 48
    bu += 16
    hBefore += 16
    gates += 64
    h += 16
  }
  if (H == 0) return
  // The last units, fewer than four, are computed beside the tensors so that nothing is read or written past a row.
  const few = (<usize>H) << 2
  memory.copy(tail, xw, 3 * few)
  memory.copy(tail + 48, bu, few)
  memory.copy(tail + 64, hBefore, few)
  cellForward(tail, z, tail + 48, tail + 64, tail + 80, tail + 144)
  memory.copy(gates, tail + 80, few << 2)
  memory.copy(h, tail + 144, few)
}
