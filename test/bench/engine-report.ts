import type { BenchDevice, Comparison, EngineCase, Measured } from './engine-page.ts'

/** `theirs` is null where tf.layers cannot train; `threads` are those of the device 'wasm'. */
export interface CaseResult extends EngineCase, Comparison {
  /** Of the machine, after the measurement. */
  load: number
}

export interface Growth {
  device: BenchDevice
  of: 'V' | 'T'
  points: number[]
  milliseconds: number[]
  start?: number
  slope?: number
  /** Of the worst point from the straight line, as a share of it. */
  off?: number
}

export const caseName = ({ cell, device, sizes: { V, E, H, T, B } }: EngineCase) =>
  `${cell} ${device} (${[V, E, H, T, B].join(',')})`

const number = (x: number) => (x < 100 ? x.toFixed(1) : x.toFixed(0))

/** name, ours, theirs (as it comes), ratio; then draw calls, bytes and first step of either. */
export function printLine(say: (line: string) => void, result: CaseResult): void {
  const { ours, theirs, same, threads, load } = result
  const ratio = theirs ? `${number(theirs.milliseconds / ours.milliseconds)}×` : '–'
  const each = (of: (m: Measured) => string) => (theirs ? `${of(ours)} / ${of(theirs)}` : of(ours))
  say(
    [
      caseName(result).padEnd(36),
      `${number(ours.milliseconds)} ms`.padStart(10),
      (theirs ? `${number(theirs.milliseconds)} ms` : 'cannot').padStart(10),
      ratio.padStart(7),
      result.device === 'webgl'
        ? `draws ${each((m) => String(m.draws))}`
        : `${threads} thread${threads === 1 ? '' : 's'}`,
      `${each((m) => number(m.bytes / 1e6))} MB`,
      `first ${each((m) => number(m.firstSeconds))} s`,
      `load ${load.toFixed(1)}`,
    ].join('  '),
  )
  if (same)
    say(
      `  theirs told to compute the same function (sigmoid gates): ${number(same.milliseconds)} ms, ` +
        `${number(same.milliseconds / ours.milliseconds)}×, draws ${same.draws}`,
    )
  if (theirs && theirs.steps < ours.steps)
    say(`  cut: theirs was measured on ${theirs.steps} step${theirs.steps === 1 ? '' : 's'}, ours on ${ours.steps}`)
  if (result.device === 'wasm') {
    const { E, H, T, B } = result.sizes
    const columns = { rnn: 1, lstm: 4, gru: 3 }[result.cell] * H
    const gigaflops = (3 * 2 * B * T * (E + H) * columns) / ours.milliseconds / 1e6
    say(`  ${number(gigaflops)} GFLOP/s, counted as 3 · 2·B·T·(E+H)·${columns / H}H`)
  }
}

/** The best device of ours against the best of theirs, for one cell and size. */
export function linesOf(results: CaseResult[]): string[] {
  const best = (side: 'ours' | 'theirs' | 'same') =>
    results
      .flatMap((result) => (result[side] ? [{ device: result.device, milliseconds: result[side].milliseconds }] : []))
      .sort((a, b) => a.milliseconds - b.milliseconds)[0]
  const ours = best('ours')
  const line = (side: 'theirs' | 'same', words: string) => {
    const theirs = best(side)
    if (!ours || !theirs) return []
    const ratio = number(theirs.milliseconds / ours.milliseconds)
    return [`  best of ours (${ours.device}) / best of theirs (${theirs.device}, ${words}): ${ratio}×`]
  }
  return [...line('theirs', 'as it comes'), ...line('same', 'same function')]
}

/** The line start + slope·x with the least squares of relative errors; how far the worst point is off it, as a share of it. */
export function straightLine(x: number[], y: number[]): { start: number; slope: number; off: number } {
  const sum = (of: (n: number) => number) => x.reduce((all, _, n) => all + of(n) / y[n] ** 2, 0)
  const weight = sum(() => 1)
  const [meanX, meanY] = [sum((n) => x[n]) / weight, sum((n) => y[n]) / weight]
  const slope = sum((n) => (x[n] - meanX) * (y[n] - meanY)) / sum((n) => (x[n] - meanX) ** 2)
  const start = meanY - slope * meanX
  const off = Math.max(...x.map((_, n) => Math.abs(y[n] / (start + slope * x[n]) - 1)))
  return { start, slope, off }
}

export function printGrowth(say: (line: string) => void, { device, of, points, milliseconds, ...line }: Growth): void {
  const each = points.map((point, n) => `${point}: ${number(milliseconds[n])} ms`).join(', ')
  say(`lstm ${device}, time by ${of}: ${each}`)
  if (of === 'V') say(`  ${number(100 * (milliseconds[1] / milliseconds[0] - 1))} % more for ${points[1]} words`)
  else if (line.off !== undefined)
    say(
      `  ${number(line.start!)} ms + ${line.slope!.toFixed(3)} ms per timestep; worst deviation ${number(100 * line.off)} %`,
    )
}
