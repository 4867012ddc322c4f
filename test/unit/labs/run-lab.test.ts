import { expect, it } from 'vitest'
import { jobsOf } from '../../../shared/labs/job-list.ts'
import type { LabJob, TellJob } from '../../../shared/labs/job-list.ts'
import { quickLab } from '../../../shared/labs/defaults.ts'
import { runLab } from '../../../shared/labs/run-lab.ts'
import type { LabProgress } from '../../../shared/labs/run-lab.ts'

const spec = { ...quickLab('distance'), seeds: 2 }
const pointOf = ({ series, seed, at }: LabJob) => ({ measure: 'accuracy', series, seed, x: at, y: 1 })
const measure = (job: LabJob, tell: TellJob) => tell(1, [pointOf(job)], { [job.series]: `name of ${job.series}` })

it('one job per cell, seed and distance', () => {
  expect(jobsOf(spec)).toHaveLength(4 * 2 * 2)
})

it('gives the results in the order of the jobs, whichever place is done first', async () => {
  // The first place waits until the second has done all the other jobs.
  let finishOthers = () => {}
  const othersDone = new Promise<void>((resolve) => (finishOthers = resolve))
  let left = jobsOf(spec).length - 1
  const slow = {
    run: async (_: unknown, job: LabJob, tell: TellJob) => {
      await othersDone
      measure(job, tell)
    },
  }
  const quick = {
    run: async (_: unknown, job: LabJob, tell: TellJob) => {
      measure(job, tell)
      if (--left === 0) finishOthers()
    },
  }
  const told: LabProgress[] = []
  const { points, names } = await runLab(spec, [slow, quick], { onProgress: (progress) => told.push(progress) })
  expect(points).toEqual(jobsOf(spec).map(pointOf))
  expect(names).toMatchObject({ rnn: 'name of rnn' })
  expect(told.at(-1)).toMatchObject({ done: 1, ended: 16, jobs: 16 })
  expect(told.map(({ done }) => done)).toEqual(told.map(({ done }) => done).sort((a, b) => a - b))
})

it('ends at once when it is stopped, and hears nothing of what comes later', async () => {
  const stop = new AbortController()
  const told: LabProgress[] = []
  let late = () => {}
  const place = {
    run: (_: unknown, job: LabJob, tell: TellJob) =>
      new Promise<void>(() => {
        late = () => measure(job, tell)
      }),
  }
  const running = runLab(spec, [place], { signal: stop.signal, onProgress: (progress) => told.push(progress) })
  stop.abort(new Error('enough'))
  await expect(running).rejects.toThrow('enough')
  late()
  expect(told).toEqual([])
})

it('fails with the first job that fails', async () => {
  const place = { run: () => Promise.reject(new Error('no memory')) }
  await expect(runLab(spec, [place])).rejects.toThrow('no memory')
})
