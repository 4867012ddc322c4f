import { filled } from './matrix.ts'
import type { Vector } from './matrix.ts'

/** tanh and relu of the states, sigmoid of the gates. */
export type ActivationName = 'sigmoid' | 'tanh' | 'relu'

export const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z))

const functions: Record<ActivationName, (z: number) => number> = {
  sigmoid,
  tanh: Math.tanh,
  relu: (z) => Math.max(0, z),
}

/** The derivative from the value: σ' = v (1 - v), tanh' = 1 - v², relu' = 1 above 0, else 0 (as the kernels have it). */
const slopes: Record<ActivationName, (value: number) => number> = {
  sigmoid: (value) => value * (1 - value),
  tanh: (value) => 1 - value * value,
  relu: (value) => (value > 0 ? 1 : 0),
}

/** The steepest slope γ of each activation (Pascanu, Mikolov & Bengio 2013, arXiv 1211.5063, section 2.1). */
export const steepestSlope: Record<ActivationName, number> = { sigmoid: 0.25, tanh: 1, relu: 1 }

export function activate(name: ActivationName, z: Vector): Vector {
  const f = functions[name]
  return filled(z.length, (unit) => f(z[unit]))
}

export function slopeOf(name: ActivationName, value: Vector): Vector {
  const slope = slopes[name]
  return filled(value.length, (unit) => slope(value[unit]))
}
