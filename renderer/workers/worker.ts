import { hearLater } from './hear-later.ts'
import type { WorkerRole } from './roles.ts'

/**
 * The one program of all Web Workers: it becomes what its name says. Vite builds every worker file apart, with libraries of
 * its own; as parts of one program they share TensorFlow.js, which would else be in the package eight times.
 */
const parts: Record<WorkerRole, () => Promise<unknown>> = {
  trainer: () => import('../trainer/trainer.worker.ts'),
  timing: () => import('../trainer/timing/timing.worker.ts'),
  judge: () => import('../trainer/judge.worker.ts'),
  laboratory: () => import('../trainer/lab.worker.ts'),
  words: () => import('../views/inspect/words/asking/inspect.worker.ts'),
  gradients: () => import('../views/inspect/gradients/gradients.worker.ts'),
  embeddings: () => import('../views/inspect/embeddings/embeddings.worker.ts'),
  'long-work': () => import('../views/inspect/step-through/long-work.worker.ts'),
}

hearLater(self, parts[self.name as WorkerRole])
