// Times single training steps, so that variants of a step can take turns within one run.
import { loadavg } from 'node:os'
import type { EncodedPart } from '../../shared/contract/encoded.ts'
import { defaultModel, defaultSplit, defaultText, defaultTraining } from '../../shared/contract/spec.ts'
import type { CellKind, RunSpec } from '../../shared/contract/spec.ts'
import { stream } from '../../shared/engine/training/random.ts'
import { runTraining } from '../../shared/engine/training/training.ts'

/** Vocabulary, embedding, hidden units, timesteps, sentences of a batch. */
export interface Shape {
  cell: CellKind
  V: number
  E: number
  H: number
  T: number
  B: number
}

export const shapeText = ({ cell, V, E, H, T, B }: Shape) => `${cell} V=${V} E=${E} H=${H} T=${T} B=${B}`

/** Sentences of `shortest`·T to T words; the label says which of two words comes first. */
export function madeUpPart(name: string, rows: number, { V, T }: Pick<Shape, 'V' | 'T'>, shortest = 1): EncodedPart {
  const random = stream(7, 'bench', name)
  const [offsets, labels] = [new Uint32Array(rows + 1), new Int32Array(rows)]
  const ids = new Int32Array(rows * T)
  for (let n = 0; n < rows; n++) {
    const [start, length] = [offsets[n], Math.ceil(T * (shortest + (1 - shortest) * random.next()))]
    for (let k = 0; k < length; k++) ids[start + k] = 4 + random.int(V - 4)
    labels[n] = random.int(2)
    ids[start + random.int(length >> 1)] = 2 + labels[n]
    ids[start + (length >> 1) + random.int(length >> 1)] = 3 - labels[n]
    offsets[n + 1] = start + length
  }
  return { rowIds: Uint32Array.from(labels, (_, n) => n), labels, offsets, ids: ids.slice(0, offsets[rows]) }
}

/** An experiment of one epoch with that many steps on the made-up sentences: Adam, gradients clipped, learned embedding. */
export function madeUpRun(shape: Shape, steps: number, shortest = 1) {
  const { cell, V, E, H, T, B } = shape
  const spec: RunSpec = {
    ...{ version: 1, data: '0'.repeat(64), seed: 3, split: defaultSplit, text: { ...defaultText, maxLength: T } },
    training: { ...defaultTraining, batchSize: B, epochs: 1, earlyStopping: null },
    model: { ...defaultModel(cell), input: { kind: 'embedding', size: E }, hidden: H },
  }
  const part = (name: string, rows: number) => madeUpPart(name, rows, shape, shortest)
  const parts = { train: part('train', steps * B), validation: part('validation', B), test: part('test', B) }
  return { spec, data: { vocabularySize: V, classes: 2, parts } }
}

/** Milliseconds of a step: on the clock, and of this thread's own time, which other programs do not lengthen. */
export interface StepTime {
  wall: number
  thread: number
}

/**
 * Trains on the current backend and times every step. Before each one, `prepare` gets the step's number from 0; the pause
 * that it may make is not counted. The last step has no time.
 */
export async function stepTimes(
  shape: Shape,
  steps: number,
  { prepare, shortest }: { prepare?: (step: number) => Promise<void> | void; shortest?: number } = {},
): Promise<StepTime[]> {
  const { spec, data } = madeUpRun(shape, steps, shortest)
  const times: StepTime[] = []
  let began: StepTime | null = null
  const now = (): StepTime => {
    const { user, system } = process.threadCpuUsage()
    return { wall: performance.now(), thread: (user + system) / 1000 }
  }
  const next = async () => {
    const end = now()
    if (began) times.push({ wall: end.wall - began.wall, thread: end.thread - began.thread })
    await prepare?.(times.length)
    began = now()
    return 'go' as const
  }
  const sink = { metrics: () => undefined, epoch: () => undefined, checkpoint: () => undefined }
  await runTraining(spec, data, { sink, control: { next } })
  return times
}

export const median = (values: number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]
/** A quarter of the values are below: what a busy machine hides least. */
export const lowerQuartile = (values: number[]): number => [...values].sort((a, b) => a - b)[values.length >> 2]

export const rest = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

export const load = () => `load ${loadavg()[0].toFixed(1)}`
