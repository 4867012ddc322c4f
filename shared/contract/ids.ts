import { z } from 'zod'

const id = <Kind extends string>(kind: Kind) =>
  z.string().regex(new RegExp(`^${kind}-[0-9a-z]{16}$`), `not the id of a ${kind}`)

/** Ids are opaque: a kind, a dash, sixteen characters. They are never paths and never made by the page. */
export const datasetId = id('dataset')
export const importId = id('import')
export const vocabularyId = id('vocabulary')
export const experimentId = id('experiment')
export const runId = id('run')
export const recipeId = id('recipe')

export type IdKind = 'dataset' | 'import' | 'vocabulary' | 'experiment' | 'run' | 'recipe'
