import { Worker } from 'node:worker_threads'
import type { TrainingOutcome, TrainingSink } from '../../shared/engine/training/training.ts'
import type { TrainHere } from './train-run.ts'
import type { FromWorker, ToKeep, ToWorker, WorkerStart } from './worker-messages.ts'

/** A thread that trains one run at a time. What it learns is kept by this thread, which alone has the data folder open. */
export interface TrainingThread {
  /** @throws {Error} what the sink threw, or what broke in the thread. */
  train: TrainHere
  close(): Promise<void>
}

export function openTrainingThread(start: WorkerStart): TrainingThread {
  const worker = new Worker(new URL('./train-worker.ts', import.meta.url), { workerData: start })
  const send = (message: ToWorker) => worker.postMessage(message)
  return {
    train: ({ spec }, sink) =>
      new Promise<TrainingOutcome>((resolve, reject) => {
        /** What could not be kept: the thread hears of it and ends the run. */
        let refusal: { error: unknown } | null = null
        const hear = (message: FromWorker) => {
          if (message.kind === 'keep') return void keep(message.number, message.what)
          stopListening()
          if (message.kind === 'ended') resolve(message.outcome)
          else reject(refusal ? asError(refusal.error) : new Error(message.message))
        }
        const keep = async (number: number, what: ToKeep) => {
          try {
            await give(sink, what)
            send({ kind: 'kept', number })
          } catch (error) {
            refusal ??= { error }
            send({ kind: 'refused', number, message: asError(error).message })
          }
        }
        const broke = (error: unknown) => {
          stopListening()
          reject(asError(error))
        }
        const left = (code: number) => broke(new Error(`the thread that trained ended on its own (code ${code})`))
        const stopListening = () => worker.off('message', hear).off('error', broke).off('exit', left)
        worker.on('message', hear).on('error', broke).on('exit', left)
        send({ kind: 'train', spec })
      }),
    close: async () => void (await worker.terminate()),
  }
}

async function give(sink: TrainingSink, what: ToKeep): Promise<void> {
  if (what.kind === 'metrics') await sink.metrics(what.table, what.progress)
  else if (what.kind === 'epoch') await sink.epoch(what.record, what.decay)
  else if (what.kind === 'snapshot') await sink.snapshot?.(what.bytes, what.step)
  else await sink.checkpoint(what.which, what.bytes, what.step)
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))
