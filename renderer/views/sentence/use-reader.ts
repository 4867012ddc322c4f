import { computed, ref, shallowRef, watch } from 'vue'
import { api, messageOf, request } from '../../api.ts'
import { useExperimentsStore } from '../../stores/experiments.ts'
import { useWords } from '../vocabulary/use-words.ts'
import type { Experiment } from '../../../shared/contract/experiment.ts'
import type { Reader } from './reader.ts'

/** The comparisons of a data set, the chosen one of which reads what is typed: the open one, else the newest. */
export function useReader(dataset: () => string) {
  const experiments = useExperimentsStore()
  const offered = computed(() => experiments.list.filter((one) => one.dataset.id === dataset()))
  const picked = ref<string | null>(null)
  const among = (id: string | null) => offered.value.find((one) => one.id === id)?.id ?? null
  const chosen = computed<string | null>({
    get: () => among(picked.value) ?? among(experiments.currentId) ?? offered.value[0]?.id ?? null,
    set: (id) => (picked.value = id),
  })
  const experiment = shallowRef<Experiment | null>(null)
  const problem = ref<string | null>(null)
  let question = 0
  watch(
    [chosen, () => offered.value.find(({ id }) => id === chosen.value)],
    async ([id]) => {
      const mine = ++question
      if (experiment.value?.id !== id) experiment.value = null
      if (id === null) return
      try {
        const read = await request(api.experiments[':id'].$get({ param: { id } }))
        if (mine === question) [experiment.value, problem.value] = [read, null]
      } catch (error) {
        if (mine === question) problem.value = messageOf(error)
      }
    },
    { immediate: true },
  )
  const { words, index, error } = useWords(
    () => experiment.value && { experiment: experiment.value.id, vocabulary: experiment.value.vocabulary.id },
  )
  const reader = computed<Reader | null>(() =>
    experiment.value && words.value
      ? { spec: experiment.value.spec.text, index: index.value, words: words.value.words, counts: words.value.counts }
      : null,
  )
  return { offered, chosen, reader, problem: computed(() => problem.value ?? error.value) }
}
