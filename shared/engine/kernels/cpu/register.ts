import * as tf from '@tensorflow/tfjs-core'
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu'
import type { Activation, KernelName, OptimiserAttributes, OptionalKernelName } from '../kernels.ts'
import { embeddingBackward } from './embedding-backward.ts'
import type { Floats } from './floats.ts'
import { gruBackward } from './gru-backward.ts'
import { gruForward } from './gru-forward.ts'
import { lstmBackward } from './lstm-backward.ts'
import { lstmForward } from './lstm-forward.ts'
import { optimiserStep, sparseOptimiserStep } from './optimiser-step.ts'
import { peepholeGradient } from './peephole-gradient.ts'
import { productAB, productABT, productATB } from './product.ts'
import { rnnBackward } from './rnn-backward.ts'
import { rnnForward } from './rnn-forward.ts'
import { rowLookup } from './row-lookup.ts'
import { rowNorms } from './row-norms.ts'

/** Makes the kernels of kernels.ts known to TensorFlow.js for the backend 'cpu'. Calling it again changes nothing. */
export function registerCpuKernels(): void {
  for (const [kernelName, kernel] of Object.entries(kernels)) {
    if (tf.getKernel(kernelName, 'cpu') != null) continue
    tf.registerKernel({
      kernelName,
      backendName: 'cpu',
      kernelFunc: ({ inputs, backend, attrs }) =>
        kernel(new Call(kernelName, inputs, backend as MathBackendCPU, attrs ?? {})),
    })
  }
}

/** One call of a kernel: its named inputs as arrays, its results as tensors. */
class Call {
  readonly name: string
  readonly inputs: tf.NamedTensorInfoMap
  readonly backend: MathBackendCPU
  readonly attributes: object

  constructor(name: string, inputs: tf.NamedTensorInfoMap, backend: MathBackendCPU, attributes: object) {
    this.name = name
    this.inputs = inputs
    this.backend = backend
    this.attributes = attributes
  }

  info(name: string): tf.TensorInfo {
    const info = this.inputs[name]
    if (!info) throw new Error(`${this.name}: input ${name} is missing`)
    return info
  }
  shape(name: string): number[] {
    return this.info(name).shape
  }
  /** @throws {Error} naming the tensor whose shape is wrong. */
  expect(shapes: Record<string, number[]>): void {
    for (const [name, wanted] of Object.entries(shapes)) {
      const shape = this.shape(name)
      if (shape.length !== wanted.length || shape.some((size, axis) => size !== wanted[axis]))
        throw new Error(`${this.name}: ${name} must have shape [${wanted}], got [${shape}]`)
    }
  }
  floats(name: string): Floats {
    return this.backend.data.get(this.info(name).dataId).values as Float32Array
  }
  maybe(name: string): Floats | undefined {
    return this.inputs[name] ? this.floats(name) : undefined
  }
  ints(name: string): Int32Array {
    const { dtype } = this.info(name)
    if (dtype !== 'int32') throw new Error(`${this.name}: ${name} must be int32, is ${dtype}`)
    return this.backend.data.get(this.info(name).dataId).values as Int32Array
  }
  tensor(values: Floats, shape: number[]): tf.TensorInfo {
    return this.backend.makeTensorInfo(shape, 'float32', values as Float32Array)
  }
  /** The very input as a result: both names hold the same memory, which lives until both are disposed of. */
  same(name: string): tf.TensorInfo {
    const { dataId, shape, dtype } = this.info(name)
    this.backend.incRef(dataId)
    return { dataId, shape, dtype }
  }
}

const activationOf = (call: Call) => (call.attributes as { activation: Activation }).activation
const isReverse = (call: Call) => (call.attributes as { reverse?: boolean }).reverse === true
const optimiserOf = (call: Call) => call.attributes as OptimiserAttributes

const peepholeShape = (call: Call, H: number): Record<string, number[]> =>
  call.inputs.peephole ? { peephole: [3, H] } : {}

