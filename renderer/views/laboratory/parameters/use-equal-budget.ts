import { computed, ref, shallowRef, watch } from 'vue'
import { useRouter } from 'vue-router'
import type { Experiment } from '../../../../shared/contract/experiment.ts'
import type { ModelSpec } from '../../../../shared/contract/spec.ts'
import { equalBudget } from '../../../../shared/labs/parameters/equal-budget.ts'
import { api, messageOf, request } from '../../../api.ts'
import { formatCount } from '../../../charts/format.ts'
import { useExperimentsStore } from '../../../stores/experiments.ts'
import { say } from '../../../messages.ts'

/** 'none': the numbers are typed in. */
const NONE = ''

/** A budget, what the models read, and the sizes that follow; and a comparison made of them. */
export function useEqualBudget() {
  const [router, experiments] = [useRouter(), useExperimentsStore()]
  if (!experiments.loaded) void experiments.load()
  const budget = ref<number | null>(20_000)
  const vocabulary = ref<number | null>(400)
  const length = ref<number | null>(20)
  const classes = ref<number | null>(2)
  /** null: one-hot. */
  const embedding = ref<number | null>(32)
  const chosen = ref(NONE)
  const base = shallowRef<Experiment | null>(null)
  const problem = ref<string | null>(null)
  const busy = ref(false)

  const comparisons = computed(() => [
    { value: NONE, label: say.laboratory.ownNumbers },
    ...experiments.list.map(({ id, name }) => ({ value: id, label: name })),
  ])
  // A comparison gives the numbers of its data; they can still be changed, but then it is no longer that data.
  watch(chosen, async (id) => {
    base.value = null
    problem.value = null
    if (id === NONE) return
    try {
      const read = await request<Experiment>(api.experiments[':id'].$get({ param: { id } }))
      if (chosen.value !== id) return
      base.value = read
      vocabulary.value = read.vocabulary.size
      length.value = read.spec.text.maxLength
      classes.value = read.classes.length
      const [{ input }] = read.spec.models
      embedding.value = input.kind === 'embedding' ? input.size : null
    } catch (error) {
      problem.value = say.laboratory.notRead(messageOf(error))
    }
  })

  const input = computed<ModelSpec['input']>(() =>
    embedding.value === null ? { kind: 'one-hot' } : { kind: 'embedding', size: embedding.value },
  )
  const solved = computed(() => {
    const dims = { vocabularySize: vocabulary.value ?? 1, maxLength: length.value ?? 1, classes: classes.value ?? 2 }
    return equalBudget(budget.value ?? 1, dims, input.value)
  })
  const models = computed(() => solved.value.flatMap(({ model }) => (model ? [model] : [])))

  /** A new comparison on the same data with these models; its Train screen is shown. */
  async function create() {
    if (!base.value || models.value.length === 0) return
    busy.value = true
    try {
      const { dataset, spec: before } = base.value
      const { data: _, ...spec } = before
      const name = say.laboratory.budgetName(formatCount(budget.value ?? 0))
      const json = { name, dataset: dataset.id, spec: { ...spec, models: models.value } }
      const made = await request(api.experiments.$post({ json }))
      await experiments.load()
      await router.push({ name: 'train', params: { experiment: made.id } })
    } catch (error) {
      problem.value = say.laboratory.notMade(messageOf(error))
    } finally {
      busy.value = false
    }
  }

  return {
    budget,
    vocabulary,
    length,
    classes,
    embedding,
    chosen,
    base,
    comparisons,
    solved,
    models,
    problem,
    busy,
    create,
  }
}
