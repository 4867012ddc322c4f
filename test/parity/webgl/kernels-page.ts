import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-core/dist/register_all_gradients.js'
import '@tensorflow/tfjs-backend-cpu'
import '@tensorflow/tfjs-backend-webgl'
import * as kernels from '../../../shared/engine/kernels/run.ts'
import type { OptimiserAttributes } from '../../../shared/engine/kernels/kernels.ts'
import { registerWebglKernels } from '../../../shared/engine/kernels/webgl/register.ts'
import { errorsOf, glError, onBackend, randomPlain, toTensor } from './compare.ts'
import type { Plain } from './compare.ts'

tf.env().set('SOFTWARE_WEBGL_ENABLED', true)
registerWebglKernels()
registerWebglKernels() // idempotent

export { glError }

export async function capabilities() {
  await tf.setBackend('webgl')
  return { backend: tf.getBackend(), float32: tf.env().getBool('WEBGL_RENDER_FLOAT32_ENABLED') }
}

export { gru, lstm, rnn } from './recurrent-page.ts'

/** Sum of the rows of dy by word, against a scatter in a loop. */
export async function embedding({ C, D, N }: { C: number; D: number; N: number }) {
  const dy = randomPlain('dy', [N, D])
  // Word 0 is rare, the last two slots are unused, some words come often.
  const used = Math.max(1, C - 2)
  const wordOf = Array.from({ length: N }, (_, n) => Math.floor(used * ((n * 0.61803) % 1) ** 2))
  const positions = wordOf.map((_, n) => n).sort((a, b) => wordOf[a] - wordOf[b] || a - b)
  const starts = Array.from({ length: C + 1 }, (_, r) => wordOf.filter((word) => word < r).length)
  const got = await onBackend('webgl', () => ({
    rows: kernels.embeddingBackward({
      dy: toTensor(dy),
      starts: tf.tensor1d(starts, 'int32'),
      positions: tf.tensor1d(positions, 'int32'),
    }),
  }))
  const rows: Plain = { shape: [C, D], values: new Float32Array(C * D) }
  wordOf.forEach((word, n) => {
    for (let d = 0; d < D; d++) rows.values[word * D + d] += dy.values[n * D + d]
  })
  return errorsOf(got, { rows })
}

/** A product against one in 64 bits. */
export async function product(c: {
  M: number
  K: number
  N: number
  transposeA?: boolean
  transposeB?: boolean
  biased?: boolean
}) {
  const { M, K, N, transposeA = false, transposeB = false, biased = false } = c
  const [a, b] = [randomPlain('a', transposeA ? [K, M] : [M, K]), randomPlain('b', transposeB ? [N, K] : [K, N])]
  const bias = randomPlain('bias', [N])
  const got = await onBackend('webgl', () => {
    const options = { transposeA, transposeB, ...(biased && { bias: toTensor<tf.Tensor1D>(bias) }) }
    return { product: kernels.product(toTensor(a), toTensor(b), options) }
  })
  const values = Float32Array.from({ length: M * N }, (_, i) => {
    const [m, n] = [Math.floor(i / N), i % N]
    let sum = biased ? bias.values[n] : 0
    for (let k = 0; k < K; k++)
      sum += a.values[transposeA ? k * M + m : m * K + k] * b.values[transposeB ? n * K + k : k * N + n]
    return sum
  })
  return errorsOf(got, { product: { shape: [M, N], values } })
}

/** Rows of a table by id, some of them masked, against a loop. */
export async function lookup({ V, D, N, biased }: { V: number; D: number; N: number; biased: boolean }) {
  const [table, bias] = [randomPlain('table', [V, D]), randomPlain('bias', [D])]
  const ids = Int32Array.from({ length: N }, (_, n) => (n * 7) % V)
  const mask = Float32Array.from({ length: N }, (_, n) => (n % 3 === 1 ? 0 : 1))
  const got = await onBackend('webgl', () => ({
    rows: kernels.rowLookup(
      toTensor(table),
      tf.tensor1d(ids, 'int32'),
      tf.tensor1d(mask),
      biased ? toTensor(bias) : undefined,
    ),
  }))
  const values = Float32Array.from({ length: N * D }, (_, i) => {
    const [n, d] = [Math.floor(i / D), i % D]
    return mask[n] * (table.values[ids[n] * D + d] + (biased ? bias.values[d] : 0))
  })
  return errorsOf(got, { rows: { shape: [N, D], values } })
}

