// What the sequences have in common: which way time runs, and which sentences have a word at a timestep.

/** The timestep that is read first, and what to add to get from one to the next (modulo 2³²). */
export function firstStep(T: i32, reverse: bool): usize {
  return reverse ? <usize>(T - 1) : 0
}
export function stride(reverse: bool): usize {
  return reverse ? <usize>-1 : 1
}

/** The timestep that is read as number n, from 0. */
export function stepAt(n: usize, T: i32, reverse: bool): usize {
  return reverse ? <usize>(T - 1) - n : n
}

/** Numbers of the sentences whose mask is not 0, then the last one three times more (see tiles.ts). @returns how many */
export function activeRows(mask: usize, B: i32, rows: usize): i32 {
  let count: usize = 0
  for (let b = 0; b < B; b++) {
    if (load<f32>(mask + ((<usize>b) << 2)) == 0) continue
    store<u32>(rows + (count << 2), b)
    count++
  }
  if (count == 0) return 0
  const last = load<u32>(rows + ((count - 1) << 2))
  for (let i: usize = 0; i < 3; i++) store<u32>(rows + ((count + i) << 2), last)
  return <i32>count
}

/** Bytes of the row list of B sentences. */
export function rowListBytes(B: i32): usize {
  return (<usize>B * 4 + 12 + 15) & ~15
}

/** Bytes of a row of n floats with room for whole panels and whole groups of four units. */
export function paddedRow(n: i32): usize {
  return ((<usize>n + 15) & ~15) << 2
}

/** B rows of n floats, dense, into rows of `stride` bytes, or back. */
export function spread(from: usize, fromStride: usize, to: usize, toStride: usize, B: i32, n: i32): void {
  for (let b = 0; b < B; b++) {
    memory.copy(to, from, (<usize>n) << 2)
    from += fromStride
    to += toStride
  }
}

/** Padding: what comes from later timesteps and from outside goes on to the timestep before. */
export function passThrough(dh: usize, dhLater: usize, dhTotal: usize, H: i32): void {
  for (let j: usize = 0; j < (<usize>H) << 2; j += 4) {
    const total = load<f32>(dh + j) + load<f32>(dhLater + j)
    store<f32>(dhTotal + j, total)
    store<f32>(dhLater + j, total)
  }
}
