// Times single training steps, so that variants of a step can take turns within one run.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
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

/** Milliseconds of a step. */
export interface StepTime {
  /** On the clock. */
  wall: number
  /** Of this thread's own time, which other programs do not lengthen. */
  thread: number
  /** That threads of this process were ready to run while other programs had the processors; 0 where that is not known. */
  waited: number
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
    return { wall: performance.now(), thread: (user + system) / 1000, waited: waited() }
  }
  const next = async () => {
    const end = now()
    if (began) {
      const since = (of: keyof StepTime) => end[of] - (began?.[of] ?? 0)
      times.push({ wall: since('wall'), thread: since('thread'), waited: since('waited') })
    }
    await prepare?.(times.length)
    began = now()
    return 'go' as const
  }
  const sink = { metrics: () => undefined, epoch: () => undefined, checkpoint: () => undefined }
  await runTraining(spec, data, { sink, control: { next } })
  return times
}

/** Linux counts for each thread how long it was ready and did not run (Documentation/scheduler/sched-stats, run_delay). */
function waited(): number {
  const folder = '/proc/self/task'
  if (!existsSync(`${folder}/${process.pid}/schedstat`)) return 0
  const waits = readdirSync(folder).map((id) => Number(readFileSync(`${folder}/${id}/schedstat`, 'utf8').split(' ')[1]))
  return waits.reduce((sum, wait) => sum + wait, 0) / 1e6
}

/** The value that a share of the values lies below. */
export const quantile = (values: number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * share)]
export const median = (values: number[]): number => quantile(values, 0.5)

export const rest = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

export const load = () => `load ${loadavg()[0].toFixed(1)}`
