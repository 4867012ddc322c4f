import { computed } from 'vue'
import type { ComputedRef } from 'vue'
import { lookOf } from '../../../charts/model-look.ts'
import type { ModelLook } from '../../../charts/model-look.ts'
import { useChartTheme } from '../../../charts/theme.ts'
import { weightsOf } from '../../../stores/inspected-models.ts'
import { useInspectedStore } from '../../../stores/inspected.ts'
import { modelIndex } from '../../train/use-chart-models.ts'
import type { ModelRef } from './asking/model-questions.ts'

/** A trained model of the open experiment, as the Words and Embeddings screens see it. */
export interface ShownModel {
  id: string
  name: string
  /** Place in its experiment: decides its colour and mark. */
  index: number
  look: ModelLook
  ref: ModelRef
}

/** All models that have weights: those of the kind that the picker chose, where they are kept. */
export function useShownModels(): ComputedRef<ShownModel[]> {
  const inspected = useInspectedStore()
  const theme = useChartTheme()
  /** The same weights are the same object, so that nothing is asked anew when a run's row or the theme changes. */
  const known = new Map<string, ModelRef>()
  const refs = computed(() => {
    const { experiment } = inspected
    if (!experiment) return []
    return inspected.runs.map((run): ModelRef => {
      const kinds = weightsOf(run)
      const weights = kinds.includes(inspected.weights) ? inspected.weights : kinds[0]
      const key = `${run.id}/${weights}/${String(run.checkpoints[weights])}`
      const ref = known.get(key) ?? { run, experiment, weights }
      known.set(key, ref)
      return ref
    })
  })
  return computed(() =>
    refs.value.map((ref) => {
      const { run, experiment } = ref
      const index = modelIndex(experiment, run)
      return { id: run.id, name: run.spec.model.name, index, look: lookOf(index, theme.value), ref }
    }),
  )
}
