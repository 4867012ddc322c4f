import { runDistanceJob } from './distance/distance-job.ts'
import type { JobMeans, LabJob, TellJob } from './job-list.ts'
import { runMemoryJob } from './memory/memory-job.ts'
import { runOrderJob } from './order/order-job.ts'
import { runPaddingJob } from './padding/padding-job.ts'
import type { LabSpec } from './spec.ts'

/** Runs a job on the current device, whose kernels must be registered. Only workers import this: it brings TensorFlow.js. */
export function runJob(spec: LabSpec, job: LabJob, tell: TellJob, means: JobMeans): Promise<void> {
  switch (spec.lab) {
    case 'distance':
      return runDistanceJob(spec, job, tell)
    case 'order':
      return runOrderJob(spec, job, tell, means)
    case 'padding':
      return runPaddingJob(spec, job, tell)
    default:
      return runMemoryJob(spec, job, tell)
  }
}
