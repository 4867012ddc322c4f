import { computed, onScopeDispose, watch } from 'vue'
import { useDevicesStore } from '../../../stores/devices.ts'
import { useDraftStore } from '../../../stores/draft.ts'
import { useNoticesStore } from '../../../stores/notices.ts'
import { useSettingsStore } from '../../../stores/settings.ts'
import { debounce } from '../../../stores/throttle.ts'
import { useTrainingStore } from '../../../stores/training.ts'
import { typicalLengths } from '../../../trainer/timing/timed-model.ts'
import type { TimedModel } from '../../../trainer/timing/timed-model.ts'
import { fastest } from '../../../trainer/timing/timings.ts'
import { devices as allDevices } from '../../../../shared/contract/trainer.ts'
import { deviceDetail, usable } from './device-words.ts'
import type { Proposal } from './device-words.ts'

/** Edits rest for this long before models that nobody has timed yet are timed. */
const REST_MS = 1500

/** The devices for the models of the open comparison: what each takes per step, and what is proposed. */
export function useDeviceTimes() {
  const [devices, draft] = [useDevicesStore(), useDraftStore()]
  const [notices, settings, training] = [useNoticesStore(), useSettingsStore(), useTrainingStore()]

  const models = computed<TimedModel[]>(() => {
    const edited = draft.draft
    const { dataset } = draft
    if (!edited || !dataset || !draft.plan || draft.problems.length) return []
    const { models, split: _, ...rest } = edited.spec
    const { batchSize } = rest.training
    // Of a deleted data set the lengths are not read: every sentence then counts as a full one.
    const lengths = typicalLengths(dataset.report?.lengths.histogram ?? [], batchSize, rest.text.maxLength)
    return models.map((model) => ({
      spec: { ...rest, split: edited.spec.split, data: dataset.fingerprint, model },
      vocabularySize: draft.plan?.vocabulary.size ?? 2,
      classes: dataset.classes.length,
      lengths,
    }))
  })
  const known = computed(() =>
    models.value.map((timed) => {
      const { model, text, training } = timed.spec
      const batch = { T: text.maxLength, B: training.batchSize, V: timed.vocabularySize }
      const timing = devices.timing(model, batch)
      return { timed, model, batch, timing, best: fastest(timing?.devices ?? []) }
    }),
  )
  const proposals = computed(() =>
    known.value.flatMap(({ model, batch }): Proposal[] => {
      const automatic = devices.automatic(model, batch)
      return automatic ? [{ model: model.name, ...automatic }] : []
    }),
  )
  const rows = computed(() => {
    const { machine } = devices
    if (!machine) return []
    return allDevices.map((device) => ({
      device,
      usable: usable(device, machine),
      ...deviceDetail(device, machine),
      times: known.value.flatMap(({ model, timing, best }, index) => {
        const time = timing?.devices.find((one) => one.device === device)
        return time ? [{ model: model.name, index, time, best: best === device }] : []
      }),
    }))
  })
  const measuredAt = computed(() => known.value.flatMap(({ timing }) => timing?.measuredAt ?? []).sort()[0] ?? null)
  const allMeasured = computed(() => known.value.length > 0 && known.value.every(({ timing }) => timing !== null))

  const measure = (again: boolean) => void devices.measure(models.value, again).catch(notices.complain)

  // Where there is a choice to be made, it is made from numbers, while the machine has nothing else to do. A WebGL that the
  // processor imitates has never been faster than the processor itself: it is timed only when the user asks for it.
  const wanted = computed(
    () =>
      settings.settings.device === null &&
      devices.machine?.webgl?.float32 === true &&
      !devices.machine.webgl.software &&
      !training.busy &&
      models.value.length > 0 &&
      !allMeasured.value,
  )
  const measureSoon = debounce(() => {
    if (wanted.value) measure(false)
  }, REST_MS)
  watch([models, wanted], () => (wanted.value ? measureSoon() : measureSoon.cancel()), { immediate: true })
  void devices.look()
  onScopeDispose(() => {
    measureSoon.cancel()
    devices.cancel()
  })

  return { rows, proposals, measuredAt, allMeasured, measure, canMeasure: computed(() => models.value.length > 0) }
}
