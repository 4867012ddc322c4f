// One thread of `compare --jobs N`: trains the runs it is given, one after the other, and hands everything to the main thread.
import { parentPort, workerData } from 'node:worker_threads'
import type { RunSpec } from '../../shared/contract/spec.ts'
import { runTraining } from '../../shared/engine/training/training.ts'
import { openDevice } from './device.ts'
import type { FromWorker, ToKeep, ToWorker, WorkerStart } from './worker-messages.ts'

if (!parentPort) throw new Error('train-worker.ts is a thread of compare and cannot be run on its own')
const port = parentPort
const { device, data, stop } = workerData as WorkerStart

const waiting = new Map<number, { kept(): void; refused(message: string): void }>()
let count = 0
const opened = openDevice(device)

port.on('message', (message: ToWorker) => {
  if (message.kind === 'train') return void train(message.spec)
  const asked = waiting.get(message.number)
  waiting.delete(message.number)
  if (message.kind === 'kept') asked?.kept()
  else asked?.refused(message.message)
})

async function train(spec: RunSpec): Promise<void> {
  try {
    await opened
    let metricsKept = Promise.resolve()
    let snapshotsKept = Promise.resolve()
    const outcome = await runTraining(spec, data, {
      control: { next: () => (Atomics.load(stop, 0) === 0 ? 'go' : 'stop') },
      sink: {
        // The next steps are made while these are written; what cannot be written is noticed one record later.
        metrics: async (table, progress) => {
          await metricsKept
          metricsKept = keep({ kind: 'metrics', table, progress })
          metricsKept.catch(() => {})
        },
        snapshot: async (bytes, step) => {
          await snapshotsKept
          snapshotsKept = keep({ kind: 'snapshot', bytes, step })
          snapshotsKept.catch(() => {})
        },
        epoch: (record, decay) => keep({ kind: 'epoch', record, decay }),
        checkpoint: (which, bytes, step) => keep({ kind: 'checkpoint', which, bytes, step }),
      },
    })
    await Promise.all([metricsKept, snapshotsKept])
    send({ kind: 'ended', outcome })
  } catch (error) {
    send({ kind: 'failed', message: error instanceof Error ? error.message : String(error) })
  }
}

/** Resolves when the main thread has it on disk. */
function keep(what: ToKeep): Promise<void> {
  const number = ++count
  return new Promise((resolve, reject) => {
    waiting.set(number, { kept: resolve, refused: (message) => reject(new Error(message)) })
    send({ kind: 'keep', number, what })
  })
}

function send(message: FromWorker): void {
  port.postMessage(message)
}
