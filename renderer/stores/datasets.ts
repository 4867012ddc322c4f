import { computed, ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import { api, messageOf, request } from '../api.ts'
import { useNoticesStore } from './notices.ts'
import type { Dataset } from '../../shared/contract/dataset.ts'

/** The data sets on disk, newest first as the server lists them. */
export const useDatasetsStore = defineStore('datasets', () => {
  const list = shallowRef<readonly Dataset[]>([])
  const loaded = ref(false)
  const error = ref<string | null>(null)
  const byId = computed(() => new Map(list.value.map((dataset) => [dataset.id, dataset])))
  const notices = useNoticesStore()

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

  /** Hides a data set and offers to undo. Says whether it went. */
  async function remove(id: string): Promise<boolean> {
    const name = byId.value.get(id)?.name ?? 'The data set'
    try {
      await request(api.datasets[':id'].$delete({ param: { id } }))
    } catch (failure) {
      notices.complain(failure)
      return false
    }
    list.value = list.value.filter((dataset) => dataset.id !== id)
    notices.notify({
      text: `“${name}” is deleted.`,
      undo: async () => {
        await request(api.datasets[':id'].restore.$post({ param: { id } }))
        await load()
      },
    })
    return true
  }

  return { list, loaded, error, byId, load, rename, remove }
})
