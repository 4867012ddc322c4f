import type { Point } from '../../../charts/points.ts'

/** What a logarithmic axis can show. */
export const FLOOR = 1e-12
export const positivePoints = (values: readonly number[], firstX = 1): Point[] =>
  values.flatMap((y, at) => (y > FLOOR && Number.isFinite(y) ? [{ x: firstX + at, y }] : []))
