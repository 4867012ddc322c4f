/** Where a thread's source lies, as seen from here. */
const sources = {
  'import-worker': './import-worker.ts',
  'append-worker': './append-worker.ts',
  'check-worker': './checks/check-worker.ts',
  'text-worker': '../experiments/text-worker.ts',
  'row-worker': '../editing/thread/row-worker.ts',
} as const

/** Where a thread's code lies: its source; in the packaged program, which is built, the JavaScript beside this file. */
export const workerFile = (name: keyof typeof sources): URL =>
  new URL(import.meta.url.endsWith('.ts') ? sources[name] : `./${name}.js`, import.meta.url)

/** A thread lets garbage of hundreds of megabytes gather where nothing limits it; MB. */
export const threadLimits = { maxYoungGenerationSizeMb: 24, maxOldGenerationSizeMb: 256 }
