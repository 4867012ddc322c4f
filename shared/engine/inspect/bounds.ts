import { slopeOf, steepestSlope } from './activations.ts'
import type { ActivationName } from './activations.ts'
import { spectralRadius } from './eigenvalues.ts'
import type { GateName } from './interventions.ts'
import { gateColumns } from './matrix.ts'
import type { Matrix } from './matrix.ts'
import { cellOf } from './passes.ts'
import type { PassTrace } from './recurrent-trace.ts'
import { spectralNorm } from './spectral-norm.ts'
import type { Trace } from './trace.ts'

/**
 * What a recurrent matrix alone says about ‖∂h_T/∂h_t‖ of an RNN, k = T - t steps apart (Pascanu, Mikolov & Bengio 2013, arXiv
 * 1211.5063, section 2.1). With h_t = f(x_t W + h_(t-1) U + b) the Jacobian of a step is diag(f') Uᵀ, so
 *
 *   ‖∂h_T/∂h_t‖ ≤ (γ σ₁)^k       for any sentence: γ = 1 for tanh and relu, ¼ for a sigmoid
 *   ρ^k ≤ ‖U^k‖ ≤ σ₁^k           the linear net, which tanh is for small states
 *
 * Both are one-sided. γ σ₁ < 1 proves that the gradient vanishes; γ σ₁ > 1 proves nothing. γ ρ > 1 is necessary for it to
 * explode in the long run, not sufficient: a tanh that saturates makes the measured norm fall far below ρ^k. Never show
 * either as an error.
 */
export interface RecurrenceBounds {
  sigma: number
  rho: number
  gamma: number
  /** [k] from 0: (γ σ₁)^k, above which no sentence can be. */
  upper: number[]
  /** [k] from 0: ρ^k, how the linear net goes on in the long run. No bound for a net that saturates. */
  linear: number[]
  vanishesSurely: boolean
  canExplode: boolean
}

/** @param steps largest k */
export function recurrenceBounds(U: Matrix, activation: ActivationName, steps: number): RecurrenceBounds {
  const [sigma, rho, gamma] = [spectralNorm(U), spectralRadius(U), steepestSlope[activation]]
  const powers = (base: number) => Array.from({ length: steps + 1 }, (_, k) => base ** k)
  return {
    ...{ sigma, rho, gamma, upper: powers(gamma * sigma), linear: powers(rho) },
    vanishesSurely: gamma * sigma < 1,
    canExplode: gamma * rho > 1,
  }
}

/**
 * The same upper bound with the slopes that this sentence really has: Π σ₁ max f'(z) over the steps after each word. Tighter
 * than (γ σ₁)^k, and still above the measured norm. Entry n belongs to step n of the pass; the last is 1.
 * @throws {RangeError} for cells with gates, whose Jacobian is no such product.
 */
export function boundOfSentence({ model }: Trace, { steps, weights }: PassTrace): number[] {
  if (model.spec.cell !== 'rnn') throw new RangeError(`inspect: this bound is for an RNN, not for ${model.spec.cell}`)
  const sigma = spectralNorm(weights.U)
  const bounds = steps.map(() => 1)
  for (let n = steps.length - 2; n >= 0; n--) {
    const [{ value }] = steps[n + 1].gates
    bounds[n] = bounds[n + 1] * sigma * Math.max(...slopeOf(weights.activation, value))
  }
  return bounds
}

/** The H × H recurrent matrix of each gate; of an RNN the one there is. */
export function recurrentMatrices({ model }: Trace, { weights }: PassTrace): { gate: GateName; U: Matrix }[] {
  const { gates } = cellOf(model.spec)!
  return gates.map((gate, n) => ({ gate, U: gateColumns(weights.U, gates.length, n) }))
}
