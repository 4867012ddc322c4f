import { spawnSync } from 'node:child_process'
import * as tf from '@tensorflow/tfjs-core'
import { afterAll, describe, expect, it } from 'vitest'
import { kernelHelpers } from '../../../electron/cli/kernel-helpers.ts'
import {
  embeddingBackward,
  optimiserStep,
  product,
  rowLookup,
  rowNorms,
  sparseOptimiserStep,
} from '../../../shared/engine/kernels/run.ts'
import { initialiseWasm, wasmThreads } from '../../../shared/engine/kernels/wasm/register.ts'
import { decodeSafetensors } from '../../../shared/engine/training/safetensors.ts'
import { runTraining } from '../../../shared/engine/training/training.ts'
import { evenCuts, sharesFor, weighedCuts } from '../../../shared/engine/kernels/wasm/shares.ts'
import { threadsFor } from '../../../shared/engine/kernels/wasm/team.ts'
import type { SpawnHelper } from '../../../shared/engine/kernels/wasm/team.ts'
import { Trials } from '../../../shared/engine/kernels/wasm/trials.ts'
import { madeUpRun } from '../../bench/step-times.ts'
import { backend, masks, numbers, onWasm, valuesOf, variants } from './device.ts'
import { operands } from './oracle.ts'
import { gru, lstm, rnn } from './sequences.ts'

afterAll(() => {
  if (tf.findBackendFactory('wasm') != null) tf.removeBackend('wasm')
})

/** Large enough for several shares, and odd on every side. */
const size = { T: 43, B: 35, H: 45 }
const [V, N, D] = [701, 20_001, 33]
const ids = Int32Array.from({ length: N }, (_, n) => (n * n) % V)

function table() {
  const [slots, starts, positions] = [new Int32Array(V).fill(-1), [0], [] as number[]]
  let C = 0
  for (let v = 0; v < V; v++) {
    const places = [...ids.keys()].filter((n) => ids[n] === v)
    if (places.length === 0) continue
    slots[v] = C++
    positions.push(...places)
    starts.push(positions.length)
  }
  return { slots, starts, positions, C }
}
const rows = table()

const work: Record<string, { kernels: string[]; run: () => Record<string, Float32Array> }> = {
  rnn: {
    kernels: ['rnnForward', 'rnnBackward'],
    run: () => rnn(operands(size, 1), masks(43, 35, 'after'), size, 'tanh'),
  },
  lstm: {
    kernels: ['lstmForward', 'lstmBackward', 'peepholeGradient'],
    run: () => lstm(operands(size, 4), masks(43, 35, 'before'), size, { peephole: true, reverse: true }),
  },
  gru: { kernels: ['gruForward', 'gruBackward'], run: () => gru(operands(size, 3), masks(43, 35, 'after'), size) },
  products: { kernels: ['product'], run: products },
  rows: { kernels: ['rowLookup', 'rowNorms', 'embeddingBackward'], run: rowKernels },
  optimisers: { kernels: ['optimise', 'optimiseRows'], run: optimisers },
}

function products() {
  const [a, b, wide] = [numbers(1, 301 * 67), numbers(2, 67 * 203), numbers(3, 301 * 203)]
  a.fill(0, 30 * 67, 90 * 67) // rows that are left out
  a[7] = Infinity
  const [A, W]: tf.Tensor2D[] = [tf.tensor2d(a, [301, 67]), tf.tensor2d(wide, [301, 203])]
  const few: tf.Tensor2D = tf.slice(A, [100, 0], [9, 67])
  const bias = tf.tensor1d(numbers(4, 203))
  const B = tf.tensor2d(b, [67, 203])
  return valuesOf({
    byRows: product(A, B, { bias }),
    byColumns: product(few, B, { bias }),
    gradient: product(A, W, { transposeA: true }),
    transposed: product(A, tf.tensor2d(b, [203, 67]), { transposeB: true }),
    sums: product(tf.ones([1, 3000]), tf.tensor2d(numbers(5, 3000 * 45), [3000, 45])),
  })
}

