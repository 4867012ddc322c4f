import { matrix, norm, rowOf } from './matrix.ts'
import type { Matrix, Vector } from './matrix.ts'
import { cellOf } from './passes.ts'
import type { PassTrace } from './recurrent-trace.ts'
import { spectralNorm } from './spectral-norm.ts'
import type { State } from './steps.ts'
import type { Trace } from './trace.ts'

/**
 * How much the last state of a pass still depends on an earlier one. Row i, column j: ∂ h_T[i] / ∂ h_t[j].
 *
 * RNN: each step multiplies by diag(f'(z_t)) Uᵀ, for the row vectors h_t = f(x_t W + h_(t-1) U + b). Of an LSTM h and c are two
 * states: `h` holds c_t fixed and `c` is ∂h_T/∂c_t; both count every path through the later steps, as ∂L/∂h_t and ∂L/∂c_t do. Paths
 * through other layers are not counted: this is what the recurrence of one layer hands on.
 */
export interface JacobianToEnd {
  word: number
  /** Steps from this state to the last one: 0 for the last. */
  distance: number
  h: Matrix
  c: Matrix | null
}

/**
 * From the last step of a pass back to its first; what is held by interventions passes nothing on. A generator, since a
 * matrix per step of a long sentence is much memory: take what you need. A step costs about gates · H³ multiplications.
 */
export function* jacobiansToEnd(trace: Trace, pass: PassTrace): Generator<JacobianToEnd> {
  const cell = cellOf(trace.model.spec)!
  const H = trace.model.spec.hidden
  // Row i is the gradient of h_T[i]: H back-propagations side by side.
  let rows = Array.from({ length: H }, (_, i): State => ({ h: unit(H, i), c: null }))
  for (let step = pass.steps.length - 1; step >= 0; step--) {
    const here = pass.steps[step]
    const slopes = rows.map(({ h, c }) => cell.backward(pass.weights, here, h, c))
    const c = cell.hasCellState ? matrixOfRows(slopes.map(({ dc }) => dc!)) : null
    yield { word: here.word, distance: pass.steps.length - 1 - step, h: matrixOfRows(rows.map(({ h }) => h)), c }
    rows = slopes.map(({ previous }) => previous)
  }
}

/** ‖∂h_T/∂h_t‖ of one step: the spectral norm (what the bounds are about) and the Frobenius norm. */
export interface JacobianNorm {
  word: number
  distance: number
  spectral: number
  frobenius: number
  /** LSTM: spectral norm of ∂h_T/∂c_t. */
  ofCell: number | null
}

/** In the order of reading. */
export function jacobianNorms(trace: Trace, pass: PassTrace): JacobianNorm[] {
  const norms: JacobianNorm[] = []
  for (const { word, distance, h, c } of jacobiansToEnd(trace, pass)) {
    const ofCell = c && spectralNorm(c)
    norms.unshift({ word, distance, spectral: spectralNorm(h), frobenius: norm(h.values), ofCell })
  }
  return norms
}

function matrixOfRows(rows: readonly Vector[]): Matrix {
  const whole = matrix(rows.length, rows[0].length)
  rows.forEach((row, i) => rowOf(whole, i).set(row))
  return whole
}

const unit = (length: number, at: number): Vector => Float64Array.from({ length }, (_, i) => (i === at ? 1 : 0))
