import { computed, ref, watch } from 'vue'
import { defineStore } from 'pinia'
import { backwardStages } from '../../shared/engine/inspect/stages/backward-stages.ts'
import { forwardStages } from '../../shared/engine/inspect/stages/forward-stages.ts'
import { momentsOf } from '../../shared/engine/inspect/stages/moments.ts'
import type { Moment } from '../../shared/engine/inspect/stages/moments.ts'
import type { Stage } from '../../shared/engine/inspect/stages/stage.ts'
import { useInspectedStore } from './inspected.ts'

export type Way = 'forward' | 'backward'

/** Where the walk through the model stands: which way, at which moment, at which formula, and the unit looked at closely. */
export const useInspectedWalkStore = defineStore('inspected-walk', () => {
  const inspected = useInspectedStore()
  const way = ref<Way>('forward')
  /** Place in `moments`, whichever way; Infinity: the last, of however many there will be. */
  const chosen = ref(0)
  const key = ref('')
  const laneKey = ref('')
  const unit = ref(0)
  let going: ReturnType<typeof setTimeout> | undefined
  /** Of a matrix the row looked at. */
  const row = ref(0)

  const moments = computed(() => (inspected.forward ? momentsOf(inspected.forward) : []))
  const at = computed(() => Math.max(0, Math.min(chosen.value, moments.value.length - 1)))
  const moment = computed<Moment | null>(() => moments.value[at.value] ?? null)

  function stagesAt(place: number): Stage[] {
    const { forward, label } = inspected
    const here = moments.value[place]
    if (!forward || !here) return []
    if (way.value === 'forward') return forwardStages(forward, here, label)
    return inspected.backward ? backwardStages(forward, inspected.backward, here, label) : []
  }
  const stages = computed(() => stagesAt(at.value))
  const place = computed(() =>
    Math.max(
      0,
      stages.value.findIndex((one) => one.key === key.value),
    ),
  )
  const stage = computed<Stage | null>(() => stages.value[place.value] ?? null)
  const lane = computed(() => {
    const lanes = stage.value?.lanes ?? []
    return lanes.find((one) => one.key === laneKey.value) ?? lanes.at(0) ?? null
  })
  const opened = computed(() => lane.value?.open() ?? null)
  /** The entry of the result that is looked at closely. */
  const column = computed(() => Math.min(unit.value, (opened.value?.result.columns ?? 1) - 1))
  const line = computed(() => Math.min(row.value, (opened.value?.result.rows ?? 1) - 1))

  /** +1 along the way of reading, -1 against it. */
  const onwards = computed(() => (way.value === 'forward' ? 1 : -1))
  const atStart = computed(() => place.value === 0 && !moments.value[at.value - onwards.value])
  const atEnd = computed(() => place.value >= stages.value.length - 1 && !moments.value[at.value + onwards.value])

  function next() {
    if (atEnd.value) return
    if (place.value < stages.value.length - 1) key.value = stages.value[place.value + 1].key
    else {
      chosen.value = at.value + onwards.value
      key.value = stages.value.at(0)?.key ?? ''
    }
  }
  function previous() {
    if (atStart.value) return
    if (place.value > 0) key.value = stages.value[place.value - 1].key
    else {
      chosen.value = at.value - onwards.value
      key.value = stages.value.at(-1)?.key ?? ''
    }
  }
  /** Another moment; the same formula, where it has that too. */
  function jump(to: number) {
    chosen.value = Math.max(0, Math.min(moments.value.length - 1, to))
  }
  const isWord = (one: Moment, word: number) => 'word' in one && one.word === word
  function jumpToWord(word: number) {
    const now = moment.value
    const samePass = moments.value.findIndex(
      (one) => isWord(one, word) && one.kind === 'step' && now?.kind === 'step' && one.pass === now.pass,
    )
    const to = samePass >= 0 ? samePass : moments.value.findIndex((one) => isWord(one, word))
    if (to >= 0) jump(to)
  }
  function start() {
    chosen.value = way.value === 'forward' ? 0 : Infinity
    key.value = ''
  }
  function end() {
    chosen.value = way.value === 'forward' ? Infinity : 0
    key.value = stages.value.at(-1)?.key ?? ''
  }
  /**
   * The way back through a long sentence takes tens of milliseconds to work out, and as many to show: it is worked out in this
   * task and shown in the next, so that neither holds the page up.
   */
  function go(to: Way) {
    clearTimeout(going)
    if (way.value === to) return
    const turn = () => {
      way.value = to
      start()
    }
    if (to === 'backward' && inspected.backward) going = setTimeout(turn)
    else turn()
  }
  // Another sentence or model begins at its beginning; a number changed by hand does not lose the place.
  watch([() => inspected.run?.id, () => inspected.text], start)

  return {
    ...{ way, moments, at, moment, stages, place, stage, lane, laneKey, opened, unit, row, column, line, key },
    ...{ atStart, atEnd, next, previous, jump, jumpToWord, start, end, go },
  }
})
