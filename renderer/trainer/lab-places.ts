import { jobsOf } from '../../shared/labs/job-list.ts'
import { LabFailure } from '../../shared/labs/lab-failure.ts'
import type { JobPlace } from '../../shared/labs/run-lab.ts'
import type { LabSpec } from '../../shared/labs/spec.ts'
import { openWorker } from '../workers/open-worker.ts'
import type { FromLabWorker, ToLabWorker } from './lab-messages.ts'
import { placesFor } from './places.ts'

/** Workers for the jobs of one laboratory. */
export interface LabPlaces {
  places: JobPlace[]
  /** What they compute on, once one has begun. */
  device(): string | null
  /** Ends them at once, whatever they are doing. */
  close(): void
}

export function openLabPlaces(spec: LabSpec): LabPlaces {
  const count = Math.min(placesFor(navigator.hardwareConcurrency), jobsOf(spec).length)
  const workers = Array.from({ length: count }, () => openWorker('laboratory'))
  let device: string | null = null
  const place = (worker: Worker): JobPlace => ({
    run: (spec, job, tell) =>
      new Promise((resolve, reject) => {
        worker.onerror = (event) => {
          event.preventDefault()
          reject(
            new LabFailure(`The laboratory broke down${event.message ? ` (${event.message})` : ''}. Run it again.`),
          )
        }
        worker.onmessage = ({ data }: MessageEvent<FromLabWorker>) => {
          if (data.kind === 'device') device = data.device
          else if (data.kind === 'told') tell(data.done, data.points, data.names)
          else if (data.kind === 'ended') resolve()
          else reject(new LabFailure(data.message))
        }
        worker.postMessage({ spec, job } satisfies ToLabWorker)
      }),
  })
  return {
    places: workers.map(place),
    device: () => device,
    close: () => workers.forEach((worker) => worker.terminate()),
  }
}
