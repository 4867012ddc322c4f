import { computed, ref, shallowRef, watch } from 'vue'
import { defineStore } from 'pinia'
import { messageOf } from '../api.ts'
import { backwardTrace } from '../../shared/engine/inspect/backward-trace.ts'
import type { Intervention } from '../../shared/engine/inspect/interventions.ts'
import { trace } from '../../shared/engine/inspect/trace.ts'
import { indexVocabulary } from '../../shared/text/vocabulary.ts'
import type { Run } from '../../shared/contract/experiment.ts'
import { readSentence } from '../views/vocabulary/read-sentence.ts'
import { useExperimentsStore } from './experiments.ts'
import { openInspected, readWords, weightsOf } from './inspected-models.ts'
import type { OpenedModel, Weights } from './inspected-models.ts'
import { useTrainingStore } from './training.ts'

/**
 * What the Inspect screens look at: one run of the open experiment, one of its checkpoints, a sentence and the class it should
 * have; and every number that follows, forward and backward. Computed in double precision, here in the page.
 */
export const useInspectedStore = defineStore('inspected', () => {
  const [experiments, training] = [useExperimentsStore(), useTrainingStore()]
  const experiment = computed(() => experiments.current)
  /** Runs that have weights on disk. */
  const runs = computed<Run[]>(() =>
    (experiment.value?.runs ?? []).map(training.now).filter((run) => weightsOf(run).length > 0),
  )
  const chosenRun = ref<string | null>(null)
  const chosenWeights = ref<Weights>('best')
  const run = computed(() => runs.value.find(({ id }) => id === chosenRun.value) ?? runs.value.at(-1) ?? null)
  const weights = computed<Weights>(() => {
    const there = run.value ? weightsOf(run.value) : []
    return there.includes(chosenWeights.value) ? chosenWeights.value : (there[0] ?? 'best')
  })

  /** Numbers changed by hand; another sentence keeps those of weights and gates, see `say`. */
  const interventions = shallowRef<readonly Intervention[]>([])
  const opened = shallowRef<OpenedModel | null>(null)
  const words = shallowRef<readonly string[]>([])
  const problem = ref<string | null>(null)
  let question = 0
  const wanted = computed(
    () => run.value && `${run.value.id}/${weights.value}/${String(run.value.checkpoints[weights.value])}`,
  )
  watch(
    wanted,
    async () => {
      const mine = ++question
      const [now, about] = [run.value, experiment.value]
      if (!now || !about) {
        ;[opened.value, problem.value] = [null, null]
        return
      }
      if (opened.value?.run.id !== now.id) interventions.value = []
      try {
        const [model, vocabulary] = await Promise.all([openInspected(now, about, weights.value), readWords(about)])
        if (mine === question) [opened.value, words.value, problem.value] = [model, vocabulary, null]
      } catch (error) {
        if (mine === question) [opened.value, problem.value] = [null, messageOf(error)]
      }
    },
    { immediate: true },
  )

  const text = ref('')
  /** The class that the loss compares with. */
  const label = ref(0)
  const index = computed(() => indexVocabulary([...words.value]))
  const reading = computed(() =>
    opened.value ? readSentence(text.value, opened.value.run.spec.text, index.value) : null,
  )
  /** The words that the model reads, in the order of `trace.words`. */
  const tokens = computed(() => (reading.value?.tokens ?? []).filter(({ used }) => used))
  const ids = computed(() => tokens.value.map(({ id }) => id))

  const asTrained = computed(() => {
    const model = opened.value?.model
    return model && ids.value.length ? trace(model, ids.value) : null
  })
  const forward = computed(() => {
    const model = opened.value?.model
    return model && interventions.value.length && ids.value.length
      ? trace(model, ids.value, interventions.value)
      : asTrained.value
  })
  /** The same sentence with nothing changed by hand; the same object while nothing is. */
  const untouched = computed(() => asTrained.value)
  const backward = computed(() => forward.value && backwardTrace(forward.value, { label: label.value }))

  /** Puts a sentence under the glass. What was changed at its words no longer has a place. */
  function say(sentence: string, itsLabel?: number) {
    if (sentence !== text.value)
      interventions.value = interventions.value.filter(
        (one) => one.kind !== 'input' && (!('words' in one) || one.words === 'all'),
      )
    text.value = sentence
    if (itsLabel !== undefined) label.value = itsLabel
  }
  watch(
    () => experiment.value?.id,
    () => {
      interventions.value = []
      label.value = 0
    },
  )

  return {
    experiment,
    runs,
    run,
    weights,
    chosenRun,
    chosenWeights,
    opened,
    problem,
    words,
    index,
    text,
    label,
    reading,
    tokens,
    ids,
    interventions,
    forward,
    untouched,
    backward,
    say,
  }
})
