/** Where a thread's code lies: beside this file; in the packaged program, which is built, as JavaScript. */
export const workerFile = (name: 'import-worker' | 'append-worker' | 'check-worker'): URL =>
  new URL(
    import.meta.url.endsWith('.ts') ? `./${name === 'check-worker' ? 'checks/' : ''}${name}.ts` : `./${name}.js`,
    import.meta.url,
  )

/** A thread lets garbage of hundreds of megabytes gather where nothing limits it; MB. */
export const threadLimits = { maxYoungGenerationSizeMb: 24, maxOldGenerationSizeMb: 256 }
