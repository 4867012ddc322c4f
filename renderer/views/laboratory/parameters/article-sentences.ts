import type { articleSets } from '../../../../shared/tasks/article-sets.ts'

/** The sentences of the article's count, one per line. */
export const articleSentences = (sets: typeof articleSets): string =>
  (sets.find(({ name }) => name === 'hi-my-name')?.sentences ?? []).map(({ text }) => text).join('\n')
