import { panelsOf, pack, packTransposed } from './panels'
import { activeRows, paddedRow, rowListBytes, spread } from './steps'
import { multiplyRows } from './tiles'
import { all, highHalves, highPairs, lowHalves, lowPairs, madd, sigmoid, tanh } from './vector'

/** Bytes of scratch for either direction: packed weights, one timestep of rows, the list of rows, room for a tail. */
export function lstmScratch(B: i32, H: i32): i32 {
  const weights = max(<usize>panelsOf(4 * H) * H, <usize>panelsOf(H) * H * 4) << 5
  return <i32>(weights + <usize>B * (paddedRow(4 * H) + 2 * paddedRow(H)) + rowListBytes(B) + 512)
}

/**
 * Four units of one sentence at one timestep. z = xw + product arrives unit by unit as (i, f, g, o), is turned into one
 * vector per gate, and goes back the same way.
 */
function cellForward(xw: usize, product: usize, cBefore: usize, gates: usize, c: usize, h: usize): void {
  const u0 = f32x4.add(v128.load(xw), v128.load(product))
  const u1 = f32x4.add(v128.load(xw, 16), v128.load(product, 16))
  const u2 = f32x4.add(v128.load(xw, 32), v128.load(product, 32))
  const u3 = f32x4.add(v128.load(xw, 48), v128.load(product, 48))
  const if01 = lowPairs(u0, u1)
  const if23 = lowPairs(u2, u3)
  const go01 = highPairs(u0, u1)
  const go23 = highPairs(u2, u3)
  const i = sigmoid(lowHalves(if01, if23))
  const f = sigmoid(highHalves(if01, if23))
  const g = tanh(lowHalves(go01, go23))
  const o = sigmoid(highHalves(go01, go23))
  const state = madd(f, v128.load(cBefore), f32x4.mul(i, g))
  v128.store(c, state)
  v128.store(h, f32x4.mul(o, tanh(state)))
  storeUnits(gates, i, f, g, o)
}

/** One vector per gate to one vector (i, f, g, o) per unit. */
function storeUnits(to: usize, i: v128, f: v128, g: v128, o: v128): void {
  const if01 = lowPairs(i, f)
  const if23 = highPairs(i, f)
  const go01 = lowPairs(g, o)
  const go23 = highPairs(g, o)
  v128.store(to, lowHalves(if01, go01))
  v128.store(to, highHalves(if01, go01), 16)
  v128.store(to, lowHalves(if23, go23), 32)
  v128.store(to, highHalves(if23, go23), 48)
}

/** See `LstmForward` in kernels.ts. The product h U of a timestep leaves out sentences that have no word there. */
export function lstmForward(
  xw: usize,
  U: usize,
  h0: usize,
  c0: usize,
  mask: usize,
  gates: usize,
  c: usize,
  h: usize,
  T: i32,
  B: i32,
  H: i32,
  scratch: usize,
): void {
  const row = (<usize>H) << 2
  const wide = row << 2
  const zRow = paddedRow(4 * H)
  const z = scratch + ((<usize>panelsOf(4 * H) * H) << 5)
  const rows = z + <usize>B * zRow
  const tail = rows + rowListBytes(B)
  pack(U, wide, 0, H, 4 * H, scratch)
  let hBefore = h0
  let cBefore = c0
  for (let t = 0; t < T; t++) {
    const count = activeRows(mask, B, rows)
    multiplyRows(rows, count, hBefore, row, scratch, H, 4 * H, z, zRow)
    for (let b: usize = 0; b < <usize>B; b++) {
      const narrowAt = b * row
      const wideAt = b * wide
      if (load<f32>(mask + (b << 2)) == 0) {
        memory.fill(gates + wideAt, 0, wide)
        memory.copy(c + narrowAt, cBefore + narrowAt, row)
        memory.copy(h + narrowAt, hBefore + narrowAt, row)
        continue
      }
      rowForward(xw + wideAt, z + b * zRow, cBefore + narrowAt, gates + wideAt, c + narrowAt, h + narrowAt, H, tail)
    }
    hBefore = h
    cBefore = c
    mask += (<usize>B) << 2
    xw += <usize>B * wide
    gates += <usize>B * wide
    c += <usize>B * row
    h += <usize>B * row
  }
}

