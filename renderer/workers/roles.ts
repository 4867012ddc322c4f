/** What a worker of the page may be: see `worker.ts`. */
export type WorkerRole =
  'trainer' | 'timing' | 'judge' | 'laboratory' | 'words' | 'gradients' | 'embeddings' | 'long-work'
