import { computed, onBeforeUnmount, shallowRef } from 'vue'
import type { VocabularyRules } from '../../../../shared/contract/text-spec.ts'
import { useRecipesStore } from '../../../stores/recipes.ts'
import { debounce } from '../../../stores/throttle.ts'

/** Rules as they are being typed: the field follows at once, a step is kept when the typing pauses. */
export function useRuleChanges() {
  const recipes = useRecipesStore()
  const pending = shallowRef<Partial<VocabularyRules> | null>(null)
  const rules = computed<VocabularyRules>(() => ({ ...recipes.rules, ...pending.value }))
  const keepSoon = debounce(() => {
    const changes = pending.value
    if (!changes) return
    void recipes
      .change((now) => ({ ...now, ...changes }), { kind: 'rules', words: [] })
      .then(() => {
        if (pending.value === changes) pending.value = null
      })
  }, 350)
  function setRules(changes: Partial<VocabularyRules>) {
    pending.value = { ...pending.value, ...changes }
    keepSoon()
  }
  onBeforeUnmount(() => keepSoon.flush())
  return { rules, setRules }
}
