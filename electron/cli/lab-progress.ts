import { SingleBar } from 'cli-progress'
import type { LabProgress } from '../../shared/labs/run-lab.ts'
import type { Terminal } from './terminal.ts'

/** How far a laboratory is: a bar where somebody watches, a line per tenth where not. */
export interface LabProgressShown {
  update(progress: LabProgress): void
  end(): void
}

export function showLabProgress({ bar: stream, note }: Terminal): LabProgressShown {
  if (!stream) {
    let told = 0
    return {
      update({ done, ended, jobs }) {
        const tenth = Math.floor(10 * done + 1e-9)
        if (tenth <= told) return
        told = tenth
        note(`${10 * tenth} %  ${ended} of ${jobs} nets trained`)
      },
      end: () => {},
    }
  }
  const bar = new SingleBar({
    ...{ stream, format: '{bar} {percentage} %  {ended} of {jobs} nets trained  {eta_formatted} left', barsize: 24 },
    ...{ barCompleteChar: '█', barIncompleteChar: '░', hideCursor: true, clearOnComplete: true, etaBuffer: 20 },
    gracefulExit: false,
  })
  bar.start(1000, 0, { ended: 0, jobs: '…' })
  return {
    update: ({ done, ended, jobs }) => bar.update(Math.round(1000 * done), { ended, jobs }),
    end: () => bar.stop(),
  }
}