function rowKernels() {
  const given = tf.tensor2d(numbers(1, V * D), [V, D])
  const [at, mask] = [tf.tensor1d(ids), tf.tensor1d(Float32Array.from(ids, (id) => (id % 5 ? 1 : 0)))]
  const y = rowLookup(given, at, mask, tf.tensor1d(numbers(2, D)))
  const dy = tf.tensor2d(numbers(3, N * D), [N, D])
  const [starts, positions] = [tf.tensor1d(rows.starts, 'int32'), tf.tensor1d(rows.positions, 'int32')]
  return valuesOf({ y, norms: rowNorms(dy), dRows: embeddingBackward({ dy, starts, positions }) })
}

function optimisers() {
  const steps = [1, 2].map((t) => ({ learningRate: 0.01, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, kind: 'adam' as const, t })) // prettier-ignore
  const scale = tf.tensor1d([0.7])
  const state = (shape: number[]) => ({
    ...{ p: tf.tensor(numbers(1, shape[0] * shape[1]), shape), m: tf.zeros(shape), v: tf.zeros(shape) },
  })
  const g = tf.tensor2d(numbers(2, V * 301), [V, 301])
  let [dense, sparse] = [state([V, 301]), state([V, 513])]
  const touched = tf.tensor2d(numbers(3, rows.C * 513), [rows.C, 513])
  for (const at of steps) {
    dense = optimiserStep(dense, { g, scale }, at)
    sparse = sparseOptimiserStep(sparse, { g: touched, slots: tf.tensor1d(rows.slots), scale }, at)
  }
  return { ...valuesOf(dense), ...Object.fromEntries(Object.entries(valuesOf(sparse)).map(([k, x]) => [`${k}2`, x])) }
}

/** Has helpers used always, whether that pays or not; the kernels that were divided. */
function watched() {
  const { team } = backend()
  team.trials = { together: () => true, record: () => undefined }
  const divided = new Set<string>()
  const run = team.run.bind(team)
  team.run = (kernel, args, cuts, scratch, trial) => {
    if (cuts.length > 2) divided.add(kernel)
    return run(kernel, args, cuts, scratch, trial)
  }
  return { divided, threads: wasmThreads() }
}

describe.each(variants)('threads of the %s binary', (variant) => {
  it.each(Object.keys(work))('give the same bits as one thread: %s', async (name) => {
    const alone = await onWasm(variant, work[name].run)
    for (const threads of [2, 3, 5]) {
      const together = await onWasm(variant, () => ({ ...watched(), values: work[name].run() }), threads)
      expect(together.threads).toBe(threads)
      expect(together.values, `${threads} threads`).toEqual(alone)
      expect([...together.divided]).toEqual(expect.arrayContaining(work[name].kernels))
    }
  })

  it('train to the same checkpoint as one thread', async () => {
    const { spec, data } = madeUpRun({ cell: 'lstm', V: 300, E: 17, H: 33, T: 40, B: 32 }, 4, 0.25)
    const checkpoints: Uint8Array[] = []
    const sink = {
      metrics: () => undefined,
      epoch: () => undefined,
      checkpoint: (kind: string, bytes: Uint8Array) => void (kind === 'last' && checkpoints.push(bytes)),
    }
    for (const threads of [1, 3]) {
      const { divided } = await onWasm(variant, watched, threads)
      await runTraining(spec, data, { sink })
      expect(divided.has('lstmBackward')).toBe(threads > 1)
    }
    expect(checkpoints).toHaveLength(2)
    const [alone, together] = checkpoints.map((bytes) => decodeSafetensors(bytes).tensors)
    expect(together).toEqual(alone)
  })

  it('name what is wrong as one thread does, and go on', async () => {
    await onWasm(
      variant,
      () => {
        watched()
        const mask = tf.ones<tf.Rank.R1>([N])
        const look = (at: Int32Array) => rowLookup(tf.ones([V, D]), tf.tensor1d(at), mask)
        const wrong = ids.slice()
        wrong[N - 7] = V
        wrong[N - 2] = -1
        expect(() => look(wrong)).toThrow(`RowLookup: ids[${N - 7}] is no row of a table of ${V}`)
        expect(look(ids).dataSync()).toEqual(new Float32Array(N * D).fill(1))
      },
      3,
    )
  })

  it('keep all numbers while the memory grows under them', async () => {
    await onWasm(
      variant,
      () => {
        watched()
        const a = tf.tensor2d(numbers(1, 512 * 64), [512, 64])
        const b = tf.tensor2d(numbers(2, 64 * 512), [64, 512])
        const first = product(a, b)
        const wanted = first.dataSync()
        const { arena } = backend()
        const before = arena.memory.buffer.byteLength
        const same = (x: tf.Tensor) => x.dataSync().every((value, i) => value === wanted[i])
        while (arena.memory.buffer.byteLength < 4 * before) expect(same(product(a, b))).toBe(true)
        expect(same(first)).toBe(true)
      },
      2,
    )
  })
})

