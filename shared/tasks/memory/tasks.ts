import type { Random } from '../../engine/training/random.ts'
import type { SequenceBatch, TaskShape } from '../../labs/net/sequence-batch.ts'
import { addingBaseline, addingBatch, addingRightByOne, addingShape } from './adding.ts'
import { copyBaseline, copyBatch, copyLength, copyShape } from './copy.ts'
import { firstSymbolBatch, firstSymbolShape } from './first-symbol.ts'
import { reberBatch, reberShape } from './reber.ts'
import { temporalOrderBatch, temporalOrderShape } from './temporal-order.ts'

export const memoryTasks = ['adding', 'copy', 'temporal-order', 'first-symbol', 'reber'] as const
export type MemoryTask = (typeof memoryTasks)[number]

/** A memory task at one length; what the length means is the task's own (steps, waiting time, lag, longest string). */
export interface TaskAtLength {
  shape: TaskShape
  /** Timesteps of a sequence. */
  steps: number
  batch(random: Random, B: number): SequenceBatch
  /** What the best answer without any memory reaches; null: not known in closed form. */
  baseline: { loss: number | null; accuracy: number | null }
}

export function taskAtLength(task: MemoryTask, length: number): TaskAtLength {
  switch (task) {
    case 'adding':
      return {
        ...{ shape: addingShape, steps: length, batch: (random, B) => addingBatch(random, B, length) },
        baseline: { loss: addingBaseline, accuracy: addingRightByOne },
      }
    case 'copy':
      return {
        ...{ shape: copyShape, steps: copyLength(length), batch: (random, B) => copyBatch(random, B, length) },
        baseline: { loss: copyBaseline(length), accuracy: 1 / 8 },
      }
    case 'temporal-order':
      return {
        ...{ shape: temporalOrderShape, steps: length, batch: (random, B) => temporalOrderBatch(random, B, length) },
        baseline: { loss: Math.log(4), accuracy: 1 / 4 },
      }
    case 'first-symbol':
      return {
        ...{ shape: firstSymbolShape(length), steps: length },
        batch: (random, B) => firstSymbolBatch(random, B, length),
        baseline: { loss: Math.LN2, accuracy: 1 / 2 },
      }
    case 'reber':
      return {
        ...{ shape: reberShape, steps: length - 1, batch: (random, B) => reberBatch(random, B, length) },
        baseline: { loss: null, accuracy: 1 / 2 },
      }
  }
}
