import type { ChartOptions } from 'chart.js'
import { onBeforeUnmount, onMounted, shallowRef, watch } from 'vue'
import type { Ref } from 'vue'
import { formatCount } from './format.ts'
import { heatMapPlugin } from './heat-map-plugin.ts'
import type { HeatCell } from './heat-map-plugin.ts'
import type { HeatGrid } from './heat-grid.ts'
import { useRedraw } from './redraw.ts'
import { Chart } from './register.ts'
import { evenPlaces, wordPlaces } from './ticks.ts'
import { useChartTheme } from './theme.ts'
import type { ChartTheme } from './theme.ts'
import { say } from '../messages.ts'

/** The heat map on a canvas for as long as the component lives, and the cell under the pointer. */
export function useHeatMap(canvas: Ref<HTMLCanvasElement | null>, grid: () => HeatGrid | null) {
  const theme = useChartTheme()
  const hover = shallowRef<{ cell: HeatCell; x: number; y: number } | null>(null)
  let chart: Chart<'scatter'> | null = null

  onMounted(() => {
    if (!canvas.value) return
    chart = new Chart(canvas.value, {
      type: 'scatter',
      data: { datasets: [] },
      options: heatMapOptions(grid(), theme.value),
      plugins: [
        heatMapPlugin({
          grid,
          theme: () => theme.value,
          onHover: (cell, x, y) => (hover.value = cell && { cell, x, y }),
        }),
      ],
    })
  })
  const redraw = useRedraw(canvas, () => {
    if (!chart) return
    chart.options = heatMapOptions(grid(), theme.value)
    chart.update('none')
  })
  watch([grid, theme], redraw)
  onBeforeUnmount(() => {
    chart?.destroy()
    chart = null
  })
  return { hover }
}

function heatMapOptions(grid: HeatGrid | null, theme: ChartTheme): ChartOptions<'scatter'> {
  const { rows, columns, firstPosition, steps } = grid ?? { rows: 1, columns: 1, firstPosition: 0, steps: [] }
  const axis = (text: string, count: number, places: number[], label: (place: number) => string) => ({
    type: 'linear' as const,
    min: -0.5,
    max: count - 0.5,
    grid: { display: false },
    border: { color: theme.grid },
    title: { display: true, text, color: theme.muted, font: { size: 12 } },
    afterBuildTicks: (scale: { ticks: { value: number }[] }) => {
      scale.ticks = places.map((value) => ({ value }))
    },
    ticks: {
      color: theme.muted,
      maxRotation: 0,
      autoSkip: false,
      callback: (value: string | number) => label(Number(value)),
    },
  })
  return {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    font: { family: theme.font },
    layout: { padding: { right: 82, top: 6 } },
    events: ['mousemove', 'mouseout', 'touchstart', 'touchmove'],
    scales: {
      x: axis(say.charts.trainingStep, columns, evenPlaces(columns, 7), (place) => formatCount(steps[place]?.to ?? 0)),
      y: {
        ...axis(say.charts.wordTheFirstOnTop, rows, wordPlaces(rows, firstPosition), (place) =>
          String(firstPosition + place + 1),
        ),
        reverse: true,
      },
    },
    plugins: { tooltip: { enabled: false } },
  }
}
