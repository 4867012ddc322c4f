import type { FromTrainer } from '../../shared/contract/trainer.ts'

/**
 * What the worker sends to its handle in the page. 'worn-out': its GPU is gone for good (a lost WebGL context cannot be had
 * again inside the same worker), so the next command needs a new worker.
 */
export type FromWorker = FromTrainer | { kind: 'worn-out' }
