import { panelsOf, packTransposed } from './panels'
import { activeRows, paddedRow, passThrough, rowListBytes, spread, stepAt, stride } from './steps'
import { multiplyRows } from './tiles'
import { storeThrees } from './units'
import { all, highHalves, highPairs, lowHalves, lowPairs } from './vector'

/**
 * The gradient of four units of one sentence at one timestep. `dhLater` comes from the timestep after it, and leaves as
 * dhTotal ⊙ z, to which the product du Uᵀ is added.
 */
function cellBackward(
  gates: usize,
  hBefore: usize,
  dh: usize,
  dhLater: usize,
  dz: usize,
  du: usize,
  dhTotal: usize,
): void {
  const one = all(1)
  const u0 = v128.load(gates)
  const u1 = v128.load(gates, 16)
  const u2 = v128.load(gates, 32)
  const u3 = v128.load(gates, 48)
  const rz01 = lowPairs(u0, u1)
  const rz23 = lowPairs(u2, u3)
  const nq01 = highPairs(u0, u1)
  const nq23 = highPairs(u2, u3)
  const r = lowHalves(rz01, rz23)
  const z = highHalves(rz01, rz23)
  const n = lowHalves(nq01, nq23)
  const q = highHalves(nq01, nq23)
  const dhHere = f32x4.add(v128.load(dh), v128.load(dhLater))
  const notZ = f32x4.sub(one, z)
  const dn = f32x4.mul(f32x4.mul(dhHere, notZ), f32x4.sub(one, f32x4.mul(n, n)))
  const dzz = f32x4.mul(f32x4.mul(dhHere, f32x4.sub(v128.load(hBefore), n)), f32x4.mul(z, notZ))
  const dzr = f32x4.mul(f32x4.mul(dn, q), f32x4.mul(r, f32x4.sub(one, r)))
  v128.store(dhTotal, dhHere)
  v128.store(dhLater, f32x4.mul(dhHere, z))
  storeThrees(dz, dzr, dzz, dn)
  storeThrees(du, dzr, dzz, f32x4.mul(dn, r))
}

/** See `GruBackward` in kernels.ts, for the sentences from `from` to before `to`. */
export function gruBackward(
  gates: usize,
  h: usize,
  U: usize,
  h0: usize,
  mask: usize,
  dh: usize,
  dz: usize,
  du: usize,
  dhTotal: usize,
  dh0: usize,
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
  const stateRow = paddedRow(H)
  const dhLater = scratch + ((<usize>panelsOf(H) * H * 3) << 5)
  const rows = dhLater + <usize>count * stateRow
  const tail = rows + rowListBytes(count)
  packTransposed(U, 3 * row, 3 * H, H, scratch)
  memory.fill(dhLater, 0, <usize>count * stateRow)
  const earlier = stride(!reverse) * <usize>B * row
  for (let step = <usize>T; step-- > 0;) {
    const first = stepAt(step, T, reverse) * <usize>B + <usize>from
    const maskT = mask + (first << 2)
    const start = first * row
    const hBefore = step > 0 ? h + start + earlier : h0 + <usize>from * row
    for (let b: usize = 0; b < <usize>count; b++) {
      const at = start + b * row
      const later = dhLater + b * stateRow
      if (load<f32>(maskT + (b << 2)) == 0) {
        memory.fill(dz + 3 * at, 0, 3 * row)
        memory.fill(du + 3 * at, 0, 3 * row)
        passThrough(dh + at, later, dhTotal + at, H)
        continue
      }
      rowBackward(gates + 4 * at, hBefore + b * row, dh + at, later, dz + 3 * at, du + 3 * at, dhTotal + at, H, tail)
    }
    multiplyRows(
      rows,
      activeRows(maskT, count, rows),
      du + 3 * start,
      3 * row,
      scratch,
      3 * H,
      H,
      dhLater,
      stateRow,
      true,
    )
  }
  spread(dhLater, stateRow, dh0 + <usize>from * row, row, count, H)
}

function rowBackward(
  gates: usize,
  hBefore: usize,
  dh: usize,
  dhLater: usize,
  dz: usize,
  du: usize,
  dhTotal: usize,
  H: i32,
  tail: usize,
): void {
  for (; H >= 4; H -= 4) {
    cellBackward(gates, hBefore, dh, dhLater, dz, du, dhTotal)
    gates += 64
    hBefore += 16
    dh += 16
    dhLater += 16
    dz += 48
    du += 48
    dhTotal += 16
  }
  if (H == 0) return
  const few = (<usize>H) << 2
  memory.copy(tail, gates, few << 2)
  memory.copy(tail + 64, hBefore, few)
  memory.copy(tail + 80, dh, few)
  cellBackward(tail, tail + 64, tail + 80, dhLater, tail + 96, tail + 144, tail + 192)
  memory.copy(dz, tail + 96, 3 * few)
  memory.copy(du, tail + 144, 3 * few)
  memory.copy(dhTotal, tail + 192, few)
}
