import type { GradientDecay } from '../../contract/experiment.ts'
import { runTraining } from '../../engine/training/training.ts'
import type { LabPoint } from '../document.ts'
import type { LabJob, TellJob } from '../job-list.ts'
import type { PaddingSpec } from '../spec.ts'
import { orderReviewsData, orderReviewsSpec } from '../text/order-reviews-data.ts'
import { padded, paddings } from './paddings.ts'

/**
 * Trains one cell on the order reviews, padded to T steps in one of three ways, and measures
 *   accuracy   on the validation part, x: epoch
 *   test       on the test part with the weights of the best epoch, x: 0
 *   gradient   ‖∂L/∂h‖ at the end of the first epoch, x: timestep from 1 (masked: word of the sentence)
 */
export async function runPaddingJob(spec: PaddingSpec, job: LabJob, tell: TellJob): Promise<void> {
  const padding = paddings.find((one) => one === job.series)
  if (!padding) throw new RangeError(`padding: there is no padding ${job.series}`)
  const { data } = orderReviewsData()
  const runSpec = orderReviewsSpec(spec.cell, { seed: job.seed, epochs: spec.epochs, maxLength: spec.padTo })
  const parts = {
    train: padded(data.parts.train, padding, spec.padTo),
    validation: padded(data.parts.validation, padding, spec.padTo),
    test: padded(data.parts.test, padding, spec.padTo),
  }
  const point = (measure: string, x: number, y: number | null): LabPoint => ({
    ...{ measure, series: padding, seed: job.seed, x },
    y: y !== null && Number.isFinite(y) ? y : null,
  })
  let first: GradientDecay | null = null
  const outcome = await runTraining(
    runSpec,
    { ...data, parts },
    {
      sink: {
        metrics: () => {},
        checkpoint: () => {},
        epoch: ({ epoch, validationAccuracy }, decay) => {
          const points = [point('accuracy', epoch, validationAccuracy)]
          if (!first && decay) {
            first = decay
            points.push(...decay.byTimestep.map((norm, t) => point('gradient', t + 1, norm)))
          }
          tell((0.98 * epoch) / spec.epochs, points)
        },
      },
    },
  )
  tell(1, [point('test', 0, outcome.kind === 'finished' ? outcome.test.accuracy : null)])
}
