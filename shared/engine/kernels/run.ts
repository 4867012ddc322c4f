import * as tf from '@tensorflow/tfjs-core'
import type { Activation, FusedKernelName, KernelName, OptimiserAttributes, OptionalKernelName } from './kernels.ts'

/** Typed calls of the kernels of kernels.ts on the current device. Shapes and formulas stand there. */

export function rnnForward(inputs: {
  xw: tf.Tensor3D
  U: tf.Tensor2D
  h0: tf.Tensor2D
  mask: tf.Tensor2D
  activation: Activation
  reverse?: boolean
}): tf.Tensor3D {
  const { activation, reverse = false, ...tensors } = inputs
  return one(run('RnnForward', tensors, { activation, reverse }))
}

export function rnnBackward(inputs: {
  h: tf.Tensor3D
  U: tf.Tensor2D
  h0: tf.Tensor2D
  mask: tf.Tensor2D
  dh: tf.Tensor3D
  activation: Activation
  reverse?: boolean
}): { dz: tf.Tensor3D; dhTotal: tf.Tensor3D; dh0: tf.Tensor2D } {
  const { activation, reverse = false, ...tensors } = inputs
  const [dz, dhTotal, dh0] = run('RnnBackward', tensors, { activation, reverse })
  return { dz: dz as tf.Tensor3D, dhTotal: dhTotal as tf.Tensor3D, dh0: dh0 as tf.Tensor2D }
}

export function lstmForward(inputs: {
  xw: tf.Tensor3D
  U: tf.Tensor2D
  h0: tf.Tensor2D
  c0: tf.Tensor2D
  mask: tf.Tensor2D
  peephole?: tf.Tensor2D
  reverse?: boolean
}): { gates: tf.Tensor3D; c: tf.Tensor3D; h: tf.Tensor3D } {
  const { reverse = false, ...tensors } = inputs
  const [gates, c, h] = run('LstmForward', present(tensors), { reverse }) as tf.Tensor3D[]
  return { gates, c, h }
}

export function lstmBackward(inputs: {
  gates: tf.Tensor3D
  c: tf.Tensor3D
  U: tf.Tensor2D
  h0: tf.Tensor2D
  c0: tf.Tensor2D
  mask: tf.Tensor2D
  dh: tf.Tensor3D
  peephole?: tf.Tensor2D
  reverse?: boolean
}): { dz: tf.Tensor3D; dhTotal: tf.Tensor3D; dcTotal: tf.Tensor3D; dh0: tf.Tensor2D; dc0: tf.Tensor2D } {
  const { reverse = false, ...tensors } = inputs
  const [dz, dhTotal, dcTotal, dh0, dc0] = run('LstmBackward', present(tensors), { reverse })
  return {
    dz: dz as tf.Tensor3D,
    dhTotal: dhTotal as tf.Tensor3D,
    dcTotal: dcTotal as tf.Tensor3D,
    dh0: dh0 as tf.Tensor2D,
    dc0: dc0 as tf.Tensor2D,
  }
}

export function gruForward(inputs: {
  xw: tf.Tensor3D
  U: tf.Tensor2D
  bu: tf.Tensor1D
  h0: tf.Tensor2D
  mask: tf.Tensor2D
  reverse?: boolean
}): { gates: tf.Tensor3D; h: tf.Tensor3D } {
  const { reverse = false, ...tensors } = inputs
  const [gates, h] = run('GruForward', tensors, { reverse }) as tf.Tensor3D[]
  return { gates, h }
}

export function gruBackward(inputs: {
  gates: tf.Tensor3D
  h: tf.Tensor3D
  U: tf.Tensor2D
  h0: tf.Tensor2D
  mask: tf.Tensor2D
  dh: tf.Tensor3D
  reverse?: boolean
}): { dz: tf.Tensor3D; du: tf.Tensor3D; dhTotal: tf.Tensor3D; dh0: tf.Tensor2D } {
  const { reverse = false, ...tensors } = inputs
  const [dz, du, dhTotal, dh0] = run('GruBackward', tensors, { reverse })
  return {
    dz: dz as tf.Tensor3D,
    du: du as tf.Tensor3D,
    dhTotal: dhTotal as tf.Tensor3D,
    dh0: dh0 as tf.Tensor2D,
  }
}

