import { shallowRef, watch } from 'vue'
import type { Ref } from 'vue'
import { api, request, requestBytes } from '../../api.ts'
import { unpackEncoded } from '../../../shared/contract/encoded.ts'
import type { Experiment } from '../../../shared/contract/experiment.ts'
import { pickExamples } from './order-examples.ts'
import type { Example } from './order-examples.ts'

/** Rows looked through for examples: a thousand per request. */
const PAGES = 4

/** A few sentences of the test part of an experiment, to try with one press. Empty where they cannot be read. */
export function useExamples(experiment: Ref<Experiment | null>) {
  const examples = shallowRef<readonly Example[]>([])
  watch(
    () => experiment.value?.id,
    async (id) => {
      examples.value = []
      if (!id || !experiment.value) return
      const { dataset, classes, revision } = experiment.value
      // Examples are a convenience: without them one types a sentence of one's own.
      const found = await read(id, dataset.id, revision).catch(() => [])
      if (experiment.value?.id === id) examples.value = pickExamples(found, classes.length)
    },
    { immediate: true },
  )
  return examples
}

/** The rows as they were when the experiment was made: others may have come or changed since. */
async function read(experiment: string, dataset: string, revision: number): Promise<Example[]> {
  const bytes = await requestBytes(
    api.experiments[':id'].encoded[':part'].$get({ param: { id: experiment, part: 'test' } }),
  )
  const test = new Set(unpackEncoded(bytes).rowIds)
  const found: Example[] = []
  for (let page = 0; page < PAGES; page++) {
    const query = { offset: String(page * 1000), limit: '1000', revision: String(revision) }
    const { rows, total } = await request(api.datasets[':id'].rows.$get({ param: { id: dataset }, query }))
    found.push(...rows.filter(({ id }) => test.has(id)).map(({ text, label }) => ({ text, label })))
    if ((page + 1) * 1000 >= total) break
  }
  return found
}
