import type { Divergence } from '../../contract/experiment.ts'
import type { TrainingSpec } from '../../contract/spec.ts'

/** What was not finite first: the loss, or the gradient of a parameter. */
export function culprit(loss: number, parameterNorms: Record<string, number>): string {
  if (!Number.isFinite(loss)) return 'loss'
  return Object.entries(parameterNorms).find(([, norm]) => !(norm <= 3e38))?.[0] ?? 'the global gradient norm'
}

/** A divergence in words, with advice that fits the settings. */
export function describeDivergence(
  { step, epoch, what }: Omit<Divergence, 'message'>,
  { learningRate, clipNorm, optimiser }: TrainingSpec,
): Divergence {
  const subject = what.endsWith('loss') ? `the ${what}` : what.startsWith('the ') ? what : `the gradient of ${what}`
  const advice = [
    `Try a learning rate of ${Number((learningRate / 10).toPrecision(2))} instead of ${learningRate}`,
    clipNorm === null ? 'clip the gradient norm, at 1 or 5' : `clip the gradient norm below ${clipNorm}`,
    ...(optimiser === 'sgd' || optimiser === 'momentum' ? ['let Adam choose the step sizes'] : []),
  ]
  return {
    ...{ step, epoch, what },
    message:
      `In step ${step} (epoch ${epoch}) ${subject} was no longer a finite number, so training stopped there. ` +
      `The weights from before that step are kept. ${advice.slice(0, -1).join(', ')}, or ${advice.at(-1)}.`,
  }
}
