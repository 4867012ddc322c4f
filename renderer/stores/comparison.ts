import { computed, ref, shallowRef, watch } from 'vue'
import { defineStore } from 'pinia'
import { api, messageOf, request } from '../api.ts'
import type { Experiment, Run } from '../../shared/contract/experiment.ts'
import { useExperimentsStore } from './experiments.ts'
import { useTrainingStore } from './training.ts'

/** A run with the experiment it belongs to. */
export interface ComparedRun {
  run: Run
  experiment: Experiment
  /** True when it belongs to another experiment than the open one. */
  other: boolean
}

/** What is laid side by side: the runs of the open experiment, and those of others on the same data that were added. */
export const useComparisonStore = defineStore('comparison', () => {
  const [experiments, training] = [useExperimentsStore(), useTrainingStore()]
  const added = shallowRef<readonly Experiment[]>([])
  const hidden = ref<ReadonlySet<string>>(new Set())
  const problem = ref<string | null>(null)

  /** Other experiments on the data set of the open one that have been trained at least in part. */
  const candidates = computed(() => {
    const current = experiments.current
    if (!current) return []
    return experiments.list.filter(
      ({ id, dataset, frozen }) => id !== current.id && frozen && dataset.id === current.dataset.id,
    )
  })
  const all = computed<ComparedRun[]>(() => {
    const current = experiments.current
    if (!current) return []
    return [current, ...added.value].flatMap((experiment) =>
      experiment.runs.map((run) => ({ run: training.now(run), experiment, other: experiment !== current })),
    )
  })
  const shown = computed(() => all.value.filter(({ run }) => !hidden.value.has(run.id)))

  async function add(id: string) {
    if (added.value.some((experiment) => experiment.id === id)) return
    try {
      const read = await request(api.experiments[':id'].$get({ param: { id } }))
      added.value = [...added.value.filter((experiment) => experiment.id !== id), read]
      problem.value = null
    } catch (error) {
      problem.value = messageOf(error)
    }
  }
  function drop(id: string) {
    added.value = added.value.filter((experiment) => experiment.id !== id)
  }
  /** Reads an added experiment again; one that is not added stays away. */
  async function readAgain(id: string) {
    if (!added.value.some((experiment) => experiment.id === id)) return
    drop(id)
    await add(id)
  }
  function toggle(run: string) {
    const next = new Set(hidden.value)
    if (!next.delete(run)) next.add(run)
    hidden.value = next
  }
  watch(
    () => experiments.currentId,
    () => {
      added.value = []
      hidden.value = new Set()
      problem.value = null
    },
  )
  return { added, hidden, problem, candidates, all, shown, add, drop, readAgain, toggle }
})
