import { computed } from 'vue'
import { useRouter } from 'vue-router'
import { MOST_CLAMPS, clampComplaints } from '../../../../shared/contract/clamps.ts'
import type { Intervention } from '../../../../shared/engine/inspect/interventions.ts'
import { describeClamp } from '../../../stores/clamp-words.ts'
import { freeName } from '../../../stores/draft-check.ts'
import { useDraftStore } from '../../../stores/draft.ts'
import { useInspectedStore } from '../../../stores/inspected.ts'
import { clampsOf, withClamps } from './clamps-of.ts'
import { say } from '../../../messages.ts'

/**
 * Training with what is held by hand: a draft of a new comparison, with the model as it was and beside it the same model with the
 * clamp. The comparison that is open stays as it is.
 */
export function useTrainClamped(change: () => Intervention | null) {
  const [router, draft, inspected] = [useRouter(), useDraftStore(), useInspectedStore()]
  const added = computed(() => {
    const one = change()
    return one && clampsOf(one)
  })
  const model = computed(() => {
    const before = inspected.run?.spec.model
    return before && added.value && { ...before, clamps: withClamps(before.clamps, added.value) }
  })
  /** Why it cannot be trained; null when it can, or when nothing is held at every word. */
  const obstacle = computed(() => {
    if (!model.value) return null
    if (model.value.clamps.length > MOST_CLAMPS) return say.inspect.aModelHoldsAtMostClamps(MOST_CLAMPS)
    const [first] = clampComplaints(model.value)
    return first ? `${first.message}.` : null
  })

  async function train() {
    const [original, clamped, experiment] = [inspected.run?.spec.model, model.value, inspected.experiment]
    if (!original || !clamped || !added.value || !experiment || obstacle.value) return
    const what = added.value.length === 1 ? describeClamp(added.value[0]) : say.inspect.clamps(added.value.length)
    const name = freeName(`${original.name}, ${what}`.slice(0, 56), [original])
    draft.edit(({ spec }) => (spec.models = [structuredClone(original), { ...structuredClone(clamped), name }]))
    await router.push({ name: 'train', params: { experiment: experiment.id } })
  }
  return { model, obstacle, train }
}