export function embeddingBackward(inputs: {
  dy: tf.Tensor2D
  starts: tf.Tensor1D
  positions: tf.Tensor1D
}): tf.Tensor2D {
  return one(run('EmbeddingBackward', inputs))
}

/** A parameter with its moments, as the optimiser kernels take and return them. */
export interface OptimiserTensors {
  p: tf.Tensor
  m: tf.Tensor
  v: tf.Tensor
}

export function optimiserStep(
  { p, m, v }: OptimiserTensors,
  { g, scale }: { g: tf.Tensor; scale: tf.Tensor1D },
  attributes: OptimiserAttributes,
): OptimiserTensors {
  return stepped(run('OptimiserStep', { p, g, m, v, scale }, { ...attributes }))
}

/**
 * On the processor the touched rows change IN PLACE: what is returned shares its memory with p, m and v, which the caller
 * must dispose of without reading them again. A copy of [V, D] for the sake of a few rows would cost more than the step.
 */
export function sparseOptimiserStep(
  { p, m, v }: OptimiserTensors,
  { g, slots, scale }: { g: tf.Tensor2D; slots: tf.Tensor1D; scale: tf.Tensor1D },
  attributes: OptimiserAttributes,
): OptimiserTensors {
  return stepped(run('SparseOptimiserStep', { p, g, slots, m, v, scale }, { ...attributes }))
}

/** a b + bias, each factor transposed where asked. Rows of zeros (padding) cost nothing on the processor. */
export function product(
  a: tf.Tensor2D,
  b: tf.Tensor2D,
  options: { transposeA?: boolean; transposeB?: boolean; bias?: tf.Tensor1D } = {},
): tf.Tensor2D {
  const { transposeA = false, transposeB = false, bias } = options
  if (has('Product')) return one(run('Product', { a, b, ...(bias && { bias }) }, { transposeA, transposeB }))
  const ab = tf.matMul<tf.Tensor2D>(a, b, transposeA, transposeB)
  return bias ? tf.add<tf.Tensor2D>(ab, bias) : ab
}

/** The rows of `table` that the ids name, plus bias; zero where the mask [N] is 0. */
export function rowLookup(table: tf.Tensor2D, ids: tf.Tensor1D, mask: tf.Tensor1D, bias?: tf.Tensor1D): tf.Tensor2D {
  if (has('RowLookup')) return one(run('RowLookup', { table, ids, mask, ...(bias && { bias }) }))
  return tf.tidy(() => {
    const rows: tf.Tensor2D = tf.gather(table, ids)
    return tf.mul(bias ? tf.add(rows, bias) : rows, tf.expandDims(mask, 1))
  })
}

/** Euclidean norm of every row of x [N, D]. Squares of the raw numbers would vanish below 10⁻¹⁹ and fake vanishing gradients. */
export function rowNorms(x: tf.Tensor2D): tf.Tensor1D {
  if (has('RowNorms')) return one(run('RowNorms', { x }))
  return tf.tidy(() => {
    const largest = tf.max(tf.abs(x), 1, true)
    const scaled = tf.div(x, tf.where(tf.greater(largest, 0), largest, tf.onesLike(largest)))
    return tf.mul(tf.squeeze(largest, [1]), tf.sqrt(tf.sum(tf.square(scaled), 1)))
  })
}

/** The gradient [3,H] of an LSTM's peephole, from what the way back left: one reduction over all timesteps. */
export function peepholeGradient(inputs: {
  dz: tf.Tensor3D
  c: tf.Tensor3D
  c0: tf.Tensor2D
  reverse?: boolean
}): tf.Tensor2D {
  const { reverse = false, ...tensors } = inputs
  if (has('PeepholeGradient')) return one(run('PeepholeGradient', tensors, { reverse }))
  return tf.tidy(() => {
    const { dz, c, c0 } = tensors
    const [T, B, H] = c.shape
    const before = previousStates(c, c0, reverse)
    const byUnit = tf.reshape(dz, [T * B, H, 4])
    const sum = (gate: number, state: tf.Tensor3D) => {
      const slope = tf.reshape(tf.slice(byUnit, [0, 0, gate], [T * B, H, 1]), [T * B, H])
      return tf.matMul<tf.Tensor2D>(tf.ones([1, T * B]), tf.mul(slope, tf.reshape(state, [T * B, H])))
    }
    return tf.concat([sum(0, before), sum(1, before), sum(3, c)], 0)
  })
}

