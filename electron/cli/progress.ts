import { MultiBar } from 'cli-progress'
import type { EpochRecord } from '../../shared/contract/experiment.ts'
import type { TrainingProgress } from '../../shared/engine/training/training.ts'
import type { Terminal } from './terminal.ts'

/** Shows how far one run is: a bar where somebody watches, a line per epoch where not. */
export interface RunProgress {
  step(progress: TrainingProgress, loss: number): void
  epoch(record: EpochRecord): void
  /** Takes the bar away. */
  end(): void
}

/** How far all runs are; they may train at the same time. */
export interface AllProgress {
  /** Run number `index` begins. */
  begin(index: number, epochs: number): RunProgress
  /** Takes away what is left. */
  end(): void
}

/** @param names of the runs, safe for the terminal; made equally long, so that bars stand under each other. */
export function openProgress(terminal: Terminal, names: readonly string[]): AllProgress {
  const width = Math.max(0, ...names.map((name) => name.length))
  const padded = names.map((name) => name.padEnd(width))
  if (!terminal.bar) return { begin: (index, epochs) => asLines(terminal, padded[index], epochs), end: () => undefined }
  const bars = openBars(terminal.bar)
  return { begin: (index, epochs) => asBar(bars, padded[index], epochs), end: () => bars.stop() }
}

function asLines(terminal: Terminal, name: string, epochs: number): RunProgress {
  return {
    step: () => undefined,
    epoch: (record) => terminal.note(`${name}  epoch ${record.epoch}/${epochs}  ${inWords(record)}`),
    end: () => undefined,
  }
}

const openBars = (stream: NodeJS.WriteStream) =>
  new MultiBar({
    stream,
    format: '{name} {bar} {percentage} %  epoch {epoch}/{epochs}  {what}  {eta_formatted} left',
    barsize: 24,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: true,
    clearOnComplete: true,
    linewrap: false,
    etaBuffer: 50,
    // The command handles Ctrl+C itself: it saves first.
    gracefulExit: false,
  })

function asBar(bars: MultiBar, name: string, epochs: number): RunProgress {
  let validation = ''
  let total = 0
  const bar = bars.create(1, 0, { name, epochs, epoch: 0, what: 'preparing' })
  return {
    step: ({ step, epoch, stepsPerEpoch, stepsPerSecond }, loss) => {
      if (total === 0) bar.setTotal((total = stepsPerEpoch * epochs))
      const speed = stepsPerSecond > 0 ? `  ${Math.round(stepsPerSecond)} steps/s` : ''
      bar.update(step, { epoch, what: `loss ${loss.toFixed(3)}${validation}${speed}` })
    },
    epoch: (record) => (validation = `  validation ${(100 * record.validationAccuracy).toFixed(1)} %`),
    end: () => void bars.remove(bar),
  }
}

function inWords({ trainLoss, trainAccuracy, validationLoss, validationAccuracy, seconds }: EpochRecord): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`
  return (
    `train loss ${trainLoss.toFixed(3)}, ${percent(trainAccuracy)}  ` +
    `validation loss ${validationLoss.toFixed(3)}, ${percent(validationAccuracy)}  ${seconds.toFixed(1)} s`
  )
}
