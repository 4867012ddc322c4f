import { setTimeout as wait } from 'node:timers/promises'
import type { Services } from '../../../electron/services.ts'
import { defaultModel, defaultSplit, defaultText } from '../../../shared/contract/spec.ts'
import type { VocabularyRules } from '../../../shared/contract/text-spec.ts'
import type { Clock } from './clock.ts'

/** What the vocabulary editor asks of the host, and an experiment's unknown words, one after the other. */
export async function timeVocabulary(services: Services, dataset: string, time: Clock): Promise<void> {
  const { maxLength, padding: _, truncation: __, ...rules } = defaultText
  const made = { dataset, split: defaultSplit, seed: 1 }
  const asked = { ...made, before: null, maxLength, models: [defaultModel('rnn')] }
  async function effect(name: string, now: VocabularyRules, before: VocabularyRules | null = null) {
    await time(`vocabulary: ${name}`, async () => {
      const { after, touched } = await services.recipes.effect({ ...asked, rules: now, before })
      const sentences = touched ? `, ${touched.sentences.toLocaleString('en')} sentences touched` : ''
      return `${after.words.toLocaleString('en')} words, ${(100 * after.unknown.test).toFixed(2)} % of the test part unknown${sentences}`
    })
  }
  await time('vocabulary: given up after a second', async () => {
    const stopper = new AbortController()
    const work = services.recipes.effect({ ...asked, rules }, stopper.signal).catch(() => null)
    await wait(1000)
    const began = performance.now()
    stopper.abort()
    await work
    return `ended after ${(performance.now() - began).toFixed(0)} ms`
  })
  await effect('first look', rules)
  await effect('another minimum count', { ...rules, minCount: rules.minCount + 1 }, rules)
  await effect('a word dropped', { ...rules, edits: { ...rules.edits, drop: ['wonderful'] } }, rules)
  await effect('letter case kept', { ...rules, lowercase: !rules.lowercase }, rules)
  await time('vocabulary: a page of words', async () => {
    const page = { sort: 'telling', descending: true, search: '', show: 'all', offset: 0, limit: 100 } as const
    const { total } = await services.recipes.words({ ...made, rules, ...page })
    return `${total.toLocaleString('en')} words`
  })
}
