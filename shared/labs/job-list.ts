import type { LabPoint } from './document.ts'
import type { OwnRun } from './order/own-run.ts'
import { paddings } from './padding/paddings.ts'
import { seedsOf } from './spec.ts'
import type { LabSpec } from './spec.ts'

/** One net trained once: the smallest piece of a laboratory's work. A pure function of spec and job. */
export interface LabJob {
  series: string
  seed: number
  /** Distance: the filler words. */
  at: number
}

/** What a job says while it works: how much of it is done, 0 to 1, what was measured since the last call, and names of series. */
export type TellJob = (done: number, points: LabPoint[], names?: Record<string, string>) => void

/** What a job needs beyond its spec, and only its host can fetch. */
export interface JobMeans {
  ownRun(id: string): Promise<OwnRun>
}

/** All work of a laboratory, in the order in which it is best watched. */
export function jobsOf(spec: LabSpec): LabJob[] {
  const seeds = seedsOf(spec)
  const each = (series: readonly string[], at = 0): LabJob[] =>
    seeds.flatMap((seed) => series.map((one) => ({ series: one, seed, at })))
  switch (spec.lab) {
    case 'distance':
      return spec.fillers.flatMap((fillers) => each(spec.cells, fillers))
    case 'order':
      return each(spec.runs.length > 0 ? spec.runs : spec.models)
    case 'padding':
      return each(paddings)
    default:
      return each(spec.cells)
  }
}
