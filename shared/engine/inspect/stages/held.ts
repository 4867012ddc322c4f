import { number } from './expression.ts'
import type { Expression } from './expression.ts'

/** A value held by hand or by a clamp of the spec is what it is, whatever the equation says. */
export const unlessHeld = (
  held: Uint8Array | null,
  unit: number,
  value: number,
  otherwise: () => Expression,
): Expression => (held?.[unit] === 1 ? number(value, '\\text{held}') : otherwise())

/** Nothing goes back through what is held. */
export const unlessBlocked = (held: Uint8Array | null, unit: number, otherwise: () => Expression): Expression =>
  held?.[unit] === 1 ? number(0, '\\text{held: nothing passes}') : otherwise()
