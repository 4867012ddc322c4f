import { runJob } from '../../shared/labs/run-job.ts'
import { messageOf } from '../api.ts'
import { useDevice } from './backends.ts'
import type { FromLabWorker, ToLabWorker } from './lab-messages.ts'
import { openOwnRun } from './lab-own-run.ts'

/**
 * A Web Worker that trains the small nets of the laboratories, one after the other, on one thread of the device 'wasm': jobs
 * side by side in several such workers use the cores better than threads that share one small net. To stop it, end it.
 */
const post = (message: FromLabWorker) => self.postMessage(message)

self.onmessage = async ({ data: { spec, job } }: MessageEvent<ToLabWorker>) => {
  try {
    post({ kind: 'device', device: await useDevice('wasm', 1) })
    await runJob(spec, job, (done, points, names) => post({ kind: 'told', done, points, names }), {
      ownRun: openOwnRun,
    })
    post({ kind: 'ended' })
  } catch (error) {
    post({ kind: 'failed', message: messageOf(error) })
  }
}
