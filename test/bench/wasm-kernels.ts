// node test/bench/wasm-kernels.ts [--json]
// Our WebAssembly kernels against our JavaScript ones and TensorFlow.js's own 'wasm' backend, alternating in one process.
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import { registerCpuKernels } from '../../shared/engine/kernels/cpu/register.ts'
import { lstmBackward, lstmForward, product } from '../../shared/engine/kernels/run.ts'
import { initialiseWasm } from '../../shared/engine/kernels/wasm/register.ts'
import { stream } from '../../shared/engine/training/random.ts'

type Backend = 'wasm' | 'cpu' | 'tfjs-wasm'
interface Line {
  name: string
  gigaflops: Partial<Record<Backend, number>>
}

/** TensorFlow.js's backend takes the name 'wasm' on import; here it moves aside for ours. */
async function registerBackends(): Promise<string> {
  const require = createRequire(import.meta.url)
  setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`)
  setThreadsCount(1)
  tf.copyRegisteredKernels('wasm', 'tfjs-wasm')
  for (const { kernelName } of tf.getKernelsForBackend('wasm')) tf.unregisterKernel(kernelName, 'wasm')
  tf.registerBackend('tfjs-wasm', tf.findBackendFactory('wasm'), 0)
  tf.removeBackend('wasm')
  registerCpuKernels()
  return initialiseWasm()
}

const random = stream(7, 'order')
const numbers = (...shape: number[]) => {
  const length = shape.reduce((product, size) => product * size, 1)
  return tf.tensor(
    Float32Array.from({ length }, () => random.next() - 0.5),
    shape,
  )
}

/** Median milliseconds of a call over seven rounds of about 0.1 s each, the backends taking turns. */
async function medians(calls: Partial<Record<Backend, () => void>>): Promise<Partial<Record<Backend, number>>> {
  const samples: Partial<Record<Backend, number[]>> = {}
  const timed = async (backend: Backend, call: () => void, repeats: number) => {
    await tf.setBackend(backend)
    const start = performance.now()
    for (let i = 0; i < repeats; i++) call()
    return (performance.now() - start) / repeats
  }
  for (let round = -2; round < 7; round++)
    for (const [backend, call] of Object.entries(calls) as [Backend, () => void][]) {
      const once = await timed(backend, call, 1)
      const each = await timed(backend, call, Math.max(1, Math.ceil(100 / once)))
      if (round >= 0) (samples[backend] ??= []).push(each)
    }
  return Object.fromEntries(
    Object.entries(samples).map(([backend, values]) => [backend, values.sort((a, b) => a - b)[values.length >> 1]]),
  )
}

async function benchmark(name: string, flop: number, calls: Partial<Record<Backend, () => void>>): Promise<Line> {
  const gigaflops = Object.fromEntries(
    Object.entries(await medians(calls)).map(([backend, milliseconds]) => [backend, flop / milliseconds / 1e6]),
  )
  return { name, gigaflops }
}

async function products(M: number, K: number, N: number): Promise<Line[]> {
  const lines: Line[] = []
  for (const [name, transposeA, transposeB] of [
    ['A B', false, false],
    ['Aᵀ B', true, false],
    ['A Bᵀ', false, true],
  ] as const) {
    const [left, right]: [number[], number[]] = [transposeA ? [K, M] : [M, K], transposeB ? [N, K] : [K, N]]
    const operands = async (backend: Backend) => {
      await tf.setBackend(backend)
      return [numbers(...left) as tf.Tensor2D, numbers(...right) as tf.Tensor2D] as const
    }
    const calls: Partial<Record<Backend, () => void>> = {}
    for (const backend of ['wasm', 'cpu', 'tfjs-wasm'] as const) {
      const [a, b] = await operands(backend)
      // product() falls back on tf.matMul where the backend has no Product of ours.
      calls[backend] = () => product(a, b, { transposeA, transposeB }).dispose()
    }
    lines.push(await benchmark(`${name} ${M}×${K}×${N}`, 2 * M * K * N, calls))
  }
  return lines
}

/** Forward and backward through time, with the four products that a training step adds around the sequence. */
async function lstm(T: number, B: number, D: number, H: number): Promise<Line> {
  const calls: Partial<Record<Backend, () => void>> = {}
  for (const backend of ['wasm', 'cpu'] as const) {
    await tf.setBackend(backend)
    const x = numbers(T * B, D) as tf.Tensor2D
    const [W, U] = [numbers(D, 4 * H) as tf.Tensor2D, tf.mul<tf.Tensor2D>(numbers(H, 4 * H), 0.3)]
    const [h0, c0] = [tf.zeros([B, H]) as tf.Tensor2D, tf.zeros([B, H]) as tf.Tensor2D]
    const [mask, dh] = [tf.ones([T, B]) as tf.Tensor2D, numbers(T, B, H) as tf.Tensor3D]
    calls[backend] = () =>
      tf.tidy(() => {
        const xw = tf.reshape<tf.Rank.R3>(product(x, W), [T, B, 4 * H])
        const { gates, c, h } = lstmForward({ xw, U, h0, c0, mask })
        const { dz } = lstmBackward({ gates, c, U, h0, c0, mask, dh })
        const dzFlat = tf.reshape<tf.Rank.R2>(dz, [T * B, 4 * H])
        product(x, dzFlat, { transposeA: true })
        product(tf.reshape<tf.Rank.R2>(h, [T * B, H]), dzFlat, { transposeA: true })
        product(dzFlat, W, { transposeB: true })
      })
  }
  return benchmark(`LSTM forward + backward T=${T} B=${B} D=${D} H=${H}`, 3 * 2 * B * T * (D + H) * 4 * H, calls)
}

const variant = await registerBackends()
const lines = [
  ...(await products(32, 64, 256)),
  ...(await products(32, 256, 64)),
  ...(await products(3200, 32, 256)),
  ...(await products(32, 3200, 256)),
  await lstm(100, 32, 32, 64),
]
if (process.argv.includes('--json')) console.log(JSON.stringify({ variant, lines }, null, 2))
else {
  const cell = (value: number | undefined) => (value === undefined ? '-' : value.toFixed(2)).padStart(10)
  console.log(
    `GFLOP/s, our binary: ${variant} SIMD\n${''.padEnd(46)}      ours   our cpu   tfjs wasm    × cpu   × tfjs`,
  )
  for (const { name, gigaflops: g } of lines) {
    const ratio = (other: number | undefined) => cell(other && (g.wasm ?? 0) / other)
    console.log(
      name.padEnd(46) + [g.wasm, g.cpu, g['tfjs-wasm']].map(cell).join('') + ratio(g.cpu) + ratio(g['tfjs-wasm']),
    )
  }
}
