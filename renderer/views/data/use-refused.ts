import { ref, shallowRef, watch } from 'vue'
import { api, messageOf, request } from '../../api.ts'
import type { ListedRefusal, MendedReading } from '../../../shared/contract/dataset.ts'

/** The refused rows of a data set (the first 1,000), read when first looked at and after each edit. */
export function useRefused(dataset: () => string, revision: () => number) {
  const rows = shallowRef<readonly ListedRefusal[] | null>(null)
  const error = ref<string | null>(null)

  async function load(id: string) {
    error.value = null
    try {
      const read = await request(api.datasets[':id'].refused.$get({ param: { id } }))
      if (id === dataset()) rows.value = read
    } catch (failure) {
      if (id === dataset()) error.value = messageOf(failure)
    }
  }
  watch(dataset, () => (rows.value = null))
  watch([dataset, revision], ([id]) => void load(id), { immediate: true })
  /** Reads the refused row at a place of the list as it was mended; nothing is kept. */
  const mend = (refused: number, raw: string): Promise<MendedReading> =>
    request(api.datasets[':id'].refused.mend.$post({ param: { id: dataset() }, json: { refused, raw } }))
  return { rows, error, mend }
}
