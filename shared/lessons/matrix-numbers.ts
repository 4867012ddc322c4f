import { matrixFrom } from '../engine/inspect/matrix.ts'
import type { Matrix } from '../engine/inspect/matrix.ts'
import type { LessonNumber, Values } from './lesson.ts'

type Limits = Partial<Pick<LessonNumber, 'min' | 'max' | 'step'>>
const wide = { min: -10, max: 10, step: 0.1 }

/** The key of an entry: rows and columns count from 1. */
export const entryKey = (name: string, row: number, column: number) => `${name}[${row + 1},${column + 1}]`
export const partKey = (name: string, at: number) => `${name}[${at + 1}]`

/** A number per entry of a matrix. */
export const matrixNumbers = (
  name: string,
  rows: readonly (readonly number[])[],
  limits: Limits = {},
): LessonNumber[] =>
  rows.flatMap((row, i) =>
    row.map((start, j) => ({
      ...{ key: entryKey(name, i, j), label: `${name}, row ${i + 1}, column ${j + 1}`, start },
      ...{ ...wide, ...limits },
    })),
  )

export const vectorNumbers = (name: string, values: readonly number[], limits: Limits = {}): LessonNumber[] =>
  values.map((start, at) => ({
    ...{ key: partKey(name, at), label: `${name}, component ${at + 1}`, start },
    ...{ ...wide, ...limits },
  }))

export const matrixOf = ({ numbers }: Pick<Values, 'numbers'>, name: string, rows: number, columns: number): Matrix =>
  matrixFrom(
    Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => numbers[entryKey(name, i, j)])),
  )

export const vectorOf = ({ numbers }: Pick<Values, 'numbers'>, name: string, length: number): number[] =>
  Array.from({ length }, (_, at) => numbers[partKey(name, at)])
