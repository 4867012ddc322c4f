import { ref, shallowRef, watch } from 'vue'
import { api, messageOf, request } from '../../api.ts'
import type { RefusedRow } from '../../../shared/contract/dataset.ts'

/** The refused rows of a data set (the first 1,000), read when first looked at. */
export function useRefused(dataset: () => string) {
  const rows = shallowRef<readonly RefusedRow[] | null>(null)
  const error = ref<string | null>(null)

  async function load(id: string) {
    rows.value = null
    error.value = null
    try {
      const read = await request(api.datasets[':id'].refused.$get({ param: { id } }))
      if (id === dataset()) rows.value = read
    } catch (failure) {
      if (id === dataset()) error.value = messageOf(failure)
    }
  }
  watch(dataset, (id) => void load(id), { immediate: true })
  return { rows, error }
}
