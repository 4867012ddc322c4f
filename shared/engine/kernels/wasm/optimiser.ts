import type { TensorInfo } from '@tensorflow/tfjs-core'
import { optimiserKinds } from '../../../contract/spec.ts'
import type { OptimiserAttributes } from '../kernels.ts'
import type { Call } from './call.ts'
import { evenCuts, weighedCuts } from './shares.ts'

/** OptimiserStep of kernels.ts (assembly/optimiser.ts). */
export function optimiserStep(call: Call): TensorInfo[] {
  const { shape } = call.info('p')
  const scale = call.scalar('scale')
  if (refuses(scale)) return ['p', 'm', 'v'].map((name) => call.same(name))
  const { kind, hasM, hasV, numbers } = settings(call, scale)
  const [p, g] = [call.floats('p', shape), call.floats('g', shape)]
  const [m, v] = [hasM ? call.floats('m', shape) : 0, hasV ? call.floats('v', shape) : 0]
  const pNew = call.output(shape)
  const mNew = hasM ? call.output(shape) : { info: call.same('m'), address: 0 }
  const vNew = hasV ? call.output(shape) : { info: call.same('v'), address: 0 }
  const n = shape.reduce((product, size) => product * size, 1)
  call.divide('optimise', [kind, p, g, m, v, pNew.address, mNew.address, vNew.address, ...numbers], {
    work: n * NUMBER,
    divide: (shares) => evenCuts(n, shares, 16),
  })
  return [pNew.info, mNew.info, vNew.info]
}

/** SparseOptimiserStep of kernels.ts: the touched rows of p, m and v change in place. */
export function sparseOptimiserStep(call: Call): TensorInfo[] {
  const [[V, D], [C]] = [call.shape('p', 2), call.shape('g', 2)]
  const scale = call.scalar('scale')
  if (!refuses(scale)) {
    const { kind, hasM, hasV, numbers } = settings(call, scale)
    const [p, g, slots] = [call.floats('p', [V, D]), call.floats('g', [C, D]), call.ints('slots', [V])]
    const [m, v] = [hasM ? call.floats('m', [V, D]) : 0, hasV ? call.floats('v', [V, D]) : 0]
    const rowOf = call.values('slots')
    const wrong = call.divide('optimiseRows', [kind, D, C, p, g, slots, m, v, ...numbers], {
      work: Math.min(C, V) * D * NUMBER + V,
      divide: (shares) => (shares === 1 ? [0, V] : weighedCuts(V, shares, (r) => (rowOf[r] < 0 ? 1 : D))),
    })
    if (wrong >= 0) throw new Error(`SparseOptimiserStep: slots[${wrong}] is no row of g, which has ${C}`)
  }
  return ['p', 'm', 'v'].map((name) => call.same(name))
}

/** Nanoseconds that a parameter takes, roughly. */
const NUMBER = 1

/** The step must not happen: a loss or a gradient was not finite. */
const refuses = (scale: number) => !(scale >= 0 && scale < Infinity)

/** Everything that is the same for all numbers of a step, worked out in double precision. */
function settings({ attributes }: Call, scale: number) {
  const { kind, learningRate, beta1, beta2, epsilon, t } = attributes as OptimiserAttributes
  const adam = kind === 'adam'
  const rate = adam ? learningRate / (1 - beta1 ** t) : learningRate
  const correction = adam ? 1 / Math.sqrt(1 - beta2 ** t) : 1
  const weight1 = adam ? 1 - beta1 : 1
  return {
    kind: optimiserKinds.indexOf(kind),
    hasM: adam || kind === 'momentum',
    hasV: adam || kind === 'rmsprop',
    numbers: [scale, rate, beta1, weight1, beta2, 1 - beta2, epsilon, correction] as const,
  }
}
