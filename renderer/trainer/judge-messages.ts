import type { Device } from '../../shared/contract/trainer.ts'

/** Page → judge: all rows of the run's data set that it has not judged as they are. */
export interface ToJudge {
  run: string
  device: Device | null
}

/** Judge → page. */
export type FromJudge =
  { kind: 'judging'; done: number; of: number } | { kind: 'judged'; rows: number } | { kind: 'failed'; message: string }
