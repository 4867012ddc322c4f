/**
 * How fast the engine trains on the processor: `npm run bench -- training-epoch [cell …]`. Prints GFLOP/s of the product and seconds
 * per epoch on the movie-review sentences of ../shared/data (embedding 32, hidden 32, T 40, batch 32, Adam).
 */
import { existsSync, readFileSync } from 'node:fs'
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import Papa from 'papaparse'
import type { EncodedPart } from '../../shared/contract/encoded.ts'
import { cellKinds, defaultModel, defaultSplit, defaultText, defaultTraining } from '../../shared/contract/spec.ts'
import type { CellKind, RunSpec } from '../../shared/contract/spec.ts'
import { registerCpuKernels } from '../../shared/engine/kernels/cpu/register.ts'
import { product } from '../../shared/engine/kernels/run.ts'
import { stream } from '../../shared/engine/training/random.ts'
import { runTraining } from '../../shared/engine/training/training.ts'

const FILE = '../shared/data/movie-review-sentences.csv'

await tf.setBackend('cpu')
registerCpuKernels()
for (const [M, K, N] of [
  [1280, 32, 128],
  [32, 32, 128],
  [1280, 128, 32],
])
  timeProduct(M, K, N)

if (existsSync(FILE)) await timeEpochs()
else console.log(`${FILE} is absent: no epoch is timed`)

function timeProduct(M: number, K: number, N: number): void {
  const [a, b] = [tf.randomNormal([M, K], 0, 1, 'float32', 1), tf.randomNormal([K, N], 0, 1, 'float32', 2)]
  const rate = (multiply: () => tf.Tensor) => {
    const repeats = Math.ceil(3e8 / (M * K * N))
    for (let i = 0; i < repeats / 4; i++) multiply().dispose()
    const began = performance.now()
    for (let i = 0; i < repeats; i++) multiply().dispose()
    return ((2 * M * K * N * repeats) / (performance.now() - began) / 1e6).toFixed(2)
  }
  const ours = rate(() => product(a as tf.Tensor2D, b as tf.Tensor2D))
  console.log(`product ${M} × ${K} × ${N}: ${ours} GFLOP/s, tf.matMul ${rate(() => tf.matMul(a, b))}`)
  tf.dispose([a, b])
}

async function timeEpochs(): Promise<void> {
  const { train, validation, test, vocabularySize } = movieReviews()
  const wanted = process.argv.slice(2) as CellKind[]
  for (const cell of wanted.length ? wanted : cellKinds) {
    const spec: RunSpec = {
      ...{ version: 1, data: '0'.repeat(64), text: defaultText, split: defaultSplit, seed: 1 },
      training: { ...defaultTraining, epochs: 3, learningRate: Number(process.env.RATE ?? 0.005) },
      model: defaultModel(cell),
    }
    const outcome = await runTraining(
      spec,
      { vocabularySize, classes: 2, parts: { train, validation, test } },
      {
        sink: {
          metrics() {},
          checkpoint() {},
          epoch(r, decay) {
            const share = (x: number) => `${(100 * x).toFixed(1)} %`
            console.log(
              `${cell} epoch ${r.epoch}: ${r.seconds.toFixed(2)} s, train ${share(r.trainAccuracy)},`,
              `validation ${share(r.validationAccuracy)} (${r.validationLoss.toFixed(4)}), decay ${decay?.perWord?.toFixed(3)}`,
            )
          },
        },
      },
    )
    if (outcome.kind === 'finished') console.log(`${cell} test ${(100 * outcome.test.accuracy).toFixed(1)} %`)
  }
}

function movieReviews(): Record<'train' | 'validation' | 'test', EncodedPart> & { vocabularySize: number } {
  const { data } = Papa.parse<[string, string]>(readFileSync(FILE, 'utf8').trim())
  const rows = data.slice(1).map(([text, label]) => ({
    words: text.split(' ').filter((word) => /[\p{L}\p{N}]/u.test(word)),
    label: label === 'positive' ? 1 : 0,
  }))
  stream(1, 'split').shuffle(rows)
  const cut = [0, 0.8, 0.9, 1].map((share) => Math.round(share * rows.length))
  const ids = new Map<string, number>()
  for (const { words } of rows.slice(0, cut[1]))
    for (const word of words) if (!ids.has(word)) ids.set(word, ids.size + 2)
  const encode = (some: typeof rows): EncodedPart => {
    const sentences = some.map(({ words }) => words.slice(0, 40).map((word) => ids.get(word) ?? 1))
    const offsets = new Uint32Array(sentences.length + 1)
    sentences.forEach((sentence, n) => (offsets[n + 1] = offsets[n] + sentence.length))
    const labels = Int32Array.from(some, ({ label }) => label)
    return { rowIds: new Uint32Array(some.length), labels, offsets, ids: Int32Array.from(sentences.flat()) }
  }
  const [train, validation, test] = [0, 1, 2].map((part) => encode(rows.slice(cut[part], cut[part + 1])))
  return { train, validation, test, vocabularySize: ids.size + 2 }
}
