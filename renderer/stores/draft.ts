import { computed, ref, shallowRef, watch } from 'vue'
import { defineStore } from 'pinia'
import { ApiError, api, messageOf, request } from '../api.ts'
import type { Experiment, ExperimentPlan } from '../../shared/contract/experiment.ts'
import { comparisonName } from './comparison-name.ts'
import { datasetOf } from './draft-dataset.ts'
import { useDatasetsStore } from './datasets.ts'
import { complaints } from './draft-check.ts'
import { useExperimentsStore } from './experiments.ts'
import { diffSpecs } from './spec-diff.ts'
import { draftsFrom, draftsToSave } from './saved-drafts.ts'
import { useSettingsStore } from './settings.ts'
import type { DraftSpec } from './spec-fields.ts'
import { debounce } from './throttle.ts'
import { say } from '../messages.ts'

export interface Draft {
  dataset: string
  spec: DraftSpec
}

/**
 * The set-up of the open experiment as it is edited. Before a run has started, edits are kept in the experiment itself;
 * afterwards, or with another data set, they are a draft of a new comparison and wait here, per experiment; a page that is
 * loaded again finds them in the settings.
 */
export const useDraftStore = defineStore('draft', () => {
  const experiments = useExperimentsStore()
  const datasets = useDatasetsStore()
  const settings = useSettingsStore()
  const drafts = shallowRef<ReadonlyMap<string, Draft>>(draftsFrom(settings.settings.drafts))
  const plan = shallowRef<ExperimentPlan | null>(null)
  const planError = ref<string | null>(null)
  const saveError = ref<string | null>(null)
  /** Fields whose text is no valid number; the draft keeps their last good value. */
  const invalid = ref<ReadonlySet<string>>(new Set())
  /** Grows when the fields must forget what was typed into them. */
  const revision = ref(0)

  const saved = computed<Draft | null>(() => experiments.current && draftOf(experiments.current))
  const draft = computed<Draft | null>(
    () => (experiments.current && drafts.value.get(experiments.current.id)) ?? saved.value,
  )
  const changes = computed(() => {
    if (!saved.value || !draft.value || draft.value === saved.value) return []
    const specs = diffSpecs(saved.value.spec, draft.value.spec)
    if (draft.value.dataset === saved.value.dataset) return specs
    return [{ path: 'dataset', label: say.stores.dataSet, before: '', after: '' }, ...specs]
  })
  const dataset = computed(() => datasetOf(draft.value, experiments.current, datasets))
  const changed = computed(() => new Set(changes.value.map(({ path }) => path)))
  /** True when training this needs an experiment of its own. */
  const isNew = computed(
    () =>
      changes.value.length > 0 &&
      (experiments.current?.frozen === true || draft.value?.dataset !== saved.value?.dataset),
  )
  const problems = computed(() => {
    const found = draft.value ? complaints(draft.value.spec) : []
    if (isNew.value && dataset.value?.deleted) found.push(say.stores.isDeletedSoNoNewComparison(dataset.value.name))
    if (invalid.value.size) found.push(say.stores.mendWhatIsMarkedFirst([...invalid.value].join(', ')))
    return found
  })

  function put(id: string, next: Draft | null) {
    const map = new Map(drafts.value)
    map.delete(id)
    if (next) map.set(id, next)
    drafts.value = map
    keepSoon()
  }

  /** Changes the set-up. `change` gets a copy that it may alter. */
  function edit(change: (draft: Draft) => void) {
    const [experiment, before] = [experiments.current, draft.value]
    if (!experiment || !before) return
    const next = structuredClone(before)
    change(next)
    put(experiment.id, next)
    planSoon()
    if (!isNew.value) saveSoon()
  }

  function discard() {
    if (experiments.current) put(experiments.current.id, null)
    invalid.value = new Set()
    revision.value++
    planSoon()
  }

  /** What a changed setting was before, for its hint; otherwise the hint it always has. */
  function hint(path: string, otherwise?: string): string | undefined {
    const change = changes.value.find((one) => one.path === path)
    return change ? say.stores.was(change.before ?? '') : otherwise
  }

  function markField(field: string, ok: boolean) {
    const next = new Set(invalid.value)
    if (ok) next.delete(field)
    else next.add(field)
    invalid.value = next
  }

  /** Soon enough that a crash costs a word at most; not with every key. */
  const keepSoon = debounce(() => {
    void settings.update({ drafts: draftsToSave(drafts.value) }).catch((error: unknown) => {
      saveError.value = say.stores.theSettingsCouldNotBeKept(messageOf(error))
    })
  }, 500)
  const saveSoon = debounce(() => void save(), 400)
  /** Keeps edits of an experiment that has not started. Says whether nothing is left to keep. */
  async function save(): Promise<boolean> {
    saveSoon.cancel()
    const [experiment, edited] = [experiments.current, draft.value]
    if (!experiment || !edited || !changes.value.length || isNew.value) return true
    if (problems.value.length) return false
    try {
      await request(api.experiments[':id'].spec.$put({ param: { id: experiment.id }, json: edited.spec }))
      saveError.value = null
      await experiments.refresh(experiment.id)
      // Edits made meanwhile stay a draft and are kept in their turn.
      if (drafts.value.get(experiment.id) === edited) put(experiment.id, null)
      return true
    } catch (error) {
      // A run has started elsewhere: from now on these edits are a draft.
      if (error instanceof ApiError && error.code === 'experiment-frozen') await experiments.refresh(experiment.id)
      else saveError.value = say.stores.theSettingsCouldNotBeKept(messageOf(error))
      return false
    }
  }

  function nameOf({ name, dataset }: Experiment, edited: Draft): string {
    const other = edited.dataset === dataset.id ? undefined : datasets.byId.get(edited.dataset)?.name
    return comparisonName({
      changes: changes.value.filter(({ path }) => path !== 'dataset'),
      parent: name,
      models: edited.spec.models.map((model) => model.name),
      data: other === undefined ? undefined : { before: dataset.name, after: other },
      taken: experiments.list.map((one) => one.name),
    })
  }

  /** Makes a new comparison of the draft, named after what it changes; the draft is then done with. @throws {ApiError} when the server refuses. */
  async function create(): Promise<Experiment | null> {
    const [experiment, edited] = [experiments.current, draft.value]
    if (!experiment || !edited || problems.value.length) return null
    const made = await request(api.experiments.$post({ json: { ...edited, name: nameOf(experiment, edited) } }))
    put(experiment.id, null)
    await experiments.load()
    return made
  }

  let planNumber = 0
  const planSoon = debounce(() => void makePlan(), 250)
  /** What the settings come to: vocabulary, split, parameters. A late answer to an earlier question is dropped. */
  async function makePlan() {
    const edited = draft.value
    if (!edited || complaints(edited.spec).length) return
    const number = ++planNumber
    try {
      const made = await request(api.experiments.plan.$post({ json: edited }))
      if (number !== planNumber) return
      plan.value = made
      planError.value = null
    } catch (error) {
      if (number === planNumber) planError.value = messageOf(error)
    }
  }
  watch(
    () => experiments.current?.id,
    (now) => {
      saveSoon.cancel()
      planNumber++
      revision.value++
      ;[plan.value, planError.value, saveError.value, invalid.value] = [null, null, null, new Set()]
      if (!now) return
      void makePlan()
      // Edits that a change of screens overtook are still here.
      if (changes.value.length && !isNew.value) saveSoon()
    },
    { immediate: true },
  )

  return {
    draft,
    dataset,
    changes,
    changed,
    isNew,
    plan,
    planError,
    saveError,
    problems,
    revision,
    edit,
    hint,
    discard,
    markField,
    save,
    create,
  }
})

/** The set-up of an experiment in the form in which it is edited. */
function draftOf({ dataset, spec: { data: _, ...spec } }: Experiment): Draft {
  return { dataset: dataset.id, spec }
}
