import { stepAt, stride } from './steps'

/**
 * See `PeepholeGradient` in kernels.ts, for the units from `from` to before `to`. Sums run over timesteps, then sentences, in
 * double precision: they have T B terms.
 */
export function peepholeGradient(
  dz: usize,
  c: usize,
  c0: usize,
  gradient: usize,
  T: i32,
  B: i32,
  H: i32,
  reverse: bool,
  from: i32,
  to: i32,
): void {
  const row = (<usize>H) << 2
  const earlier = stride(!reverse) * <usize>B * row
  for (let unit = <usize>from; unit < <usize>to; unit++) {
    const at = unit << 2
    let i: f64 = 0
    let f: f64 = 0
    let o: f64 = 0
    for (let step: usize = 0; step < <usize>T; step++) {
      const start = stepAt(step, T, reverse) * <usize>B * row + at
      let state = c + start
      let before = step > 0 ? state + earlier : c0 + at
      let slopes = dz + (start << 2)
      for (let b = 0; b < B; b++) {
        const cBefore = <f64>load<f32>(before)
        i += <f64>load<f32>(slopes) * cBefore
        f += <f64>load<f32>(slopes, 4) * cBefore
        o += <f64>load<f32>(slopes, 12) * <f64>load<f32>(state)
        state += row
        before += row
        slopes += row << 2
      }
    }
    store<f32>(gradient + at, <f32>i)
    store<f32>(gradient + row + at, <f32>f)
    store<f32>(gradient + 2 * row + at, <f32>o)
  }
}
