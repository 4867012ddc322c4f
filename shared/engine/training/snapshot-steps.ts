/** About how many snapshots a run keeps. */
const WANTED = 40

/**
 * The steps after which a run keeps a snapshot of its weights: 0, 1, 2, 4, 8 … within the first epoch, where weights move
 * most, then evenly, so many per epoch that there are about forty (fewer than one per epoch in long runs). The last step is
 * among them. A function of the spec and the amount of data alone: a run that was stopped and resumed, or made again, keeps
 * the same ones.
 */
export function snapshotSteps({ epochs, stepsPerEpoch }: { epochs: number; stepsPerEpoch: number }): number[] {
  const steps = new Set([0, epochs * stepsPerEpoch])
  for (let step = 1; step < stepsPerEpoch; step *= 2) steps.add(step)
  const left = Math.max(1, WANTED - steps.size)
  const every = Math.max(1, Math.ceil(epochs / left))
  const perEpoch = Math.max(1, Math.floor(left / epochs))
  for (let epoch = every; epoch <= epochs; epoch += every)
    for (let part = 1; part <= perEpoch; part++)
      steps.add((epoch - 1) * stepsPerEpoch + Math.round((part * stepsPerEpoch) / perEpoch))
  return [...steps].sort((a, b) => a - b)
}
