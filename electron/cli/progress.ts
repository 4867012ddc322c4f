import { SingleBar } from 'cli-progress'
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

/** @param name safe for the terminal. @param width of the longest name, so that bars stand under each other. */
export function showProgress(terminal: Terminal, name: string, width: number, epochs: number): RunProgress {
  return terminal.bar ? asBar(terminal, name.padEnd(width), epochs) : asLines(terminal, name.padEnd(width), epochs)
}

function asLines(terminal: Terminal, name: string, epochs: number): RunProgress {
  return {
    step: () => undefined,
    epoch: (record) => terminal.note(`${name}  epoch ${record.epoch}/${epochs}  ${inWords(record)}`),
    end: () => undefined,
  }
}

function asBar(terminal: Terminal, name: string, epochs: number): RunProgress {
  const bar = new SingleBar({
    stream: terminal.bar ?? undefined,
    format: `${name} {bar} {percentage} %  epoch {epoch}/${epochs}  {what}  {eta_formatted} left`,
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
  let validation = ''
  let total = 0
  bar.start(1, 0, { epoch: 0, what: 'preparing' })
  return {
    step: ({ step, epoch, stepsPerEpoch, stepsPerSecond }, loss) => {
      if (total === 0) bar.setTotal((total = stepsPerEpoch * epochs))
      const speed = stepsPerSecond > 0 ? `  ${Math.round(stepsPerSecond)} steps/s` : ''
      bar.update(step, { epoch, what: `loss ${loss.toFixed(3)}${validation}${speed}` })
    },
    epoch: (record) => (validation = `  validation ${(100 * record.validationAccuracy).toFixed(1)} %`),
    end: () => bar.stop(),
  }
}

function inWords({ trainLoss, trainAccuracy, validationLoss, validationAccuracy, seconds }: EpochRecord): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`
  return (
    `train loss ${trainLoss.toFixed(3)}, ${percent(trainAccuracy)}  ` +
    `validation loss ${validationLoss.toFixed(3)}, ${percent(validationAccuracy)}  ${seconds.toFixed(1)} s`
  )
}
