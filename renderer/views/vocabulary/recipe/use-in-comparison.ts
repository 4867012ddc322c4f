import { ref } from 'vue'
import { useRouter } from 'vue-router'
import { api, request } from '../../../api.ts'
import { useDraftStore } from '../../../stores/draft.ts'
import { firstComparison, useExperimentsStore } from '../../../stores/experiments.ts'
import { useNoticesStore } from '../../../stores/notices.ts'
import { useRecipesStore } from '../../../stores/recipes.ts'

/** Puts a vocabulary into the open comparison of its data set, or into a first one, and goes there. */
export function useInComparison() {
  const router = useRouter()
  const [draft, recipes, experiments, notices] = [
    useDraftStore(),
    useRecipesStore(),
    useExperimentsStore(),
    useNoticesStore(),
  ]
  const using = ref(false)
  async function use(dataset: string) {
    using.value = true
    try {
      const { rules, setUp } = recipes
      const open = experiments.current
      if (setUp && open) {
        draft.edit(({ spec }) => Object.assign(spec.text, structuredClone(rules)))
        await router.push({ name: 'train', params: { experiment: open.id } })
        return
      }
      const { spec } = firstComparison(dataset)
      const json = { dataset, spec: { ...spec, text: { ...spec.text, ...rules } } }
      const made = await request(api.experiments.$post({ json }))
      await experiments.load()
      await router.push({ name: 'train', params: { experiment: made.id } })
    } catch (failure) {
      notices.complain(failure)
    } finally {
      using.value = false
    }
  }
  return { use, using }
}
