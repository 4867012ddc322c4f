import { onBeforeUnmount, onMounted, ref, watch } from 'vue'
import type { Ref } from 'vue'
import type { LineContent } from './line-content.ts'
import { annotationsOf, datasetOf, lineOptions } from './line-options.ts'
import type { LineDataset } from './line-options.ts'
import type { Point } from './points.ts'
import { useRedraw } from './redraw.ts'
import { Chart } from './register.ts'
import { useChartTheme } from './theme.ts'

/**
 * A line chart on a canvas for as long as the component lives. The chart is made once: an update changes its data in
 * place, a new theme, scale or label its options; unmounting destroys it. Updates are drawn in turn with other charts.
 */
export function useLineChart(canvas: Ref<HTMLCanvasElement | null>, content: () => LineContent) {
  const theme = useChartTheme()
  const zoomed = ref(false)
  const datasets = new Map<string, LineDataset>()
  let chart: Chart<'line', Point[], string> | null = null

  const noteZoom = () => (zoomed.value = chart?.isZoomedOrPanned() ?? false)
  const options = () => lineOptions(content, theme.value, noteZoom)

  function currentDatasets(): LineDataset[] {
    const { lines } = content()
    const wanted = new Set(lines.map(({ id }) => id))
    for (const id of datasets.keys()) if (!wanted.has(id)) datasets.delete(id)
    return lines.map((line) => {
      const known = datasets.get(line.id)
      if (known) return Object.assign(known, datasetOf(line))
      const made = datasetOf(line)
      datasets.set(line.id, made)
      return made
    })
  }

  let restyle = false
  const redraw = useRedraw(canvas, () => {
    if (!chart) return
    if (restyle) chart.options = options()
    restyle = false
    const { labels, marks = [], yMin, yMax, yReach } = content()
    chart.data.labels = labels
    chart.data.datasets = currentDatasets()
    const { plugins, scales } = chart.options
    if (plugins?.annotation) plugins.annotation.annotations = annotationsOf(marks, theme.value)
    if (scales?.y) Object.assign(scales.y, { min: yMin, max: yMax, suggestedMax: yReach })
    chart.update('none')
  })

  onMounted(() => {
    if (!canvas.value) return
    chart = new Chart(canvas.value, {
      type: 'line',
      data: { labels: content().labels, datasets: currentDatasets() },
      options: options(),
    })
  })
  watch(
    () => [theme.value, content().yScale, content().xLabel, content().yLabel],
    () => {
      restyle = true
      redraw()
    },
  )
  watch(content, redraw)
  onBeforeUnmount(() => {
    chart?.destroy()
    chart = null
  })

  const resetZoom = () => {
    chart?.resetZoom('none')
    zoomed.value = false
  }
  return { zoomed, resetZoom }
}
