import type { LabPoint } from '../../shared/labs/document.ts'
import type { LabJob } from '../../shared/labs/job-list.ts'
import type { LabSpec } from '../../shared/labs/spec.ts'

/** Page → laboratory worker: one job at a time. */
export interface ToLabWorker {
  spec: LabSpec
  job: LabJob
}

/** Laboratory worker → page. */
export type FromLabWorker =
  | { kind: 'device'; device: string }
  | { kind: 'told'; done: number; points: LabPoint[]; names?: Record<string, string> }
  | { kind: 'ended' }
  | { kind: 'failed'; message: string }
