import { MOST_TIMINGS } from '../../../shared/contract/settings.ts'
import type { DeviceTime, DeviceTiming } from '../../../shared/contract/settings.ts'
import type { Device } from '../../../shared/contract/trainer.ts'

/** A device this many times slower than the fastest is not looked at any longer, unless its steps are short anyway. */
const TOO_SLOW = 8
const SHORT_MS = 60

/** The timing of a shape on a machine, if there is one. A shape without a vocabulary fits any. */
export const timingOf = (timings: readonly DeviceTiming[], machine: string, shape: string): DeviceTiming | null =>
  timings.find(
    (one) => one.machine === machine && (one.shape === shape || (shape.endsWith(' V') && one.shape.startsWith(shape))),
  ) ?? null

/** Puts a timing first, in place of an older one; the oldest go when there are too many. */
export const withTiming = (timings: readonly DeviceTiming[], timing: DeviceTiming): DeviceTiming[] =>
  [timing, ...timings.filter(({ machine, shape }) => machine !== timing.machine || shape !== timing.shape)].slice(
    0,
    MOST_TIMINGS,
  )

/** The fastest device of a timing; null when no device made a step. */
export function fastest(times: readonly DeviceTime[]): Device | null {
  const stepped = times.filter((time): time is DeviceTime & { step: number } => time.step !== null)
  if (stepped.length === 0) return null
  return stepped.reduce((best, one) => (one.step < best.step ? one : best)).device
}

/** From which time per step on a device is too slow, after these; null while there is nothing to compare with. */
export function slowLimit(times: readonly DeviceTime[]): number | null {
  const steps = times.flatMap(({ step }) => step ?? [])
  return steps.length > 0 ? Math.max(SHORT_MS, TOO_SLOW * Math.min(...steps)) : null
}
