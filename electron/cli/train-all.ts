import { availableParallelism } from 'node:os'
import type { Experiment, Run } from '../../shared/contract/experiment.ts'
import { threadsFor } from '../../shared/engine/kernels/wasm/team.ts'
import type { Services } from '../service-types.ts'
import { openDevice } from './device.ts'
import type { TerminalDevice } from './device.ts'
import { plainText } from './plain-text.ts'
import { openProgress } from './progress.ts'
import type { Terminal } from './terminal.ts'
import { trainInThisThread, trainingData, trainRun } from './train-run.ts'
import type { TrainHere } from './train-run.ts'
import { openTrainingThread } from './training-thread.ts'

interface TrainAllOptions {
  device: TerminalDevice | null
  /** Models that train at the same time; null: one per core. */
  jobs: number | null
}

/**
 * Trains the runs of an experiment, as many side by side as there are cores or jobs, and shows how far they are. The
 * results do not depend on that number.
 * @returns the runs that were begun, in the order of the experiment; fewer than all when `signal` stopped one.
 * @throws {unknown} the first error; the other runs then stop as they would for `signal`.
 */
export async function trainAll(
  services: Services,
  experiment: Experiment,
  { device: wanted, jobs }: TrainAllOptions,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<Run[]> {
  const { runs } = experiment
  const places = Math.min(jobs ?? availableParallelism(), runs.length)
  // Models side by side use the cores better than threads that share one model.
  const device = await openDevice(wanted, places > 1 ? 1 : threadsFor(availableParallelism()))
  const data = await trainingData(services, experiment)
  const broken = new AbortController()
  const stopped = AbortSignal.any([signal, broken.signal])
  const { trainers, close } =
    places > 1 ? openThreads(places, { device, data }, stopped) : inThisThread(trainInThisThread(data, stopped))
  const progress = openProgress(
    terminal,
    runs.map(({ spec }) => plainText(spec.model.name)),
  )
  const done: (Run | undefined)[] = runs.map(() => undefined)
  const waiting = [...runs.entries()]
  const failures: unknown[] = []

  const work = async (train: TrainHere) => {
    while (!stopped.aborted) {
      const next = waiting.shift()
      if (!next) return
      const [i, run] = next
      done[i] = await trainRun(services, run, device, train, progress.begin(i, run.spec.training.epochs))
    }
  }
  try {
    await Promise.all(
      trainers.map((train) =>
        work(train).catch((error: unknown) => {
          failures.push(error)
          broken.abort()
        }),
      ),
    )
  } finally {
    progress.end()
    await close()
  }
  if (failures.length > 0) throw failures[0]
  const trained = done.filter((run) => run !== undefined)
  for (const { spec, divergence } of trained)
    if (divergence) terminal.note(`${plainText(spec.model.name)}: ${plainText(divergence.message)}`)
  return trained
}

interface Trainers {
  trainers: TrainHere[]
  close(): Promise<void>
}

const inThisThread = (train: TrainHere): Trainers => ({ trainers: [train], close: () => Promise.resolve() })

/** Threads read the wish to stop from shared memory: it reaches them in the middle of an epoch, whatever they are doing. */
function openThreads(
  count: number,
  start: Pick<Parameters<typeof openTrainingThread>[0], 'device' | 'data'>,
  signal: AbortSignal,
): Trainers {
  const stop = new Int32Array(new SharedArrayBuffer(4))
  const askToStop = () => void Atomics.store(stop, 0, 1)
  if (signal.aborted) askToStop()
  else signal.addEventListener('abort', askToStop, { once: true })
  const threads = Array.from({ length: count }, () => openTrainingThread({ ...start, stop }))
  return {
    trainers: threads.map(({ train }) => train),
    close: async () => void (await Promise.all(threads.map((thread) => thread.close()))),
  }
}
