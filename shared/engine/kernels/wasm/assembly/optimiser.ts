import { all, madd } from './vector'

const MOMENTUM: i32 = 1
const RMSPROP: i32 = 2
const ADAM: i32 = 3

/**
 * One step of the parameters from `from` (a multiple of 4) to before `to`; source and target may be the same. `kind` is the index in ['sgd', 'momentum', 'rmsprop',
 * 'adam']. `rate` is η, for Adam η / (1 - β₁ᵗ); `correction` is 1 / √(1 - β₂ᵗ), used by Adam alone. `weight1` is what
 * the gradient adds to the first moment: 1 - β₁, for momentum 1; `weight2` is 1 - β₂. They come from double precision:
 * 1 - 0.999 in floats is off by 10⁻⁵.
 * Moments that a kind does not have are neither read nor written.
 */
export function optimise(
  kind: i32,
  p: usize,
  g: usize,
  m: usize,
  v: usize,
  pTo: usize,
  mTo: usize,
  vTo: usize,
  scale: f32,
  rate: f32,
  beta1: f32,
  weight1: f32,
  beta2: f32,
  weight2: f32,
  epsilon: f32,
  correction: f32,
  from: i32,
  to: i32,
): void {
  for (let i: usize = (<usize>from) << 2; i < (<usize>to) << 2;) {
    // The last one to three numbers go one by one, in the first lane.
    const left = ((<usize>to) << 2) - i
    const full = left >= 16
    const gradient = f32x4.mul(read(g + i, full), all(scale))
    let change = gradient
    if (kind == MOMENTUM || kind == ADAM) {
      const moment = madd(read(m + i, full), all(beta1), f32x4.mul(gradient, all(weight1)))
      write(mTo + i, moment, full)
      change = moment
    }
    if (kind == RMSPROP || kind == ADAM) {
      const square = f32x4.mul(f32x4.mul(gradient, gradient), all(weight2))
      const moment = madd(read(v + i, full), all(beta2), square)
      write(vTo + i, moment, full)
      let root = f32x4.sqrt(moment)
      if (kind == ADAM) root = f32x4.mul(root, all(correction))
      change = f32x4.div(change, f32x4.add(root, all(epsilon)))
    }
    write(pTo + i, f32x4.sub(read(p + i, full), f32x4.mul(change, all(rate))), full)
    i += full ? 16 : 4
  }
}

function read(at: usize, full: bool): v128 {
  return full ? v128.load(at) : v128.load32_zero(at)
}

function write(at: usize, value: v128, full: bool): void {
  if (full) v128.store(at, value)
  else v128.store32_lane(at, value, 0)
}

/**
 * The same, in place, for the rows of p [V, D] from `from` to before `to` that have a slot: row r moves by row slots[r] of
 * g [C, D], or stays where slots[r] is -1.
 * @returns the first row whose slot is not below C, or -1
 */
export function optimiseRows(
  kind: i32,
  D: i32,
  C: i32,
  p: usize,
  g: usize,
  slots: usize,
  m: usize,
  v: usize,
  scale: f32,
  rate: f32,
  beta1: f32,
  weight1: f32,
  beta2: f32,
  weight2: f32,
  epsilon: f32,
  correction: f32,
  from: i32,
  to: i32,
): i32 {
  const row = (<usize>D) << 2
  for (let r = from; r < to; r++) {
    const slot = load<i32>(slots + ((<usize>r) << 2))
    if (slot < 0) continue
    if (slot >= C) return r
    const pRow = p + <usize>r * row
    const mRow = m + <usize>r * row
    const vRow = v + <usize>r * row
    const gRow = g + <usize>slot * row
    optimise(
      kind,
      pRow,
      gRow,
      mRow,
      vRow,
      pRow,
      mRow,
      vRow,
      scale,
      rate,
      beta1,
      weight1,
      beta2,
      weight2,
      epsilon,
      correction,
      0,
      D,
    )
  }
  return -1
}
