// What the sequences of the RNN and the LSTM have in common: which sentences still have a word at a timestep.

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
