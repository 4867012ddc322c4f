import { MOST_SHARES } from './signals.ts'

/** Nanoseconds of work below which another thread costs more than it saves (test/bench/wasm-threads.ts). */
export const GRAIN = 60_000

/**
 * Into how many shares that many nanoseconds of work are divided for so many threads. Two for each thread: one that is held
 * up by other programs leaves its second share to the others.
 */
export const sharesFor = (work: number, threads: number): number =>
  threads === 1 ? 1 : Math.max(1, Math.min(2 * threads, MOST_SHARES, Math.floor(work / GRAIN)))

/**
 * Borders of at most `shares` parts of n items, all but the last at multiples of `unit`: [0, …, n]. No part is empty,
 * unless n is 0.
 */
export function evenCuts(n: number, shares: number, unit: number): number[] {
  const units = Math.ceil(n / unit)
  const parts = Math.max(1, Math.min(shares, units))
  return Array.from({ length: parts + 1 }, (_, part) => Math.min(n, Math.round((part * units) / parts) * unit))
}

/** The same where items differ: parts of about the same weight. `weigh` gives that of an item, at least 0. */
export function weighedCuts(n: number, shares: number, weigh: (item: number) => number): number[] {
  let total = 0
  for (let i = 0; i < n; i++) total += weigh(i)
  const cuts = [0]
  let sum = 0
  for (let i = 0; i < n && cuts.length < shares; i++) {
    const weight = weigh(i)
    const border = (total * cuts.length) / shares
    // The item on the border goes where it disturbs less.
    if (sum + weight / 2 >= border && i > cuts[cuts.length - 1]) cuts.push(i)
    sum += weight
  }
  cuts.push(n)
  return cuts
}
