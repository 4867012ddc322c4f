import { ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import { api, messageOf, requestBytes } from '../api.ts'
import { appendTable, emptySeries, seriesOf } from '../charts/metric-series.ts'
import type { MetricSeries } from '../charts/metric-series.ts'
import { decodeMetrics } from '../../shared/contract/metrics.ts'
import type { MetricTable } from '../../shared/contract/metrics.ts'
import { throttle } from './throttle.ts'
import { say } from '../messages.ts'

/** Charts are redrawn at most this often. */
const REDRAW_MILLISECONDS = 200

/** The recorded steps of runs: those on disk, read when a run is first shown, and those that arrive while it trains. */
export const useRunMetricsStore = defineStore('run-metrics', () => {
  const series = shallowRef<ReadonlyMap<string, MetricSeries>>(new Map())
  const problems = ref<Record<string, string>>({})
  const loading = new Map<string, Promise<void>>()
  /** What arrived and is not yet shown, in the order of arrival. */
  let arrived: { run: string; table: MetricTable }[] = []

  const publish = throttle(() => {
    const ready = arrived.filter(({ run }) => series.value.has(run))
    if (!ready.length) return
    arrived = arrived.filter(({ run }) => !series.value.has(run))
    const next = new Map(series.value)
    for (const { run, table } of ready) next.set(run, appendTable(next.get(run) ?? emptySeries, table))
    series.value = next
  }, REDRAW_MILLISECONDS)

  const put = (run: string, value: MetricSeries) => {
    series.value = new Map(series.value).set(run, value)
  }

  /** Reads the recorded steps of a run once; later ones come with `receive`. */
  function load(run: string): Promise<void> {
    const known = loading.get(run)
    if (known) return known
    const reading = read(run)
    loading.set(run, reading)
    return reading
  }

  async function read(run: string) {
    try {
      const bytes = await requestBytes(api.runs[':id'].metrics.$get({ param: { id: run } }))
      put(run, seriesOf(decodeMetrics(new Uint8Array(bytes))))
      const { [run]: _, ...rest } = problems.value
      problems.value = rest
    } catch (error) {
      loading.delete(run)
      problems.value = { ...problems.value, [run]: say.stores.theRecordedStepsCouldNotBe(messageOf(error)) }
      // What arrives live is shown all the same.
      if (!series.value.has(run)) put(run, emptySeries)
    }
    publish()
  }

  /** Recorded steps from the trainer. They wait until what is on disk has been read, so that their order holds. */
  function receive(run: string, table: MetricTable) {
    arrived.push({ run, table })
    void load(run)
    publish()
  }

  /** Forgets a run: it was restarted or deleted, and is read anew when it is shown again. */
  function forget(run: string) {
    arrived = arrived.filter((one) => one.run !== run)
    loading.delete(run)
    const next = new Map(series.value)
    next.delete(run)
    series.value = next
  }

  const of = (run: string): MetricSeries => series.value.get(run) ?? emptySeries
  return { series, problems, load, receive, forget, of }
})
