import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { api, messageOf, request } from '../../api.ts'
import { useEventsStore } from '../../stores/events.ts'
import type { ImportOptions, MendedReading, MendedRow } from '../../../shared/contract/dataset.ts'
import type { ImportChecks } from '../../../shared/contract/import-checks.ts'

/**
 * The look at all rows of an import, begun anew whenever it is read in another way. `ready`: the settings are whole and the
 * preview has settled; what is left out and what the data set is called does not count as another way.
 */
export function useImportChecks(id: () => string, options: () => ImportOptions | null, ready: () => boolean) {
  const checks = shallowRef<ImportChecks | null>(null)
  const error = ref<string | null>(null)
  /** Stopped by the person. */
  const stopped = ref(false)
  let asked = ''
  let question = 0
  let reading = false
  let again = false

  async function start() {
    const now = options()
    if (!now || !ready()) return
    const wanted = keyOf(now)
    if (wanted === asked) return
    asked = wanted
    const mine = ++question
    stopped.value = false
    error.value = null
    try {
      const answer = await request(api.imports[':id'].checks.$post({ param: { id: id() }, json: now }))
      if (mine === question) checks.value = answer
    } catch (failure) {
      if (mine === question) error.value = messageOf(failure)
    }
  }

  /** One reading at a time: events may come faster than answers. */
  async function read() {
    again = true
    if (reading) return
    reading = true
    while (again) {
      again = false
      const mine = question
      try {
        const answer = await request(api.imports[':id'].checks.$get({ param: { id: id() } }))
        if (mine === question && answer.checks && !stopped.value) checks.value = answer.checks
      } catch (failure) {
        if (mine === question) error.value = messageOf(failure)
      }
    }
    reading = false
  }

  async function stop() {
    stopped.value = true
    question++
    try {
      await request(api.imports[':id'].checks.$delete({ param: { id: id() } }))
    } catch (failure) {
      error.value = messageOf(failure)
    }
  }

  function restart() {
    asked = ''
    void start()
  }

  const mend = (row: MendedRow): Promise<MendedReading> => {
    const now = options()
    if (!now) throw new Error('there is no import to mend a row of')
    return request(api.imports[':id'].mend.$post({ param: { id: id() }, json: { options: now, row } }))
  }

  const events = useEventsStore()
  const stops = [
    events.on('import-checks', (event) => {
      if (event.id === id()) void read()
    }),
    events.onReturn(() => void read()),
  ]
  watch([id, options, ready], () => void start(), { immediate: true })
  onScopeDispose(() => {
    for (const one of stops) one()
    question++
  })
  return { checks, error, stopped, stop, restart, mend }
}

const keyOf = ({ cleaning: _cleaning, name: _name, ...reading }: ImportOptions) => JSON.stringify(reading)
