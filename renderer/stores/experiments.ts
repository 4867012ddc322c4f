import { computed, ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import { api, messageOf, request } from '../api.ts'
import { useNoticesStore } from './notices.ts'
import { useRunMetricsStore } from './run-metrics.ts'
import { SPEC_VERSION, defaultModel, defaultSplit, defaultText, defaultTraining } from '../../shared/contract/spec.ts'
import type { CreateExperiment, Experiment, ExperimentSummary } from '../../shared/contract/experiment.ts'
import { say } from '../messages.ts'

/** What a first comparison on a data set asks: ANN, RNN and LSTM with everything else at its default. */
export const firstComparison = (dataset: string): CreateExperiment => ({
  dataset,
  spec: {
    version: SPEC_VERSION,
    text: defaultText,
    split: defaultSplit,
    training: defaultTraining,
    seed: 1,
    models: [defaultModel('ann'), defaultModel('rnn'), defaultModel('lstm')],
  },
})

/** The experiments on disk, and the one that is open. */
export const useExperimentsStore = defineStore('experiments', () => {
  const list = shallowRef<readonly ExperimentSummary[]>([])
  const loaded = ref(false)
  const error = ref<string | null>(null)
  /** The open experiment in full; null while none is open. */
  const current = shallowRef<Experiment | null>(null)
  const currentId = ref<string | null>(null)
  const openError = ref<string | null>(null)
  const byId = computed(() => new Map(list.value.map((experiment) => [experiment.id, experiment])))
  const [notices, metrics] = [useNoticesStore(), useRunMetricsStore()]
  /** What is being deleted is not read again, though the news of it arrive. */
  const leaving = new Set<string>()

  async function load() {
    try {
      list.value = await request(api.experiments.$get())
      error.value = null
    } catch (failure) {
      error.value = messageOf(failure)
    } finally {
      loaded.value = true
    }
  }

  /** Makes an experiment the open one and reads it; null closes. An answer that another `open` overtook is dropped. */
  async function open(id: string | null) {
    if (currentId.value !== id) current.value = null
    currentId.value = id
    openError.value = null
    if (id !== null) await refresh(id)
  }

  /** Reads the open experiment again, if it is the one named (or none is named). */
  async function refresh(id = currentId.value) {
    if (id === null || id !== currentId.value || leaving.has(id)) return
    try {
      const read = await request(api.experiments[':id'].$get({ param: { id } }))
      if (currentId.value === id) current.value = read
    } catch (failure) {
      if (currentId.value === id) openError.value = messageOf(failure)
    }
  }

  /** Creates the first comparison on a data set; null (with a notice) when the server refused. */
  async function createComparison(dataset: string): Promise<Experiment | null> {
    try {
      const made = await request(api.experiments.$post({ json: firstComparison(dataset) }))
      await load()
      return made
    } catch (failure) {
      notices.complain(failure)
      return null
    }
  }

  async function update(id: string, changes: { name?: string; notes?: string }) {
    const before = list.value
    list.value = before.map((one) => (one.id === id ? { ...one, ...changes } : one))
    if (current.value?.id === id) current.value = { ...current.value, ...changes }
    try {
      await request(api.experiments[':id'].$patch({ param: { id }, json: changes }))
    } catch (failure) {
      list.value = before
      await refresh(id)
      notices.complain(failure)
    }
  }

  /** Hides an experiment with its runs and offers to undo. Says whether it went. */
  async function remove(id: string): Promise<boolean> {
    const { name = say.stores.theExperiment, runs = [] } = byId.value.get(id) ?? {}
    leaving.add(id)
    try {
      await request(api.experiments[':id'].$delete({ param: { id } }))
    } catch (failure) {
      leaving.delete(id)
      notices.complain(failure)
      return false
    }
    list.value = list.value.filter((one) => one.id !== id)
    if (currentId.value === id) await open(null)
    for (const run of runs) metrics.forget(run.id)
    notices.notify({
      text: say.stores.isDeleted(name),
      undo: () => restore(id),
    })
    return true
  }

  /** Brings a deleted experiment back. @throws {ApiError} when the server refuses. */
  async function restore(id: string) {
    await request(api.experiments[':id'].restore.$post({ param: { id } }))
    leaving.delete(id)
    await load()
  }

  return {
    list,
    loaded,
    error,
    byId,
    current,
    currentId,
    openError,
    load,
    open,
    refresh,
    createComparison,
    update,
    remove,
    restore,
  }
})
