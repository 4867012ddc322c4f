import { Worker } from 'node:worker_threads'
import type { LabPoint } from '../../shared/labs/document.ts'
import type { JobPlace } from '../../shared/labs/run-lab.ts'
import type { LabSpec } from '../../shared/labs/spec.ts'

/** A thread's answer to a job. */
export type FromLabThread =
  | { kind: 'device'; device: string }
  | { kind: 'told'; done: number; points: LabPoint[]; names?: Record<string, string> }
  | { kind: 'ended' }
  | { kind: 'failed'; message: string }

/** A thread in which jobs of a laboratory run. */
export interface LabThread extends JobPlace {
  /** What it computes on, once it has begun. */
  device(): string | null
  close(): Promise<void>
}

export function openLabThread(spec: LabSpec): LabThread {
  const worker = new Worker(new URL('./lab-thread.ts', import.meta.url), { workerData: { spec } })
  let device: string | null = null
  return {
    run: (_, job, tell) =>
      new Promise((resolve, reject) => {
        const end = (settle: () => void) => {
          worker.off('message', hear).off('error', broke).off('exit', left)
          settle()
        }
        const broke = (error: Error) => end(() => reject(error))
        const left = (code: number) => broke(new Error(`a thread of the laboratory ended on its own (code ${code})`))
        const hear = (message: FromLabThread) => {
          if (message.kind === 'device') device = message.device
          else if (message.kind === 'told') tell(message.done, message.points, message.names)
          else if (message.kind === 'ended') end(resolve)
          else broke(new Error(message.message))
        }
        worker.on('message', hear).on('error', broke).on('exit', left)
        worker.postMessage(job)
      }),
    device: () => device,
    close: async () => void (await worker.terminate()),
  }
}
