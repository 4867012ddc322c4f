import { onBeforeUnmount, onMounted, ref, watch } from 'vue'
import type { Ref } from 'vue'
import { currentDatasets, drawLines } from './draw-lines.ts'
import type { KnownDatasets, LineChart } from './draw-lines.ts'
import type { LineContent } from './line-content.ts'
import { lineOptions } from './line-options.ts'
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
  const datasets: KnownDatasets = new Map()
  let chart: LineChart | null = null

  const noteZoom = () => (zoomed.value = chart?.isZoomedOrPanned() ?? false)
  const options = () => lineOptions(content, theme.value, noteZoom)

  let restyle = false
  const redraw = useRedraw(canvas, () => {
    if (!chart) return
    if (restyle) chart.options = options()
    restyle = false
    drawLines(chart, datasets, content(), theme.value)
  })

  onMounted(() => {
    if (!canvas.value) return
    chart = new Chart(canvas.value, {
      type: 'line',
      data: { labels: content().labels, datasets: currentDatasets(datasets, content()) },
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
