import { stream } from '../training/random.ts'

/**
 * Factors of one training step, one array [B·H] per layer: 0 for a dropped feature, 1/(1-rate) for a kept one, so that the
 * expected output is the same as at evaluation. Drawn on the host from (seed, step), hence equal on every device.
 * Null when the rate is 0.
 */
export function dropoutMasks(
  seed: number,
  step: number,
  { rate, layers, size }: { rate: number; layers: number; size: number },
): Float32Array[] | null {
  if (rate === 0) return null
  const random = stream(seed, 'dropout', step)
  const kept = 1 / (1 - rate)
  return Array.from({ length: layers }, () =>
    Float32Array.from({ length: size }, () => (random.next() < rate ? 0 : kept)),
  )
}
