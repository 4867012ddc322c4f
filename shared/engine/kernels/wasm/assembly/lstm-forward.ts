import { panelsOf, pack } from './panels'
import { activeRows, firstStep, paddedRow, rowListBytes, stride } from './steps'
import { multiplyRows } from './tiles'
import { storeFours } from './units'
import { highHalves, highPairs, lowHalves, lowPairs, madd, sigmoid, tanh } from './vector'

/** Bytes of scratch for n sentences, either direction: packed weights, a timestep of rows, the list of rows, a tail. */
export function lstmScratch(n: i32, H: i32): i32 {
  const weights = max(<usize>panelsOf(4 * H) * H, <usize>panelsOf(H) * H * 4) << 5
  return <i32>(weights + <usize>n * (paddedRow(4 * H) + 2 * paddedRow(H)) + rowListBytes(n) + 512)
}

/**
 * Four units of one sentence at one timestep. z = xw + product arrives unit by unit as (i, f, g, o), is turned into one
 * vector per gate, and goes back the same way. `peephole` is 0, or the address of p_i of these units; p_f and p_o follow at
 * distances of `peepholeRow` bytes.
 */
function cellForward(
  xw: usize,
  product: usize,
  cBefore: usize,
  peephole: usize,
  peepholeRow: usize,
  gates: usize,
  c: usize,
  h: usize,
): void {
  const u0 = f32x4.add(v128.load(xw), v128.load(product))
  const u1 = f32x4.add(v128.load(xw, 16), v128.load(product, 16))
  const u2 = f32x4.add(v128.load(xw, 32), v128.load(product, 32))
  const u3 = f32x4.add(v128.load(xw, 48), v128.load(product, 48))
  const if01 = lowPairs(u0, u1)
  const if23 = lowPairs(u2, u3)
  const go01 = highPairs(u0, u1)
  const go23 = highPairs(u2, u3)
  const before = v128.load(cBefore)
  let zi = lowHalves(if01, if23)
  let zf = highHalves(if01, if23)
  let zo = highHalves(go01, go23)
  if (peephole) {
    zi = madd(v128.load(peephole), before, zi)
    zf = madd(v128.load(peephole + peepholeRow), before, zf)
  }
  const i = sigmoid(zi)
  const f = sigmoid(zf)
  const g = tanh(lowHalves(go01, go23))
  const state = madd(f, before, f32x4.mul(i, g))
  if (peephole) zo = madd(v128.load(peephole + (peepholeRow << 1)), state, zo)
  const o = sigmoid(zo)
  v128.store(c, state)
  v128.store(h, f32x4.mul(o, tanh(state)))
  storeFours(gates, i, f, g, o)
}

/**
 * See `LstmForward` in kernels.ts, for the sentences from `from` to before `to`. The product h U of a timestep leaves out
 * sentences that have no word there.
 */
export function lstmForward(
  xw: usize,
  U: usize,
  h0: usize,
  c0: usize,
  mask: usize,
  peephole: usize,
  gates: usize,
  c: usize,
  h: usize,
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
  const wide = row << 2
  const zRow = paddedRow(4 * H)
  const z = scratch + ((<usize>panelsOf(4 * H) * H) << 5)
  const rows = z + <usize>n * zRow
  const tail = rows + rowListBytes(n)
  pack(U, wide, 0, H, 4 * H, scratch)
  const first = firstStep(T, reverse) * <usize>B + <usize>from
  const step = stride(reverse) * <usize>B
  mask += first << 2
  xw += first * wide
  gates += first * wide
  c += first * row
  h += first * row
  let hBefore = h0 + <usize>from * row
  let cBefore = c0 + <usize>from * row
  for (let t = 0; t < T; t++) {
    const count = activeRows(mask, n, rows)
    multiplyRows(rows, count, hBefore, row, scratch, H, 4 * H, z, zRow, false)
    for (let b: usize = 0; b < <usize>n; b++) {
      const narrowAt = b * row
      const wideAt = b * wide
      if (load<f32>(mask + (b << 2)) == 0) {
        memory.fill(gates + wideAt, 0, wide)
        memory.copy(c + narrowAt, cBefore + narrowAt, row)
        memory.copy(h + narrowAt, hBefore + narrowAt, row)
        continue
      }
      rowForward(
        xw + wideAt,
        z + b * zRow,
        cBefore + narrowAt,
        peephole,
        gates + wideAt,
        c + narrowAt,
        h + narrowAt,
        H,
        tail,
      )
    }
    hBefore = h
    cBefore = c
    mask += step << 2
    xw += step * wide
    gates += step * wide
    c += step * row
    h += step * row
  }
}

function rowForward(
  xw: usize,
  z: usize,
  cBefore: usize,
  peephole: usize,
  gates: usize,
  c: usize,
  h: usize,
  H: i32,
  tail: usize,
): void {
  const peepholeRow = (<usize>H) << 2
  for (; H >= 4; H -= 4) {
    cellForward(xw, z, cBefore, peephole, peepholeRow, gates, c, h)
    xw += 64
    z += 64
    cBefore += 16
    if (peephole) peephole += 16
    gates += 64
    c += 16
    h += 16
  }
  if (H == 0) return
  // The last units, fewer than four, are computed beside the tensors so that nothing is read or written past a row.
  const few = (<usize>H) << 2
  memory.copy(tail, xw, few << 2)
  memory.copy(tail + 64, cBefore, few)
  if (peephole) peephole = peepholeTail(peephole, peepholeRow, tail + 80, few)
  cellForward(tail, z, tail + 64, peephole, 16, tail + 128, tail + 192, tail + 208)
  memory.copy(gates, tail + 128, few << 2)
  memory.copy(c, tail + 192, few)
  memory.copy(h, tail + 208, few)
}

/** The last units of the three rows of a peephole, 16 bytes apart. @returns where they stand */
export function peepholeTail(peephole: usize, row: usize, to: usize, few: usize): usize {
  for (let gate: usize = 0; gate < 3; gate++) memory.copy(to + (gate << 4), peephole + gate * row, few)
  return to
}
