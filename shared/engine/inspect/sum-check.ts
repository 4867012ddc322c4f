import type { TrainedGradient } from '../../contract/trainer.ts'
import { touchedRows } from './contributions.ts'
import type { ParameterGradient } from './contributions.ts'
import { norm } from './matrix.ts'
import type { Vector } from './matrix.ts'

/** How far the trainer's single precision may be from the sum in double precision: about a hundred roundings of 6e-8. */
export const sumTolerance = 1e-5

/** One parameter: the sum of the visible terms beside the gradient that the trainer uses. */
export interface SumCheck {
  parameter: string
  /** Norms of both. */
  sum: number
  trained: number
  /** The largest difference of any entry, and ‖sum - trained‖ / max(‖sum‖, ‖trained‖); 0 when both are 0. */
  largest: number
  error: number
  agrees: boolean
}

/**
 * Adds up the terms of every parameter and compares with the trainer's answer.
 * @throws {RangeError} when the two speak of different parameters.
 */
export function checkSums(gradients: readonly ParameterGradient[], trained: readonly TrainedGradient[]): SumCheck[] {
  return gradients.map((gradient) => {
    const { parameter } = gradient
    const theirs = trained.find((one) => one.parameter === parameter)
    if (!theirs) throw new RangeError(`sum check: the trainer has no parameter '${parameter}'`)
    return compared(parameter, touchedRows(gradient), rowsOf(theirs))
  })
}

function rowsOf({ columns, rows, values }: TrainedGradient): Map<number, Float32Array> {
  const row = (at: number) => values.subarray(at * columns, (at + 1) * columns)
  const numbers = rows ?? Int32Array.from({ length: values.length / columns }, (_, n) => n)
  return new Map(Array.from(numbers, (number, at) => [number, row(at)]))
}

/** A row that one side does not have is a row of zeros. */
function compared(parameter: string, ours: Map<number, Vector>, theirs: Map<number, Float32Array>): SumCheck {
  const [differences, sums, trains]: [number[], number[], number[]] = [[], [], []]
  for (const row of new Set([...ours.keys(), ...theirs.keys()])) {
    const [a, b] = [ours.get(row), theirs.get(row)]
    const length = Math.max(a?.length ?? 0, b?.length ?? 0)
    for (let column = 0; column < length; column++) {
      const [left, right] = [a?.[column] ?? 0, b?.[column] ?? 0]
      differences.push(left - right)
      sums.push(left)
      trains.push(right)
    }
  }
  const [apart, sum, own] = [differences, sums, trains].map((values) => norm(Float64Array.from(values)))
  const error = apart === 0 ? 0 : apart / Math.max(sum, own)
  const largest = differences.reduce((most, one) => Math.max(most, Math.abs(one)), 0)
  return { parameter, sum, trained: own, largest, error, agrees: error <= sumTolerance }
}
