/** What `compare` does when nothing else is asked for; sizes and training settings are those of contract/spec.ts. */
export const defaultModels = ['ann', 'rnn', 'lstm'] as const
export const DEFAULT_SEED = 1