/** Norms of rows of very different sizes, each relative to itself, against sums in 64 bits. */
export async function norms({ N, D }: { N: number; D: number }): Promise<number> {
  const x = randomPlain('x', [N, D])
  x.values.forEach((value, i) => (x.values[i] = value * 10 ** -((Math.floor(i / D) * 5) % 31)))
  const { norms: got } = await onBackend('webgl', () => ({ norms: kernels.rowNorms(toTensor(x)) }))
  let worst = 0
  for (let n = 0; n < N; n++) {
    const exact = Math.hypot(...x.values.subarray(n * D, (n + 1) * D))
    worst = Math.max(worst, Math.abs(got.values[n] / exact - 1))
  }
  return worst
}

/** Norms of a row with one bad number, one with another, and one with none at all. */
export async function oddNorms(): Promise<string[]> {
  await tf.setBackend('webgl')
  const rows = [3, 4, 0].concat([NaN, 1, 2], [1, -Infinity, 2], [0, 0, 0])
  const got = tf.tidy(() => kernels.rowNorms(tf.tensor2d(rows, [4, 3])))
  const values = Array.from(await got.data(), String)
  got.dispose()
  return values
}

export interface OptimiserCase {
  kind: OptimiserAttributes['kind']
  shape: number[]
  scale: number | 'NaN' | 'Infinity' | '-Infinity'
  sparse?: boolean
}

const needs = { sgd: '', momentum: 'm', rmsprop: 'v', adam: 'mv' }

/** One step against the formulas of kernels.ts, evaluated in 64 bits for each element. */
export async function optimiser({ kind, shape, scale, sparse = false }: OptimiserCase) {
  const attributes = { kind, learningRate: 0.05, beta1: 0.9, beta2: 0.99, epsilon: 1e-7, t: 3 }
  const [rows, D] = [shape[0], shape.slice(1).reduce((a, b) => a * b, 1)]
  const slots = Array.from({ length: rows }, (_, row) => (row % 3 === 1 ? -1 : Math.floor(row / 2)))
  const moment = (name: string): Plain =>
    needs[kind].includes(name)
      ? { shape, values: randomPlain(name, shape).values.map((x) => x * x + 0.01) }
      : { shape: [1], values: Float32Array.of(0.25) }
  const [p, m, v] = [randomPlain('p', shape), moment('m'), moment('v')]
  const g = sparse ? randomPlain('g', [Math.floor((rows - 1) / 2) + 1, D]) : randomPlain('g', shape)
  const got = await onBackend('webgl', () => {
    const tensors = { p: toTensor(p), m: toTensor(m), v: toTensor(v) }
    const scaleTensor = tf.tensor1d([Number(scale)])
    return {
      ...(sparse
        ? kernels.sparseOptimiserStep(
            tensors,
            { g: toTensor(g), slots: tf.tensor1d(slots, 'int32'), scale: scaleTensor },
            attributes,
          )
        : kernels.optimiserStep(tensors, { g: toTensor(g), scale: scaleTensor }, attributes)),
    }
  })
  const held = !Number.isFinite(Number(scale)) || Number(scale) < 0
  const expected = { p: copy(p), m: copy(m), v: copy(v) }
  for (let i = 0; i < rows * D && !held; i++) {
    const slot = slots[Math.floor(i / D)]
    if (sparse && slot < 0) continue
    const slope = Number(scale) * g.values[sparse ? slot * D + (i % D) : i]
    const next = stepped(attributes, p.values[i], slope, m.values[i], v.values[i])
    expected.p.values[i] = next.p
    if (needs[kind].includes('m')) expected.m.values[i] = next.m
    if (needs[kind].includes('v')) expected.v.values[i] = next.v
  }
  return errorsOf(got, expected)
}

const copy = ({ shape, values }: Plain): Plain => ({ shape, values: values.slice() })

function stepped(a: OptimiserAttributes, p: number, g: number, m: number, v: number) {
  const { learningRate: rate, beta1, beta2, epsilon, t } = a
  if (a.kind === 'sgd') return { p: p - rate * g, m, v }
  if (a.kind === 'momentum') return { p: p - rate * (beta1 * m + g), m: beta1 * m + g, v }
  const v2 = beta2 * v + (1 - beta2) * g * g
  if (a.kind === 'rmsprop') return { p: p - (rate * g) / (Math.sqrt(v2) + epsilon), m, v: v2 }
  const m2 = beta1 * m + (1 - beta1) * g
  const moved = m2 / (1 - beta1 ** t) / (Math.sqrt(v2 / (1 - beta2 ** t)) + epsilon)
  return { p: p - rate * moved, m: m2, v: v2 }
}
