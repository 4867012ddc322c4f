import { ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import { defaultLab } from '../../shared/labs/defaults.ts'
import { deviationOf } from '../../shared/labs/deviation.ts'
import type { Deviation } from '../../shared/labs/deviation.ts'
import { readDocument } from '../../shared/labs/document.ts'
import type { LabDocument } from '../../shared/labs/document.ts'
import { runLab } from '../../shared/labs/run-lab.ts'
import type { LabProgress } from '../../shared/labs/run-lab.ts'
import { LAB_VERSION } from '../../shared/labs/spec.ts'
import type { LabName, LabSpec } from '../../shared/labs/spec.ts'
import { api, messageOf, request } from '../api.ts'
import { openLabPlaces } from '../trainer/lab-places.ts'
import { useSettingsStore } from './settings.ts'
import { throttle } from './throttle.ts'
import { say } from '../messages.ts'

/** A run of a laboratory as it goes on, or as it was stopped. */
export interface LabRun {
  spec: LabSpec
  progress: LabProgress | null
  stopped: boolean
}

/** How often a live plot moves. */
const LIVE_MS = 250

/** The laboratories: what is set up, what runs, and the last result of each, which lies in the data folder. */
export const useLaboratoryStore = defineStore('laboratory', () => {
  const settings = useSettingsStore()
  const drafts = shallowRef<ReadonlyMap<LabName, LabSpec>>(new Map())
  const documents = shallowRef<ReadonlyMap<LabName, LabDocument>>(new Map())
  /** The run in progress, or one that was stopped and is still to be seen; by laboratory. */
  const runs = shallowRef<ReadonlyMap<LabName, LabRun>>(new Map())
  const deviations = shallowRef<ReadonlyMap<LabName, Deviation>>(new Map())
  const problems = shallowRef<ReadonlyMap<LabName, string>>(new Map())
  const active = ref<LabName | null>(null)
  const loaded = new Set<LabName>()
  let stopper: AbortController | null = null

  const draftOf = (lab: LabName): LabSpec => drafts.value.get(lab) ?? documents.value.get(lab)?.spec ?? defaultLab(lab)
  const edit = (spec: LabSpec) => put(drafts, spec.lab, spec)
  const reset = (lab: LabName) => put(drafts, lab, defaultLab(lab))

  /** Reads what was kept of a laboratory, once. */
  async function load(lab: LabName) {
    if (loaded.has(lab)) return
    loaded.add(lab)
    try {
      const { document } = await request(api.labs[':lab'].$get({ param: { lab } }))
      if (document && !documents.value.has(lab)) put(documents, lab, document)
    } catch (error) {
      loaded.delete(lab)
      put(problems, lab, say.stores.theLastResultCouldNotBe(messageOf(error)))
    }
  }

  /** Runs a laboratory. With `check` it does the kept result again and says how far the numbers lie apart. */
  async function run(lab: LabName, check = false) {
    if (active.value) return
    const before = documents.value.get(lab)
    const spec = check && before ? before.spec : draftOf(lab)
    const places = openLabPlaces(spec)
    const stop = (stopper = new AbortController())
    active.value = lab
    put(problems, lab, null)
    put(deviations, lab, null)
    put(runs, lab, { spec, progress: null, stopped: false })
    let latest: LabProgress | null = null
    const show = throttle(() => put(runs, lab, { spec, progress: latest, stopped: false }), LIVE_MS)
    const onProgress = (progress: LabProgress) => {
      latest = progress
      show()
    }
    try {
      const results = await runLab(spec, places.places, { signal: stop.signal, onProgress })
      const document: LabDocument = {
        ...{ kind: 'unroll-laboratory', version: LAB_VERSION, program: settings.about?.version ?? '' },
        ...{ device: places.device() ?? 'unknown', spec, ...results },
      }
      if (check && before) put(deviations, lab, deviationOf(before.points, document.points))
      await keep(document)
    } catch (error) {
      show.cancel()
      if (stop.signal.aborted) put(runs, lab, { spec, progress: latest, stopped: true })
      else {
        put(runs, lab, null)
        put(problems, lab, messageOf(error))
      }
    } finally {
      show.cancel()
      places.close()
      active.value = null
      stopper = null
    }
  }

  const stop = () => stopper?.abort(new Error('stopped'))

  /** Shows a result and keeps it; what cannot be kept is shown all the same, and said. */
  async function keep(document: LabDocument) {
    const { lab } = document.spec
    put(documents, lab, document)
    put(drafts, lab, null)
    put(runs, lab, null)
    loaded.add(lab)
    try {
      await request(api.labs[':lab'].$put({ param: { lab }, json: document }))
    } catch (error) {
      put(problems, lab, say.stores.theResultCouldNotBeKept(messageOf(error)))
    }
  }

  /** Opens a result that somebody saved. @returns the laboratory it belongs to. @throws {Error} in words for people. */
  async function open(text: string): Promise<LabName> {
    const document = readDocument(text.replace(/^\ufeff/, ''))
    const { lab } = document.spec
    if (active.value === lab) throw new Error(say.stores.thisLaboratoryIsRunningStopIt)
    put(problems, lab, null)
    put(deviations, lab, null)
    await keep(document)
    return lab
  }

  return { documents, runs, deviations, problems, active, draftOf, edit, reset, load, run, stop, open }
})

/** Replaces or takes away one entry of a map in a ref. */
function put<K, V>(map: { value: ReadonlyMap<K, V> }, key: K, value: V | null) {
  const next = new Map(map.value)
  if (value === null) next.delete(key)
  else next.set(key, value)
  map.value = next
}