/** Loss in few draws, where the device has such a kernel; else null, and cells/head.ts computes it. */
export function fusedLoss(inputs: { logits: tf.Tensor2D; y: tf.Tensor2D; share: tf.Tensor2D }) {
  if (!has('Loss')) return null
  const [loss, accuracy, dLogits] = run('Loss', inputs)
  return { loss: loss as tf.Tensor1D, accuracy: accuracy as tf.Tensor1D, dLogits: dLogits as tf.Tensor2D }
}

/** Clipping in few draws, where the device has such a kernel; else null, and training/clipping.ts computes it. */
export function fusedClip(
  gradients: tf.Tensor[],
  inputs: { loss: tf.Tensor1D; alive: tf.Tensor1D; report: tf.Tensor1D },
  attributes: { step: number; clipNorm: number },
) {
  if (!has('Clip')) return null
  const named = Object.fromEntries(gradients.map((gradient, n) => [`g${n}`, gradient]))
  const [scale, norm, clipped, alive, report] = run('Clip', { ...named, ...inputs }, attributes) as tf.Tensor1D[]
  return { scale, norm, clipped, guard: { alive, report } }
}

/** The epoch's sums and the step's numbers in two draws, where the device has such a kernel; else null: training/train-step.ts. */
export function fusedStepReport(
  inputs: Record<'alive' | 'report' | 'norm' | 'clipped' | 'loss' | 'accuracy' | 'sums', tf.Tensor1D>,
  count: number,
) {
  if (!has('StepReport')) return null
  const [sums, packed] = run('StepReport', inputs, { count }) as tf.Tensor1D[]
  return { sums, packed }
}

/** The state [T,B,H] that every timestep started from: the initial one in front (`reverse`: behind), the last left out. */
export function previousStates(states: tf.Tensor3D, initial: tf.Tensor2D, reverse: boolean): tf.Tensor3D {
  if (has('PreviousStates')) return one(run('PreviousStates', { states, initial }, { reverse }))
  const [T, B, H] = states.shape
  const first: tf.Tensor3D = tf.reshape(initial, [1, B, H])
  if (T === 1) return first
  const others = tf.slice(states, [reverse ? 1 : 0, 0, 0], [T - 1, B, H])
  return tf.concat(reverse ? [others, first] : [first, others], 0)
}

/** The states [B,H] of timestep t of [T,B,H]. */
export function stateAt(states: tf.Tensor3D, t: number): tf.Tensor2D {
  if (has('StateAt')) return one(run('StateAt', { states }, { t }))
  const [, B, H] = states.shape
  return tf.reshape(tf.slice(states, [t, 0, 0], [1, B, H]), [B, H])
}

/** Its way back: [T,B,H] with the states of one end of the sequence at t, 0 elsewhere. */
export function onlyStateAt(state: tf.Tensor2D, T: number, t: 'first' | 'last'): tf.Tensor3D {
  if (has('OnlyStateAt')) return one(run('OnlyStateAt', { state }, { T, t: t === 'first' ? 0 : T - 1 }))
  const [B, H] = state.shape
  const own: tf.Tensor3D = tf.reshape(state, [1, B, H])
  if (T === 1) return own
  const others = tf.zeros<tf.Rank.R3>([T - 1, B, H])
  return tf.concat(t === 'first' ? [own, others] : [others, own], 0)
}

const has = (name: OptionalKernelName | FusedKernelName) => tf.getKernel(name, tf.getBackend()) != null

/** @throws {Error} when the current device has no such kernel (registerCpuKernels or its twin was not called). */
function run(
  name: KernelName | OptionalKernelName | FusedKernelName,
  inputs: Record<string, tf.Tensor>,
  attributes: Record<string, string | number | boolean> = {},
): tf.Tensor[] {
  const result: tf.Tensor | tf.Tensor[] = tf.engine().runKernel(name, inputs, attributes)
  return Array.isArray(result) ? result : [result]
}

/** Without the inputs that were not given. */
const present = <T extends object>(inputs: T): Record<string, tf.Tensor> =>
  Object.fromEntries(Object.entries(inputs).filter(([, tensor]) => tensor !== undefined)) as Record<string, tf.Tensor>

const one = <T extends tf.Tensor>([tensor]: tf.Tensor[]) => tensor as T
const stepped = ([p, m, v]: tf.Tensor[]): OptimiserTensors => ({ p, m, v })
