import type { OptimiserAttributes } from '../kernels.ts'
import type { Floats } from './floats.ts'

/** A parameter with its moments; a moment that the optimiser does not use has one element. */
export interface Moments {
  p: Floats
  m: Floats
  v: Floats
}

/** The step must not happen: a loss or a gradient was not finite. See kernels.ts. */
export const refuses = (scale: number): boolean => !(scale >= 0 && scale < Infinity)

/**
 * Moves elements at .. at + length of p, m and v, IN PLACE, by gradient g[gAt ..] · scale. The formulas stand in kernels.ts.
 */
export function stepInPlace(
  { p, m, v }: Moments,
  at: number,
  { g, gAt, length, scale }: { g: Floats; gAt: number; length: number; scale: number },
  { kind, learningRate, beta1, beta2, epsilon, t }: OptimiserAttributes,
): void {
  const shift = gAt - at
  const end = at + length
  if (kind === 'sgd') {
    for (let i = at; i < end; i++) p[i] -= learningRate * g[i + shift] * scale
  } else if (kind === 'momentum') {
    for (let i = at; i < end; i++) {
      m[i] = beta1 * m[i] + g[i + shift] * scale
      p[i] -= learningRate * m[i]
    }
  } else if (kind === 'rmsprop') {
    for (let i = at; i < end; i++) {
      const slope = g[i + shift] * scale
      v[i] = beta2 * v[i] + (1 - beta2) * slope * slope
      p[i] -= (learningRate * slope) / (Math.sqrt(v[i]) + epsilon)
    }
  } else {
    const mean = 1 / (1 - beta1 ** t)
    const square = 1 / (1 - beta2 ** t)
    for (let i = at; i < end; i++) {
      const slope = g[i + shift] * scale
      m[i] = beta1 * m[i] + (1 - beta1) * slope
      v[i] = beta2 * v[i] + (1 - beta2) * slope * slope
      p[i] -= (learningRate * m[i] * mean) / (Math.sqrt(v[i] * square) + epsilon)
    }
  }
}

/** p', m', v' as new arrays. */
export function optimiserStep(old: Moments, g: Floats, scale: number, attributes: OptimiserAttributes): Moments {
  const next = { p: old.p.slice(), m: old.m.slice(), v: old.v.slice() }
  if (!refuses(scale)) stepInPlace(next, 0, { g, gAt: 0, length: g.length, scale }, attributes)
  return next
}

/** Moves the rows with a slot, IN PLACE: row r of p [V, D] by row slots[r] of g [C, D]. */
export function sparseOptimiserStep(
  moments: Moments,
  { g, slots, scale, D }: { g: Floats; slots: Int32Array; scale: number; D: number },
  attributes: OptimiserAttributes,
): void {
  if (refuses(scale)) return
  for (let r = 0; r < slots.length; r++)
    if (slots[r] >= 0) stepInPlace(moments, r * D, { g, gAt: slots[r] * D, length: D, scale }, attributes)
}
