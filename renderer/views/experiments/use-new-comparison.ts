import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useDatasetsStore } from '../../stores/datasets.ts'
import { useExperimentsStore } from '../../stores/experiments.ts'

/** A new comparison asks of the data in view: the open data set, else the open experiment's, else the first there is. */
export function useNewComparison() {
  const [route, router] = [useRoute(), useRouter()]
  const [datasets, experiments] = [useDatasetsStore(), useExperimentsStore()]
  const datasetInView = computed(() => {
    const id = route.name === 'dataset' ? String(route.params.id) : experiments.current?.dataset.id
    return id && datasets.byId.has(id) ? id : datasets.list[0]?.id
  })

  /** Makes it and shows it; without any data set, shows where to get one. */
  async function create() {
    if (!datasetInView.value) return router.push({ name: 'data' })
    const made = await experiments.createComparison(datasetInView.value)
    if (made) await router.push({ name: 'train', params: { experiment: made.id } })
  }

  return { create }
}
