import { peepholeTail } from './lstm-forward'
import { panelsOf, packTransposed } from './panels'
import { activeRows, paddedRow, passThrough, rowListBytes, spread, stepAt, stride } from './steps'
import { multiplyRows } from './tiles'
import { storeFours } from './units'
import { all, highHalves, highPairs, lowHalves, lowPairs, madd, tanh } from './vector'

/**
 * The gradient of four units of one sentence at one timestep. `dhLater` and `dcLater` come from the timestep after it;
 * dcLater leaves as what the timestep before it receives.
 */
function cellBackward(
  gates: usize,
  c: usize,
  cBefore: usize,
  dh: usize,
  dhLater: usize,
  dcLater: usize,
  peephole: usize,
  peepholeRow: usize,
  dz: usize,
  dhTotal: usize,
  dcTotal: usize,
): void {
  const one = all(1)
  const u0 = v128.load(gates)
  const u1 = v128.load(gates, 16)
  const u2 = v128.load(gates, 32)
  const u3 = v128.load(gates, 48)
  const if01 = lowPairs(u0, u1)
  const if23 = lowPairs(u2, u3)
  const go01 = highPairs(u0, u1)
  const go23 = highPairs(u2, u3)
  const i = lowHalves(if01, if23)
  const f = highHalves(if01, if23)
  const g = lowHalves(go01, go23)
  const o = highHalves(go01, go23)
  const tanhC = tanh(v128.load(c))
  const dhHere = f32x4.add(v128.load(dh), v128.load(dhLater))
  v128.store(dhTotal, dhHere)
  const slopeC = f32x4.sub(one, f32x4.mul(tanhC, tanhC))
  const slopeI = f32x4.mul(i, f32x4.sub(one, i))
  const slopeF = f32x4.mul(f, f32x4.sub(one, f))
  const slopeG = f32x4.sub(one, f32x4.mul(g, g))
  const slopeO = f32x4.mul(o, f32x4.sub(one, o))
  const dzo = f32x4.mul(f32x4.mul(dhHere, tanhC), slopeO)
  let dc = madd(f32x4.mul(dhHere, o), slopeC, v128.load(dcLater))
  if (peephole) dc = madd(dzo, v128.load(peephole + (peepholeRow << 1)), dc)
  const dzi = f32x4.mul(f32x4.mul(dc, g), slopeI)
  const dzf = f32x4.mul(f32x4.mul(dc, v128.load(cBefore)), slopeF)
  let dcBefore = f32x4.mul(dc, f)
  if (peephole) {
    dcBefore = madd(dzi, v128.load(peephole), dcBefore)
    dcBefore = madd(dzf, v128.load(peephole + peepholeRow), dcBefore)
  }
  v128.store(dcTotal, dc)
  v128.store(dcLater, dcBefore)
  storeFours(dz, dzi, dzf, f32x4.mul(f32x4.mul(dc, i), slopeG), dzo)
}

/** See `LstmBackward` in kernels.ts, for the sentences from `from` to before `to`. */
export function lstmBackward(
  gates: usize,
  c: usize,
  U: usize,
  c0: usize,
  mask: usize,
  peephole: usize,
  dh: usize,
  dz: usize,
  dhTotal: usize,
  dcTotal: usize,
  dh0: usize,
  dc0: usize,
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
  const stateRow = paddedRow(H)
  const dhLater = scratch + ((<usize>panelsOf(H) * H) << 7)
  const dcLater = dhLater + <usize>n * stateRow
  const rows = dcLater + <usize>n * stateRow
  const tail = rows + rowListBytes(n)
  packTransposed(U, wide, 4 * H, H, scratch)
  memory.fill(dhLater, 0, <usize>n * stateRow * 2)
  const earlier = stride(!reverse) * <usize>B * row
  for (let step = <usize>T; step-- > 0;) {
    const first = stepAt(step, T, reverse) * <usize>B + <usize>from
    const maskT = mask + (first << 2)
    const narrow = first * row
    const cBefore = step > 0 ? c + narrow + earlier : c0 + <usize>from * row
    for (let b: usize = 0; b < <usize>n; b++) {
      const at = narrow + b * row
      const stateAt = b * stateRow
      if (load<f32>(maskT + (b << 2)) == 0) {
        memory.fill(dz + (at << 2), 0, wide)
        passThrough(dh + at, dhLater + stateAt, dhTotal + at, H)
        memory.copy(dcTotal + at, dcLater + stateAt, row)
        continue
      }
      rowBackward(
        gates + (at << 2),
        c + at,
        cBefore + b * row,
        dh + at,
        dhLater + stateAt,
        dcLater + stateAt,
        peephole,
        dz + (at << 2),
        dhTotal + at,
        dcTotal + at,
        H,
        tail,
      )
    }
    const count = activeRows(maskT, n, rows)
    multiplyRows(rows, count, dz + (narrow << 2), wide, scratch, 4 * H, H, dhLater, stateRow, false)
  }
  spread(dhLater, stateRow, dh0 + <usize>from * row, row, n, H)
  spread(dcLater, stateRow, dc0 + <usize>from * row, row, n, H)
}

function rowBackward(
  gates: usize,
  c: usize,
  cBefore: usize,
  dh: usize,
  dhLater: usize,
  dcLater: usize,
  peephole: usize,
  dz: usize,
  dhTotal: usize,
  dcTotal: usize,
  H: i32,
  tail: usize,
): void {
  const peepholeRow = (<usize>H) << 2
  for (; H >= 4; H -= 4) {
    cellBackward(gates, c, cBefore, dh, dhLater, dcLater, peephole, peepholeRow, dz, dhTotal, dcTotal)
    gates += 64
    c += 16
    cBefore += 16
    dh += 16
    dhLater += 16
    dcLater += 16
    if (peephole) peephole += 16
    dz += 64
    dhTotal += 16
    dcTotal += 16
  }
  if (H == 0) return
  const few = (<usize>H) << 2
  memory.copy(tail, gates, few << 2)
  memory.copy(tail + 64, c, few)
  memory.copy(tail + 80, cBefore, few)
  memory.copy(tail + 96, dh, few)
  if (peephole) peephole = peepholeTail(peephole, peepholeRow, tail + 224, few)
  cellBackward(
    tail,
    tail + 64,
    tail + 80,
    tail + 96,
    dhLater,
    dcLater,
    peephole,
    16,
    tail + 128,
    tail + 192,
    tail + 208,
  )
  memory.copy(dz, tail + 128, few << 2)
  memory.copy(dhTotal, tail + 192, few)
  memory.copy(dcTotal, tail + 208, few)
}
