import type { WorkerRole } from './roles.ts'

/** Starts a worker. What it is sent before its part has been loaded is heard when it has; a part that cannot be loaded is an error of the worker. */
export const openWorker = (role: WorkerRole): Worker =>
  new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: role })
