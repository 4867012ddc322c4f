import type { ParameterCheck } from '../../../../shared/engine/inspect/gradient-check.ts'
import type { Intervention } from '../../../../shared/engine/inspect/interventions.ts'
import type { InspectedModel } from '../../../../shared/engine/inspect/model.ts'
import type { Triangle } from '../../../../shared/engine/inspect/triangle.ts'
import { openWorker } from '../../../workers/open-worker.ts'

/** Work on one sentence that takes longer than a frame: a worker of its own does it, and is ended to cancel it. */
export interface Sentence {
  model: InspectedModel
  ids: number[]
  interventions: Intervention[]
  label: number
}
export type LongWork =
  | { kind: 'triangles'; sentence: Sentence }
  /** `perParameter`: entries tried of each parameter; null: all. */
  | { kind: 'check'; sentence: Sentence; perParameter: number | null }

export interface Results {
  triangles: Triangle[]
  check: ParameterCheck[]
}
export type FromLongWork =
  | { kind: 'progress'; done: number; total: number }
  | { kind: 'done'; result: Results[keyof Results] }
  | { kind: 'failed'; message: string }

export interface Running<Result> {
  result: Promise<Result>
  cancel(): void
}

/** Starts a piece of work. After `cancel` its promise is never settled. */
export function startWork<Kind extends LongWork['kind']>(
  work: Extract<LongWork, { kind: Kind }>,
  onProgress: (done: number, total: number) => void,
): Running<Results[Kind]> {
  const worker = openWorker('long-work')
  const result = new Promise<Results[Kind]>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<FromLongWork>) => {
      if (data.kind === 'progress') return onProgress(data.done, data.total)
      worker.terminate()
      if (data.kind === 'failed') reject(new Error(data.message))
      else resolve(data.result as Results[Kind])
    }
    worker.onerror = (event) => {
      event.preventDefault()
      worker.terminate()
      reject(new Error(event.message || 'the worker broke down'))
    }
    worker.postMessage(work)
  })
  return { result, cancel: () => worker.terminate() }
}

/** A copy that a worker can be sent: what the stores hold is watched by the page. */
export function sentenceOf(
  model: InspectedModel,
  ids: readonly number[],
  interventions: readonly Intervention[],
  label: number,
): Sentence {
  const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T
  const { spec, dims, padding, weights } = model
  return {
    model: { spec: plain(spec), dims: plain(dims), padding, weights: { ...weights } },
    ids: [...ids],
    interventions: plain([...interventions]),
    label,
  }
}
