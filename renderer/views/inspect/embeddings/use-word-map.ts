import { computed, ref } from 'vue'
import type { Ref } from 'vue'
import { useInspectedStore } from '../../../stores/inspected.ts'
import type { ModelRef } from '../words/asking/model-questions.ts'
import type { Asking } from '../words/asking/open-asking.ts'
import { useAsked } from '../words/asking/use-asked.ts'
import type { Batch } from '../words/asking/use-asked.ts'
import type { MapMethod, MapQuestions } from './map-questions.ts'
import { balanced, pointsOf } from './map-words.ts'
import type { ColourBy, Odds } from './map-words.ts'

/** Snapshots hold the rows of so many words: their colours are wanted whatever the map shows. */
const FOLLOWED_WORDS = 300

/** The map of a model's words: its settings, and where the words stand and what colours them. */
export function useWordMap(asking: Asking<MapQuestions>, model: Ref<ModelRef | null>, classIndex: Ref<number>) {
  const inspected = useInspectedStore()
  const method = ref<MapMethod>('pca')
  const [count, neighbours, seed] = [ref<number | null>(500), ref<number | null>(15), ref<number | null>(1)]

  const map = useAsked(asking, 'map', (): Batch<MapMethod, MapQuestions['map']['ask']> | null => {
    if (!model.value) return null
    const ask = {
      ...{ model: model.value, method: method.value, count: count.value ?? 500 },
      ...{ neighbours: neighbours.value ?? 15, seed: seed.value ?? 1 },
    }
    return { about: method.value, questions: [{ key: 'map', ask }] }
  })
  const odds = useAsked(asking, 'odds', (): Batch<null, MapQuestions['odds']['ask']> | null => {
    const { experiment } = inspected
    if (!experiment) return null
    const ask = { experiment: experiment.id, entries: experiment.vocabulary.size, classIndex: classIndex.value }
    return { about: null, questions: [{ key: 'odds', ask }] }
  })
  const alone = useAsked(asking, 'alone', (): Batch<null, MapQuestions['alone']['ask']> | null => {
    if (!model.value) return null
    const words = Math.max(FOLLOWED_WORDS, count.value ?? 0)
    const ask = { model: model.value, count: words, classIndex: classIndex.value }
    return { about: null, questions: [{ key: 'alone', ask }] }
  })

  /** Undefined before the answer, null for a model whose words have no vectors. */
  const places = computed(() => map.shown.value?.answers.get('map'))
  /** Counted in the training part. */
  const counted = computed(() => odds.shown.value?.answers.get('odds') ?? null)
  const chosenColours = ref<ColourBy | null>(null)
  /** Where the data set balances its words, their colours come from the model unless told otherwise. */
  const colourBy = computed({
    get: () =>
      chosenColours.value ??
      (places.value && counted.value && balanced(places.value.ids, counted.value) ? 'model' : 'data'),
    set: (to: ColourBy) => (chosenColours.value = to),
  })
  /** What colours the words, by token id. */
  const colours = computed<Odds | null>(() => {
    const answer = alone.shown.value?.answers.get('alone')
    if (colourBy.value === 'data' || !counted.value) return counted.value
    return answer ? { sentences: counted.value.sentences, logOdds: [0, 0, ...answer] } : null
  })
  const points = computed(() => (places.value ? pointsOf(places.value, inspected.words, colours.value) : []))
  /** The method of the picture that is seen; another one may be under way. */
  const drawnBy = computed(() => map.shown.value?.about ?? method.value)
  const problems = computed(() => [map, odds, alone].flatMap(({ problems }) => [...problems.value.values()]))
  return {
    ...{ method, count, neighbours, seed, colourBy, places, counted, colours, points, drawnBy, problems },
    progress: map.progress,
    cancel: map.cancel,
  }
}
