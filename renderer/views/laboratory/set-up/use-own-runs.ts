import { computed, ref } from 'vue'
import { useExperimentsStore } from '../../../stores/experiments.ts'

/** The user's trained runs, by comparison. A run counts once it has weights that were the best of an epoch. */
export function useOwnRuns(chosen: () => readonly string[]) {
  const experiments = useExperimentsStore()
  if (!experiments.loaded) void experiments.load()
  const wanted = ref(false)
  const picked = ref<string | null>(null)

  const trained = computed(() =>
    experiments.list
      .map(({ id, name, runs }) => ({ id, name, runs: runs.filter((run) => run.bestValidationAccuracy !== null) }))
      .filter(({ runs }) => runs.length > 0),
  )
  const comparisons = computed(() => trained.value.map(({ id, name }) => ({ value: id, label: name })))
  const comparison = computed({
    get: () =>
      picked.value ??
      trained.value.find(({ runs }) => runs.some(({ id }) => chosen().includes(id)))?.id ??
      trained.value[0]?.id ??
      '',
    set: (id: string) => (picked.value = id),
  })
  const runsOf = (id: string) =>
    (trained.value.find((one) => one.id === id)?.runs ?? []).map((run) => ({ value: run.id, label: run.name }))
  return { wanted, comparisons, comparison, runsOf }
}
