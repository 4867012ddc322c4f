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
  return computed(() => {
    const { experiment } = inspected
    if (!experiment) return []
    return inspected.runs.map((run) => {
      const kinds = weightsOf(run)
      const weights = kinds.includes(inspected.weights) ? inspected.weights : kinds[0]
      const index = modelIndex(experiment, run)
      const look = lookOf(index, theme.value)
      return { id: run.id, name: run.spec.model.name, index, look, ref: { run, experiment, weights } }
    })
  })
}