function rowForward(xw: usize, z: usize, cBefore: usize, gates: usize, c: usize, h: usize, H: i32, tail: usize): void {
  for (; H >= 4; H -= 4) {
    cellForward(xw, z, cBefore, gates, c, h)
    xw += 64
    z += 64
    cBefore += 16
    gates += 64
    c += 16
    h += 16
  }
  if (H == 0) return
  // The last units, fewer than four, are computed beside the tensors so that nothing is read or written past a row.
  const few = (<usize>H) << 2
  memory.copy(tail, xw, few << 2)
  memory.copy(tail + 64, cBefore, few)
  cellForward(tail, z, tail + 64, tail + 128, tail + 192, tail + 208)
  memory.copy(gates, tail + 128, few << 2)
  memory.copy(c, tail + 192, few)
  memory.copy(h, tail + 208, few)
}

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
  const dc = madd(f32x4.mul(dhHere, o), slopeC, v128.load(dcLater))
  v128.store(dcTotal, dc)
  v128.store(dcLater, f32x4.mul(dc, f))
  const slopeI = f32x4.mul(i, f32x4.sub(one, i))
  const slopeF = f32x4.mul(f, f32x4.sub(one, f))
  const slopeG = f32x4.sub(one, f32x4.mul(g, g))
  const slopeO = f32x4.mul(o, f32x4.sub(one, o))
  storeUnits(
    dz,
    f32x4.mul(f32x4.mul(dc, g), slopeI),
    f32x4.mul(f32x4.mul(dc, v128.load(cBefore)), slopeF),
    f32x4.mul(f32x4.mul(dc, i), slopeG),
    f32x4.mul(f32x4.mul(dhHere, tanhC), slopeO),
  )
}

/** See `LstmBackward` in kernels.ts. */
export function lstmBackward(
  gates: usize,
  c: usize,
  U: usize,
  h0: usize,
  c0: usize,
  mask: usize,
  dh: usize,
  dz: usize,
  dhTotal: usize,
  dcTotal: usize,
  dh0: usize,
  dc0: usize,
  T: i32,
  B: i32,
  H: i32,
  scratch: usize,
): void {
  const row = (<usize>H) << 2
  const wide = row << 2
  const stateRow = paddedRow(H)
  const dhLater = scratch + ((<usize>panelsOf(H) * H) << 7)
  const dcLater = dhLater + <usize>B * stateRow
  const rows = dcLater + <usize>B * stateRow
  const tail = rows + rowListBytes(B)
  packTransposed(U, wide, 4 * H, H, scratch)
  memory.fill(dhLater, 0, <usize>B * stateRow * 2)
  for (let t = <usize>T; t-- > 0;) {
    const maskT = mask + ((t * B) << 2)
    const narrow = t * B * row
    const cBefore = t > 0 ? c + narrow - <usize>B * row : c0
    for (let b: usize = 0; b < <usize>B; b++) {
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
        dz + (at << 2),
        dhTotal + at,
        dcTotal + at,
        H,
        tail,
      )
    }
    const count = activeRows(maskT, B, rows)
    multiplyRows(rows, count, dz + (narrow << 2), wide, scratch, 4 * H, H, dhLater, stateRow)
  }
  spread(dhLater, stateRow, dh0, row, B, H)
  spread(dcLater, stateRow, dc0, row, B, H)
}

/** Padding: what comes from later timesteps and from outside goes on to the timestep before. */
export function passThrough(dh: usize, dhLater: usize, dhTotal: usize, H: i32): void {
  for (let j: usize = 0; j < (<usize>H) << 2; j += 4) {
    const total = load<f32>(dh + j) + load<f32>(dhLater + j)
    store<f32>(dhTotal + j, total)
    store<f32>(dhLater + j, total)
  }
}

function rowBackward(
  gates: usize,
  c: usize,
  cBefore: usize,
  dh: usize,
  dhLater: usize,
  dcLater: usize,
  dz: usize,
  dhTotal: usize,
  dcTotal: usize,
  H: i32,
  tail: usize,
): void {
  for (; H >= 4; H -= 4) {
    cellBackward(gates, c, cBefore, dh, dhLater, dcLater, dz, dhTotal, dcTotal)
    gates += 64
    c += 16
    cBefore += 16
    dh += 16
    dhLater += 16
    dcLater += 16
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
  cellBackward(tail, tail + 64, tail + 80, tail + 96, dhLater, dcLater, tail + 128, tail + 192, tail + 208)
  memory.copy(dz, tail + 128, few << 2)
  memory.copy(dhTotal, tail + 192, few)
  memory.copy(dcTotal, tail + 208, few)
}
