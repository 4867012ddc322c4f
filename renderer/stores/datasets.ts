import { computed, ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import { api, messageOf, request } from '../api.ts'
import { useExperimentsStore } from './experiments.ts'
import { useNoticesStore } from './notices.ts'
import type { Dataset } from '../../shared/contract/dataset.ts'
import { say } from '../messages.ts'

/** The data sets on disk, newest first as the server lists them. */
export const useDatasetsStore = defineStore('datasets', () => {
  const list = shallowRef<readonly Dataset[]>([])
  const loaded = ref(false)
  const error = ref<string | null>(null)
  const byId = computed(() => new Map(list.value.map((dataset) => [dataset.id, dataset])))
  const notices = useNoticesStore()
  const experiments = useExperimentsStore()

  async function load() {
    try {
      list.value = await request(api.datasets.$get())
      error.value = null
    } catch (failure) {
      error.value = messageOf(failure)
    } finally {
      loaded.value = true
    }
  }

  /** Renames at once on the screen; takes the old name back and says why when it could not be kept. */
  async function rename(id: string, name: string) {
    const before = list.value
    list.value = before.map((dataset) => (dataset.id === id ? { ...dataset, name } : dataset))
    try {
      const kept = await request(api.datasets[':id'].$patch({ param: { id }, json: { name } }))
      list.value = list.value.map((dataset) => (dataset.id === id ? kept : dataset))
    } catch (failure) {
      list.value = before
      notices.complain(failure)
    }
  }

  /** Hides a data set, says which experiments were made of it, and offers to undo. Says whether it went. */
  async function remove(id: string): Promise<boolean> {
    const name = byId.value.get(id)?.name ?? say.stores.theDataSet
    try {
      await request(api.datasets[':id'].$delete({ param: { id } }))
    } catch (failure) {
      notices.complain(failure)
      return false
    }
    list.value = list.value.filter((dataset) => dataset.id !== id)
    notices.notify({
      text: deletedWords(id, name),
      undo: async () => {
        await request(api.datasets[':id'].restore.$post({ param: { id } }))
        await load()
      },
    })
    return true
  }

  /** Experiments keep the rows they were made of: nobody needs to fear for their results. */
  function deletedWords(id: string, name: string): string {
    const uses = experiments.list.filter(({ dataset }) => dataset.id === id).length
    return uses ? say.stores.isDeletedButUsed(name, uses, say.counts.experiment(uses)) : say.stores.isDeleted(name)
  }

  return { list, loaded, error, byId, load, rename, remove }
})
