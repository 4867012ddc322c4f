import type { NetTraining } from './net/net-trainer.ts'

/** How the nets of the laboratories learn: Adam, and clipping to norm 1 as Pascanu et al. (2013) set it for these tasks. */
export const labTraining = ({ learningRate }: { learningRate: number }): NetTraining => ({
  optimiser: 'adam',
  learningRate,
  clipNorm: 1,
})
