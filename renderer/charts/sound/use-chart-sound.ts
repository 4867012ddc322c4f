import { onScopeDispose, ref } from 'vue'
import { useNoticesStore } from '../../stores/notices.ts'
import { cellText } from '../chart-table.ts'
import type { ChartTable } from '../chart-table.ts'
import { MOST_CURVES, melodiesOf } from './melody.ts'
import type { Melody } from './melody.ts'
import { play, stopSound } from './play.ts'
import { say } from '../../messages.ts'

/** A chart for the ear: its curves one after another as tones, each named as it begins. */
export function useChartSound(table: () => ChartTable | undefined) {
  const notices = useNoticesStore()
  const sounding = ref(false)
  let said: number | null = null
  const show = (text: string, milliseconds: number) => {
    if (said !== null) notices.dismiss(said)
    said = notices.notify({ text, milliseconds })
  }

  async function listen() {
    const shown = table()
    const melodies = shown ? melodiesOf(shown) : []
    if (!shown || melodies.length === 0) return show(say.charts.thisChartHasNoNumbersTo, 4000)
    const curves = shown.head.length - 1
    sounding.value = true
    try {
      await play(melodies, (at) => {
        const curve = inWords(melodies[at], shown)
        const what =
          melodies.length > 1
            ? say.charts.playedOfSeveral(curve, at + 1, melodies.length)
            : say.charts.playedAlone(curve)
        const some = at === 0 && curves > MOST_CURVES ? ` ${say.charts.ofCurvesArePlayed(MOST_CURVES, curves)}` : ''
        show(`${what}${some}`, 10_000)
      })
    } finally {
      sounding.value = false
    }
  }
  onScopeDispose(() => sounding.value && stopSound())
  return { sounding, listen, stop: stopSound }
}

/** 'LSTM, training: from 0.69 to 0.02, least 0.01, most 0.70'. */
function inWords({ name, first, last, least, most }: Melody, table: ChartTable): string {
  const column = table.head.indexOf(name)
  const [from, to, low, high] = [first, last, least, most].map((value) => cellText(value, column, table))
  return say.charts.fromToLeastMost(name, from, to, low, high)
}
