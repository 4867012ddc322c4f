import type { Experiment, Run } from '../../shared/contract/experiment.ts'
import type { Services } from '../service-types.ts'
import { openDevice } from './device.ts'
import type { TerminalDevice } from './device.ts'
import { plainText } from './plain-text.ts'
import { showProgress } from './progress.ts'
import type { Terminal } from './terminal.ts'
import { trainingData, trainRun } from './train-run.ts'

/**
 * Trains the runs of an experiment one after the other, and shows how far they are.
 * @returns the runs that were begun; fewer than all when `signal` stopped one.
 */
export async function trainAll(
  services: Services,
  experiment: Experiment,
  wanted: TerminalDevice | null,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<Run[]> {
  const device = await openDevice(wanted)
  const data = await trainingData(services, experiment)
  const names = experiment.runs.map((run) => plainText(run.spec.model.name))
  const width = Math.max(...names.map((name) => name.length))
  const done: Run[] = []
  for (const [i, run] of experiment.runs.entries()) {
    if (signal.aborted) break
    const { epochs } = run.spec.training
    const progress = showProgress(terminal, names[i], width, epochs)
    const trained = await trainRun(services, run, data, device, progress, signal)
    done.push(trained)
    if (trained.divergence) terminal.note(`${names[i]}: ${plainText(trained.divergence.message)}`)
  }
  return done
}
