import type { LabPoint } from './document.ts'
import { jobsOf } from './job-list.ts'
import type { LabJob, TellJob } from './job-list.ts'
import type { LabSpec } from './spec.ts'

/** Where one job runs at a time: a worker of the page, a thread of the terminal. */
export interface JobPlace {
  run(spec: LabSpec, job: LabJob, tell: TellJob): Promise<void>
}

/** An AbortSignal, as every process has it. */
export interface StopSignal {
  readonly aborted: boolean
  readonly reason: unknown
  addEventListener(type: 'abort', listener: () => void, options: { once: boolean }): void
}

export interface LabProgress {
  /** 0 to 1, over all jobs. */
  done: number
  /** Jobs that have ended, and all of them. */
  ended: number
  jobs: number
  /** All that has been measured so far, in the order of the jobs. */
  points: LabPoint[]
  names: Record<string, string>
}

/**
 * Runs all jobs of a laboratory, as many side by side as there are places. The result is in the order of the jobs and does
 * not depend on the places.
 * @throws {unknown} the first error of a job, or the signal's reason when it was aborted; the places are the caller's to end.
 */
export async function runLab(
  spec: LabSpec,
  places: readonly JobPlace[],
  { signal, onProgress }: { signal?: StopSignal; onProgress?: (progress: LabProgress) => void } = {},
): Promise<{ points: LabPoint[]; names: Record<string, string> }> {
  const jobs = jobsOf(spec).map((job) => ({ job, done: 0, points: [] as LabPoint[], ended: false }))
  const names: Record<string, string> = {}
  const gathered = () => jobs.flatMap(({ points }) => points)
  let next = 0
  const tellAll = () =>
    onProgress?.({
      done: jobs.reduce((sum, { done }) => sum + done, 0) / jobs.length,
      ended: jobs.filter(({ ended }) => ended).length,
      jobs: jobs.length,
      points: gathered(),
      names: { ...names },
    })
  const aborted = new Promise<never>((_, reject) => {
    if (signal?.aborted) reject(signal.reason as Error)
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
  })
  aborted.catch(() => {})
  const work = async (place: JobPlace) => {
    while (next < jobs.length) {
      const state = jobs[next++]
      await place.run(spec, state.job, (done, points, more) => {
        if (signal?.aborted) return
        state.done = done
        state.points.push(...points)
        Object.assign(names, more)
        tellAll()
      })
      Object.assign(state, { done: 1, ended: true })
      tellAll()
    }
  }
  await Promise.race([Promise.all(places.map(work)), aborted])
  return { points: gathered(), names }
}
