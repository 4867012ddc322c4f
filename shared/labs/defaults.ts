import { memorySpec } from './spec.ts'
import type { DistanceSpec, LabName, LabSpec, MemorySpec, OrderSpec, PaddingSpec } from './spec.ts'

const net = { cells: ['rnn', 'lstm', 'lstm-chrono', 'gru'], hidden: 32, batch: 32, learningRate: 0.005 } as const
const distance: Omit<DistanceSpec, 'seed'> = {
  ...net,
  ...{ lab: 'distance', cells: [...net.cells], seeds: 5, steps: 400, fillers: [5, 10, 20, 50, 100, 200] },
}
const order: Omit<OrderSpec, 'seed'> = {
  ...{ lab: 'order', seeds: 5, models: ['ann-mean', 'ann', 'rnn', 'lstm', 'gru'], epochs: 15, runs: [] },
  shares: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1],
}
const padding: Omit<PaddingSpec, 'seed'> = { lab: 'padding', seeds: 3, cell: 'lstm', padTo: 60, epochs: 6 }

/** What differs between the memory tasks. Chosen so that a run takes about a minute on two cores and ends with an answer. */
const memory: Record<MemorySpec['lab'], Pick<MemorySpec, 'length' | 'steps'> & Partial<MemorySpec>> = {
  adding: { length: 50, steps: 1500 },
  copy: { length: 20, steps: 1500 },
  'temporal-order': { length: 60, steps: 800 },
  'first-symbol': { length: 100, steps: 300 },
  reber: { length: 30, steps: 600 },
}

/** The set-up a laboratory opens with. */
export function defaultLab(lab: LabName, seed = 1): LabSpec {
  switch (lab) {
    case 'distance':
      return { ...distance, seed }
    case 'order':
      return { ...order, seed }
    case 'padding':
      return { ...padding, seed }
    default:
      return memorySpec.parse({ ...net, cells: [...net.cells], seeds: 3, ...memory[lab], lab, seed })
  }
}

/** The same with one seed and little of everything: shows in seconds that it works, and proves nothing. */
export function quickLab(lab: LabName, seed = 1): LabSpec {
  const spec = defaultLab(lab, seed)
  const little = { seeds: 1 }
  switch (spec.lab) {
    case 'distance':
      return { ...spec, ...little, fillers: [5, 20], steps: 60, hidden: 16 }
    case 'order':
      return { ...spec, ...little, models: ['ann-mean', 'gru'], epochs: 4, shares: [0, 0.5, 1] }
    case 'padding':
      return { ...spec, ...little, padTo: 40, epochs: 2 }
    default:
      return { ...spec, ...little, length: Math.min(spec.length, 20), steps: 50, hidden: 16 }
  }
}