describe('a team', () => {
  it('does without helpers that do not start', async () => {
    if (tf.findBackendFactory('wasm') != null) tf.removeBackend('wasm')
    const { spawn } = kernelHelpers(2)!
    let n = 0
    const unreliable: SpawnHelper = (order) => (n++ % 2 ? spawn(order) : Promise.reject(new Error('no thread left')))
    await initialiseWasm(null, { spawn: unreliable, count: 3 })
    await tf.setBackend('wasm')
    expect(wasmThreads()).toBe(2)
    expect(tf.tidy(work.products.run)).toEqual(await onWasm('relaxed', work.products.run))
  })

  it('ends its helpers with the device', async () => {
    const ended: number[] = []
    const { spawn } = kernelHelpers(2)!
    const counted: SpawnHelper = async (order) => {
      const end = await spawn(order)
      return () => {
        ended.push(1)
        end()
      }
    }
    if (tf.findBackendFactory('wasm') != null) tf.removeBackend('wasm')
    await initialiseWasm(null, { spawn: counted, count: 2 })
    await tf.setBackend('wasm')
    tf.removeBackend('wasm')
    expect(ended).toHaveLength(2)
    expect(wasmThreads()).toBe(0)
  })

  it('does not keep its process alive', () => {
    const script = `
      import * as tf from '@tensorflow/tfjs-core'
      import '@tensorflow/tfjs-backend-cpu'
      import { kernelHelpers } from './electron/cli/kernel-helpers.ts'
      import { initialiseWasm, wasmThreads } from './shared/engine/kernels/wasm/register.ts'
      await initialiseWasm(null, kernelHelpers(3))
      await tf.setBackend('wasm')
      console.log(wasmThreads())`
    const options = { encoding: 'utf8', timeout: 60_000 } as const
    const { stdout, status } = spawnSync(process.execPath, ['--input-type=module-typescript', '-e', script], options)
    expect([status, stdout.trim()]).toEqual([0, '3'])
  })

  it('is as large as the machine pays for', () => {
    expect([1, 2, 3, 4, 8, 16, 64].map(threadsFor)).toEqual([1, 2, 2, 2, 4, 8, 8])
  })
})

