import { onMounted, onScopeDispose, shallowRef } from 'vue'
import type { ShallowRef } from 'vue'

/** The colours a canvas needs; a canvas knows no CSS variables, so they are read from the page. */
export interface ChartTheme {
  text: string
  muted: string
  grid: string
  surface: string
  /** One per model, in the order of the experiment. */
  models: string[]
  font: string
}

const read = (): ChartTheme => {
  const style = getComputedStyle(document.documentElement)
  const token = (name: string, otherwise: string) => style.getPropertyValue(name).trim() || otherwise
  return {
    text: token('--ink', '#191d26'),
    muted: token('--chart-text', '#4f5868'),
    grid: token('--chart-grid', '#e3e6eb'),
    surface: token('--surface-raised', '#ffffff'),
    models: Array.from({ length: 8 }, (_, at) => token(`--model-${at + 1}`, '#4477aa')),
    font: getComputedStyle(document.body).fontFamily,
  }
}

/** The theme's colours now, and again whenever the page or the system changes between light and dark. */
export function useChartTheme(): Readonly<ShallowRef<ChartTheme>> {
  const theme = shallowRef(read())
  const refresh = () => (theme.value = read())
  const observer = new MutationObserver(refresh)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'class', 'style'] })
  const system = matchMedia('(prefers-color-scheme: dark)')
  system.addEventListener('change', refresh)
  onMounted(refresh)
  onScopeDispose(() => {
    observer.disconnect()
    system.removeEventListener('change', refresh)
  })
  return theme
}
