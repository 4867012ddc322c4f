import { computed, ref, watch } from 'vue'
import type { Ref } from 'vue'
import type { Closeness } from '../../../../shared/engine/inspect/neighbours.ts'
import { words } from '../../../../shared/text/tokenise.ts'
import { FIRST_WORD_ID } from '../../../../shared/text/vocabulary.ts'
import { useInspectedStore } from '../../../stores/inspected.ts'
import type { ModelRef } from '../words/asking/model-questions.ts'
import type { Asking } from '../words/asking/open-asking.ts'
import { useAsked } from '../words/asking/use-asked.ts'
import type { Batch } from '../words/asking/use-asked.ts'
import type { MapQuestions } from './map-questions.ts'
import type { Odds } from './map-words.ts'

/** Neighbours that are asked for, and that are marked on the map. */
const [LISTED, MARKED] = [30, 12]

/** The word that is looked at, its neighbours, and another word to measure the distance to. */
export function useChosenWord(asking: Asking<MapQuestions>, model: Ref<ModelRef | null>, colours: Ref<Odds | null>) {
  const inspected = useInspectedStore()
  const picked = ref<number | null>(null)
  /** To begin with the most telling word of the sentence, or the most frequent of all. */
  const opening = computed(() => {
    const ids = inspected.ids.filter((id) => id >= FIRST_WORD_ID)
    const weigh = (id: number) => Math.abs(colours.value?.logOdds[id] ?? 0)
    if (ids.length) return ids.reduce((best, id) => (weigh(id) > weigh(best) ? id : best))
    return (inspected.experiment?.vocabulary.size ?? 0) > FIRST_WORD_ID ? FIRST_WORD_ID : null
  })
  const chosen = computed({
    get: () => picked.value ?? opening.value,
    set: (id: number | null) => (picked.value = id),
  })
  watch(
    () => inspected.experiment?.id,
    () => (picked.value = null),
  )

  const by = ref<Closeness>('cosine')
  const other = ref('')
  /** Undefined while nothing is typed, null for a word that the vocabulary does not have. */
  const otherId = computed(() => {
    const word = other.value.trim()
    if (!word || !inspected.experiment) return undefined
    // A word may be listed as typed (⟨num⟩, a phrase), or be spelled otherwise by the rules.
    const [spelled = word] = words(word, inspected.experiment.spec.text, inspected.index)
    return inspected.index.get(word) ?? inspected.index.get(spelled) ?? null
  })
  const near = useAsked(asking, 'neighbours', (): Batch<number, MapQuestions['neighbours']['ask']> | null => {
    const id = chosen.value
    if (!model.value || id === null || id >= (inspected.experiment?.vocabulary.size ?? 0)) return null
    const ask = { model: model.value, id, by: by.value, count: LISTED, other: otherId.value ?? undefined }
    return { about: id, questions: [{ key: 'near', ask }] }
  })
  const found = computed(() =>
    near.shown.value?.about === chosen.value ? (near.shown.value.answers.get('near') ?? null) : null,
  )
  const marked = computed(() => {
    const nearest = found.value?.neighbours.slice(0, MARKED).map(({ id }) => id) ?? []
    return new Set(chosen.value === null ? [] : [chosen.value, ...nearest])
  })
  const problems = computed(() => [...near.problems.value.values()])
  return { chosen, by, other, otherId, found, marked, problems }
}
