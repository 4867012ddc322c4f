import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { api, messageOf, request } from '../../api.ts'
import { indexVocabulary } from '../../../shared/text/vocabulary.ts'
import type { VocabularyWords } from '../../../shared/contract/experiment.ts'

/**
 * The words of an experiment's vocabulary, read again whenever the vocabulary becomes another one.
 * @param of the experiment and its vocabulary's id, or null while none is open.
 */
export function useWords(of: () => { experiment: string; vocabulary: string } | null) {
  const words = shallowRef<VocabularyWords | null>(null)
  const error = ref<string | null>(null)
  /** Word → id. */
  const index = computed(() => indexVocabulary(words.value?.words ?? []))
  let question = 0

  async function load(experiment: string) {
    const mine = ++question
    words.value = null
    error.value = null
    try {
      const read = await request(api.experiments[':id'].vocabulary.$get({ param: { id: experiment } }))
      if (mine === question) words.value = read
    } catch (failure) {
      if (mine === question) error.value = messageOf(failure)
    }
  }

  watch(
    () => {
      const now = of()
      return now && `${now.experiment} ${now.vocabulary}`
    },
    () => {
      const now = of()
      if (now) void load(now.experiment)
    },
    { immediate: true },
  )
  onScopeDispose(() => question++)

  return { words, index, error }
}
