// One thread of `npm run lab`: runs the jobs it is given, one after the other.
import { parentPort, workerData } from 'node:worker_threads'
import { runJob } from '../../shared/labs/run-job.ts'
import type { LabJob } from '../../shared/labs/job-list.ts'
import type { LabSpec } from '../../shared/labs/spec.ts'
import { openDevice } from './device.ts'
import type { FromLabThread } from './lab-place.ts'

if (!parentPort) throw new Error('lab-thread.ts is a thread of lab and cannot be run on its own')
const port = parentPort
const { spec } = workerData as { spec: LabSpec }
const send = (message: FromLabThread) => port.postMessage(message)

const opened = openDevice(null)
port.on('message', (job: LabJob) => void run(job))

async function run(job: LabJob): Promise<void> {
  try {
    send({ kind: 'device', device: await opened })
    await runJob(spec, job, (done, points, names) => send({ kind: 'told', done, points, names }), {
      ownRun: () => Promise.reject(new Error('the terminal opens no runs of your own')),
    })
    send({ kind: 'ended' })
  } catch (error) {
    send({ kind: 'failed', message: error instanceof Error ? error.message : String(error) })
  }
}
