import { openPacer } from '../../engine/training/pacing.ts'
import { stream } from '../../engine/training/random.ts'
import { taskAtLength } from '../../tasks/memory/tasks.ts'
import type { LabPoint } from '../document.ts'
import type { LabJob, TellJob } from '../job-list.ts'
import { labTraining } from '../lab-training.ts'
import { labCells } from '../net/lab-cells.ts'
import { openNetTrainer } from '../net/net-trainer.ts'
import type { MemorySpec } from '../spec.ts'

/** Points of a learning curve beside its start. */
const LOOKS = 25
/** Test sequences: drawn once per seed, the same for every cell. */
const TEST = { batches: 8, sequences: 64 }

/**
 * Trains one cell on a memory task whose sequences are drawn anew at every step, and measures, against the training step,
 *   loss       on 512 sequences never trained on: mean squared error, or nats per answer
 *   accuracy   the share of right answers where memory is asked for
 */
export async function runMemoryJob(spec: MemorySpec, job: LabJob, tell: TellJob): Promise<void> {
  const cell = labCells.find((one) => one === job.series)
  if (!cell) throw new RangeError(`${spec.lab}: there is no cell ${job.series}`)
  const { seed } = job
  const task = taskAtLength(spec.lab, spec.length)
  const shape = { ...task.shape, cell, hidden: spec.hidden, length: task.steps }
  const trainer = openNetTrainer(shape, labTraining(spec), seed)
  // A worker that never lets its event loop turn cannot be ended at once.
  const pacer = openPacer()
  try {
    const drawTest = stream(seed, spec.lab, 'test')
    const test = Array.from({ length: TEST.batches }, () => task.batch(drawTest, TEST.sequences))
    const random = stream(seed, spec.lab, 'training')
    const every = Math.max(1, Math.floor(spec.steps / LOOKS))
    for (let step = 0; step <= spec.steps; step++) {
      if (step > 0) trainer.step(task.batch(random, spec.batch))
      await pacer.breathe()
      if (step % every !== 0 && step !== spec.steps) continue
      const measured = await trainer.score(test)
      const point = (measure: 'loss' | 'accuracy'): LabPoint => ({
        ...{ measure, series: cell, seed, x: step },
        y: Number.isFinite(measured[measure]) ? measured[measure] : null,
      })
      tell(step / spec.steps, [point('loss'), point('accuracy')])
    }
  } finally {
    trainer.close()
    pacer.close()
  }
}
