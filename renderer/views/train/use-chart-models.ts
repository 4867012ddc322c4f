import { computed, watch } from 'vue'
import type { Ref } from 'vue'
import { useChartTheme } from '../../charts/theme.ts'
import { lookOf } from '../../charts/model-look.ts'
import type { ChartModel } from '../../charts/chart-model.ts'
import type { Experiment, Run } from '../../../shared/contract/experiment.ts'
import { useRunMetricsStore } from '../../stores/run-metrics.ts'

/** Place of a run's model in its experiment: a model keeps its colour when another run is deleted. */
export function modelIndex(experiment: Pick<Experiment, 'spec'>, run: Run): number {
  return Math.max(
    0,
    experiment.spec.models.findIndex(({ name }) => name === run.spec.model.name),
  )
}

/** A run as the charts see it. */
export function chartModel(run: Run, index: number, rest: Pick<ChartModel, 'look' | 'series'>): ChartModel {
  const { model, training } = run.spec
  return {
    id: run.id,
    name: model.name,
    cell: model.cell,
    index,
    epochs: run.epochs,
    decay: run.decay,
    clipNorm: training.clipNorm,
    ...rest,
  }
}

/** The runs of an experiment for the charts; reads their recorded steps when they are first shown. */
export function useChartModels(experiment: Ref<Experiment | null>, runs: Ref<readonly Run[]>) {
  const metrics = useRunMetricsStore()
  const theme = useChartTheme()
  watch(
    () => runs.value.filter(({ step, columns }) => step > 0 || columns.length > 0).map(({ id }) => id),
    (ids) => ids.forEach((id) => void metrics.load(id)),
    { immediate: true },
  )
  return computed<ChartModel[]>(() =>
    runs.value.map((run) => {
      const index = experiment.value ? modelIndex(experiment.value, run) : 0
      return chartModel(run, index, { look: lookOf(index, theme.value), series: metrics.of(run.id) })
    }),
  )
}
