import { openPacer } from '../../engine/training/pacing.ts'
import { stream } from '../../engine/training/random.ts'
import { CUE_TOKEN, distanceBatch, distanceLength, distanceShape } from '../../tasks/memory/distance.ts'
import type { LabPoint } from '../document.ts'
import type { LabJob, TellJob } from '../job-list.ts'
import { labTraining } from '../lab-training.ts'
import { labCells } from '../net/lab-cells.ts'
import { openNetTrainer } from '../net/net-trainer.ts'
import type { NetTrainer } from '../net/net-trainer.ts'
import type { DistanceSpec } from '../spec.ts'

/** Looks taken at the accuracy during training; two in a row above SOLVED end it. */
const LOOKS = 12
const SOLVED = 0.99
/** Batches of the two test sets: one to look at during training, one for the figure that is reported. */
const TEST = { batches: 8, sequences: 64 }
const LOOK = { batches: 2, sequences: 64 }

/**
 * Trains one cell on sentences with n filler words behind the cue, and measures
 *   accuracy        on 512 fresh sentences
 *   gradient-start  ‖∂L/∂h‖ at the cue before the first step, as a share of that at the last word
 *   gradient-end    the same after training
 *   steps           training steps until it was solved; null where it was not
 */
export async function runDistanceJob(spec: DistanceSpec, job: LabJob, tell: TellJob): Promise<void> {
  const { seed, at: fillers } = job
  const cell = labCells.find((one) => one === job.series)
  if (!cell) throw new RangeError(`distance: there is no cell ${job.series}`)
  const shape = { ...distanceShape, cell, hidden: spec.hidden, length: distanceLength(fillers) }
  const trainer = openNetTrainer(shape, labTraining(spec), seed)
  const drawn = (name: string, { batches, sequences }: typeof TEST) => {
    const random = stream(seed, 'distance', name, fillers)
    return Array.from({ length: batches }, () => distanceBatch(random, sequences, fillers))
  }
  const point = (measure: string, y: number | null): LabPoint => ({
    ...{ measure, series: cell, seed, x: fillers },
    y: y !== null && Number.isFinite(y) ? y : null,
  })
  // A worker that never lets its event loop turn cannot be ended at once.
  const pacer = openPacer()
  try {
    const [forGradients] = drawn('gradients', LOOK)
    const start = await cueShare(trainer, forGradients)
    const look = drawn('look', LOOK)
    const random = stream(seed, 'distance', 'training', fillers)
    const every = Math.ceil(spec.steps / LOOKS)
    let solvedSince: number | null = null
    let solved = false
    for (let step = 1; step <= spec.steps && !solved; step++) {
      trainer.step(distanceBatch(random, spec.batch, fillers))
      await pacer.breathe()
      if (step % every !== 0) continue
      const { accuracy } = await trainer.score(look)
      solved = accuracy >= SOLVED && solvedSince !== null
      solvedSince = accuracy >= SOLVED ? (solvedSince ?? step) : null
      tell(step / spec.steps, [])
    }
    const { accuracy } = await trainer.score(drawn('test', TEST))
    tell(1, [
      point('accuracy', accuracy),
      point('gradient-start', start),
      point('gradient-end', await cueShare(trainer, forGradients)),
      point('steps', solvedSince),
    ])
  } finally {
    trainer.close()
    pacer.close()
  }
}

async function cueShare(trainer: NetTrainer, batch: ReturnType<typeof distanceBatch>): Promise<number> {
  const norms = await trainer.gradientNorms(batch)
  return norms[CUE_TOKEN - 1] / norms[norms.length - 1]
}