const kernels: Record<KernelName | OptionalKernelName, (call: Call) => tf.TensorInfo | tf.TensorInfo[]> = {
  RnnForward: (call) => {
    const [T, B, H] = call.shape('xw')
    call.expect({ U: [H, H], h0: [B, H], mask: [T, B] })
    const inputs = { xw: call.floats('xw'), U: call.floats('U'), h0: call.floats('h0'), mask: call.floats('mask') }
    return call.tensor(rnnForward(inputs, { T, B, H, reverse: isReverse(call) }, activationOf(call)), [T, B, H])
  },
  RnnBackward: (call) => {
    const [T, B, H] = call.shape('h')
    call.expect({ U: [H, H], h0: [B, H], mask: [T, B], dh: [T, B, H] })
    const inputs = { h: call.floats('h'), U: call.floats('U'), h0: call.floats('h0') }
    const { dz, dhTotal, dh0 } = rnnBackward(
      { ...inputs, mask: call.floats('mask'), dh: call.floats('dh') },
      { T, B, H, reverse: isReverse(call) },
      activationOf(call),
    )
    return [call.tensor(dz, [T, B, H]), call.tensor(dhTotal, [T, B, H]), call.tensor(dh0, [B, H])]
  },
  LstmForward: (call) => {
    const [T, B, gateCount] = call.shape('xw')
    const H = gateCount / 4
    call.expect({ U: [H, 4 * H], h0: [B, H], c0: [B, H], mask: [T, B], ...peepholeShape(call, H) })
    const inputs = { xw: call.floats('xw'), U: call.floats('U'), h0: call.floats('h0'), c0: call.floats('c0') }
    const { gates, c, h } = lstmForward(
      { ...inputs, mask: call.floats('mask'), peephole: call.maybe('peephole') },
      { T, B, H, reverse: isReverse(call) },
    )
    return [call.tensor(gates, [T, B, 4 * H]), call.tensor(c, [T, B, H]), call.tensor(h, [T, B, H])]
  },
  LstmBackward: (call) => {
    const [T, B, H] = call.shape('c')
    call.expect({ gates: [T, B, 4 * H], U: [H, 4 * H], h0: [B, H], c0: [B, H], mask: [T, B], dh: [T, B, H] })
    call.expect(peepholeShape(call, H))
    const inputs = { gates: call.floats('gates'), c: call.floats('c'), U: call.floats('U'), h0: call.floats('h0') }
    const rest = { c0: call.floats('c0'), mask: call.floats('mask'), dh: call.floats('dh') }
    const { dz, dhTotal, dcTotal, dh0, dc0 } = lstmBackward(
      { ...inputs, ...rest, peephole: call.maybe('peephole') },
      { T, B, H, reverse: isReverse(call) },
    )
    const states = [dhTotal, dcTotal].map((x) => call.tensor(x, [T, B, H]))
    return [call.tensor(dz, [T, B, 4 * H]), ...states, call.tensor(dh0, [B, H]), call.tensor(dc0, [B, H])]
  },
  GruForward: (call) => {
    const [T, B, gateCount] = call.shape('xw')
    const H = gateCount / 3
    call.expect({ U: [H, 3 * H], bu: [H], h0: [B, H], mask: [T, B] })
    const inputs = { xw: call.floats('xw'), U: call.floats('U'), bu: call.floats('bu'), h0: call.floats('h0') }
    const size = { T, B, H, reverse: isReverse(call) }
    const { gates, h } = gruForward({ ...inputs, mask: call.floats('mask') }, size)
    return [call.tensor(gates, [T, B, 4 * H]), call.tensor(h, [T, B, H])]
  },
  GruBackward: (call) => {
    const [T, B, H] = call.shape('h')
    call.expect({ gates: [T, B, 4 * H], U: [H, 3 * H], h0: [B, H], mask: [T, B], dh: [T, B, H] })
    const inputs = { gates: call.floats('gates'), h: call.floats('h'), U: call.floats('U'), h0: call.floats('h0') }
    const { dz, du, dhTotal, dh0 } = gruBackward(
      { ...inputs, mask: call.floats('mask'), dh: call.floats('dh') },
      { T, B, H, reverse: isReverse(call) },
    )
    const slopes = [dz, du].map((x) => call.tensor(x, [T, B, 3 * H]))
    return [...slopes, call.tensor(dhTotal, [T, B, H]), call.tensor(dh0, [B, H])]
  },
  PeepholeGradient: (call) => {
    const [T, B, H] = call.shape('c')
    call.expect({ dz: [T, B, 4 * H], c0: [B, H] })
    const inputs = { dz: call.floats('dz'), c: call.floats('c'), c0: call.floats('c0') }
    return call.tensor(peepholeGradient(inputs, { T, B, H, reverse: isReverse(call) }), [3, H])
  },
  EmbeddingBackward: (call) => {
    const [C, D] = [call.shape('starts')[0] - 1, call.shape('dy')[1]]
    return call.tensor(embeddingBackward(call.floats('dy'), call.ints('starts'), call.ints('positions'), D), [C, D])
  },
  OptimiserStep: (call) => {
    call.expect({ g: call.shape('p') })
    const old = { p: call.floats('p'), m: call.floats('m'), v: call.floats('v') }
    const { p, m, v } = optimiserStep(old, call.floats('g'), call.floats('scale')[0], optimiserOf(call))
    return [call.tensor(p, call.shape('p')), call.tensor(m, call.shape('m')), call.tensor(v, call.shape('v'))]
  },
  SparseOptimiserStep: (call) => {
    const [V, D] = call.shape('p')
    call.expect({ slots: [V], g: [call.shape('g')[0], D] })
    const moments = { p: call.floats('p'), m: call.floats('m'), v: call.floats('v') }
    const gradient = { g: call.floats('g'), slots: call.ints('slots'), scale: call.floats('scale')[0], D }
    sparseOptimiserStep(moments, gradient, optimiserOf(call))
    return [call.same('p'), call.same('m'), call.same('v')]
  },
  Product: (call) => {
    const { transposeA, transposeB } = call.attributes as { transposeA: boolean; transposeB: boolean }
    const [a, b] = [call.shape('a'), call.shape('b')]
    const [M, K] = transposeA ? [a[1], a[0]] : a
    const N = transposeB ? b[0] : b[1]
    call.expect({ b: transposeB ? [N, K] : [K, N], ...(call.inputs.bias && { bias: [N] }) })
    if (transposeA && (transposeB || call.inputs.bias)) throw new Error('Product: aᵀ takes neither bᵀ nor a bias')
    const multiply = transposeA ? productATB : transposeB ? productABT : productAB
    return call.tensor(multiply(call.floats('a'), call.floats('b'), { M, K, N }, call.maybe('bias')), [M, N])
  },
  RowLookup: (call) => {
    const [N, D] = [call.shape('ids')[0], call.shape('table')[1]]
    call.expect({ mask: [N] })
    const inputs = [call.floats('table'), D, call.ints('ids'), call.floats('mask'), call.maybe('bias')] as const
    return call.tensor(rowLookup(...inputs), [N, D])
  },
  RowNorms: (call) => {
    const [N, D] = call.shape('x')
    return call.tensor(rowNorms(call.floats('x'), N, D), [N])
  },
}