describe('trials of helpers', () => {
  /** A thousand jobs of 1 ms, one each 2 ms; how many were done with helpers, that take as long as given. */
  const jobsTogether = (milliseconds: (job: number) => number, trials = new Trials(), start = 0) => {
    let count = 0
    for (let job = 0; job < 1000; job++) {
      const now = start + 2 * job
      const together = trials.together('job', now)
      trials.record('job', together, now, now + (together ? milliseconds(job) : 1))
      if (together) count++
    }
    return count
  }

  it('begin alone, use helpers that save time, and look every 32nd time how long it takes alone', () => {
    expect(jobsTogether(() => 0.6)).toBe(999 - 31)
  })

  it('let helpers rest that lose time, at least thirty times what they lost, longer from loss to loss', () => {
    const trials = new Trials()
    trials.record('job', false, 0, 1)
    const rests: number[] = []
    for (let now = 0, n = 0; n < 10; n++) {
      trials.record('job', true, now, now + 1.6)
      const ended = now + 1.6
      for (now = ended; !trials.together('job', now);) now++
      rests.push(Math.round(now - ended))
    }
    expect(rests).toEqual([20, 40, 80, 160, 320, 640, 1280, 2560, 4000, 4000])
    const late = 1e6
    trials.record('job', true, late, late + 301)
    expect(trials.together('job', late + 301 + 8900)).toBe(false)
    expect(trials.together('job', late + 301 + 9100)).toBe(true)
  })

  it('notice when that changes', () => {
    const trials = new Trials()
    expect(jobsTogether(() => 0.6, trials)).toBeGreaterThan(950)
    expect(jobsTogether(() => 1.4, trials, 2000)).toBeLessThan(40)
    jobsTogether(() => 0.6, trials, 4000)
    expect(jobsTogether(() => 0.6, trials, 6000)).toBeGreaterThan(950)
  })

  it('forgive an interruption now and then, on either side', () => {
    expect(jobsTogether((job) => (job % 100 === 50 ? 3 : 0.6))).toBeGreaterThan(900)
    const trials = new Trials()
    trials.record('job', false, 0, 1)
    trials.record('job', false, 0, 100) // counts as three
    expect(jobsTogether(() => 1.5, trials)).toBeLessThan(60)
  })

  it('keep kinds of jobs apart', () => {
    const trials = new Trials()
    trials.record('large', false, 0, 10)
    expect([trials.together('small', 0), trials.together('large', 0)]).toEqual([false, true])
  })
})

describe('shares', () => {
  const wellFormed = (cuts: number[], n: number, shares: number) => {
    expect([cuts[0], cuts[cuts.length - 1]]).toEqual([0, n])
    expect(cuts.length - 1).toBeLessThanOrEqual(Math.max(1, shares))
    for (let i = 1; i < cuts.length; i++) if (n > 0) expect(cuts[i]).toBeGreaterThan(cuts[i - 1])
  }

  it('cover all items once, none empty, at multiples of the unit', () => {
    for (const n of [0, 1, 15, 16, 17, 100, 257])
      for (const shares of [1, 2, 3, 8])
        for (const unit of [1, 8, 16]) {
          const cuts = evenCuts(n, shares, unit)
          wellFormed(cuts, n, shares)
          for (const cut of cuts.slice(1, -1)) expect(cut % unit).toBe(0)
        }
  })

  it('weigh about the same where items differ', () => {
    for (const n of [0, 1, 2, 5, 64, 1000])
      for (const shares of [1, 2, 3, 8])
        wellFormed(
          weighedCuts(n, shares, (i) => (i * 7) % 13),
          n,
          shares,
        )
    expect(weighedCuts(6, 2, (i) => (i === 0 ? 100 : 1))).toEqual([0, 1, 6])
    expect(weighedCuts(6, 2, (i) => (i === 5 ? 100 : 1))).toEqual([0, 5, 6])
    expect(weighedCuts(1000, 4, () => 1)).toEqual([0, 250, 500, 750, 1000])
    expect(weighedCuts(4, 2, () => 0)).toHaveLength(3)
  })

  it('are one for small work, and at most two for each thread', () => {
    expect([1, 119e3, 120e3, 1e9].map((work) => sharesFor(work, 2))).toEqual([1, 1, 2, 4])
    expect(sharesFor(1e9, 1)).toBe(1)
    expect(sharesFor(1e12, 100)).toBe(32)
  })
})
