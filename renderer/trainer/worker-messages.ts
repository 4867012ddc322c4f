import type { FromTrainer } from '../../shared/contract/trainer.ts'

/**
 * What the worker sends to its handle in the page. 'device-lost': a 'failed' after which the worker is of no more use, since
 * a lost WebGL context cannot be had again inside it; the next command needs a new worker.
 */
export type FromWorker = FromTrainer | { kind: 'device-lost'; run: string; message: string }
