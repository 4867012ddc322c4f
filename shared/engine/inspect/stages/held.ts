import { number } from './expression.ts'
import type { Expression } from './expression.ts'

/** A value held by hand is what it is, whatever the equation says. */
export const unlessHeld = (
  held: Uint8Array | null,
  unit: number,
  value: number,
  otherwise: () => Expression,
): Expression => (held?.[unit] === 1 ? number(value, '\\text{held by hand}') : otherwise())

/** Nothing goes back through what is held. */
export const unlessBlocked = (held: Uint8Array | null, unit: number, otherwise: () => Expression): Expression =>
  held?.[unit] === 1 ? number(0, '\\text{held: nothing passes}') : otherwise()
