import { computed, ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import { chooseDevice } from '../trainer/devices.ts'
import { machineKey, shapeKey } from '../trainer/timing/keys.ts'
import type { BatchExtents, Machine } from '../trainer/timing/keys.ts'
import { openTimer } from '../trainer/timing/open-timer.ts'
import type { Timer } from '../trainer/timing/open-timer.ts'
import type { TimedModel } from '../trainer/timing/timed-model.ts'
import { fastest, slowLimit, timingOf, withTiming } from '../trainer/timing/timings.ts'
import type { DeviceTime, DeviceTiming } from '../../shared/contract/settings.ts'
import type { ModelSpec } from '../../shared/contract/spec.ts'
import type { Device } from '../../shared/contract/trainer.ts'
import { useSettingsStore } from './settings.ts'

/** How far a measurement is: models done, of how many, and on what the current one is tried. */
export interface Measuring {
  done: number
  of: number
  device: Device
}

/**
 * What computes here, and how fast: the machine as it was found, times that were measured, and which device follows from
 * them and from the user's wish. Measuring happens in scratch workers and ends when training begins.
 */
export const useDevicesStore = defineStore('devices', () => {
  const settings = useSettingsStore()
  const machine = shallowRef<Machine | null>(null)
  const measuring = ref<Measuring | null>(null)
  const key = computed(() => machine.value && machineKey(machine.value, settings.about?.version ?? ''))
  let looking: Promise<void> | null = null
  let timer: Timer | null = null

  /** Finds out once what the machine offers. */
  const look = (): Promise<void> =>
    (looking ??= (async () => {
      const scratch = openTimer()
      machine.value = await scratch.look()
      scratch.close()
      if (!machine.value) looking = null
    })())

  /** Devices worth measuring: plain JavaScript only stands in where WebAssembly cannot run. */
  const candidates = computed<Device[]>(() => (machine.value?.webgl?.float32 ? ['wasm', 'webgl'] : ['wasm']))

  const timing = (model: ModelSpec, batch: BatchExtents): DeviceTiming | null =>
    key.value === null ? null : timingOf(settings.settings.deviceTimings, key.value, shapeKey(model, batch))

  /** What 'automatic' means for a model: measured, or by rule; null while nothing is known of the machine. */
  function automatic(model: ModelSpec, batch: BatchExtents): { device: Device; measured: boolean } | null {
    const best = fastest(timing(model, batch)?.devices ?? [])
    if (best) return { device: best, measured: true }
    return machine.value && { device: chooseDevice(null, machine.value.webgl).device, measured: false }
  }

  /** What trains a model: the user's wish where the machine can follow it, else `automatic`. */
  function deviceFor(model: ModelSpec, batch: BatchExtents): Device | null {
    const wish = settings.settings.device
    if (wish === null) return automatic(model, batch)?.device ?? null
    return machine.value ? chooseDevice(wish, machine.value.webgl).device : wish
  }

  /** Times models that have not been timed on this machine, or with `again` all of them. A call during another does nothing. */
  async function measure(models: readonly TimedModel[], again = false): Promise<void> {
    if (measuring.value) return
    await look()
    const wanted = models.filter((model) => again || !timing(model.spec.model, extentsOf(model)))
    if (key.value === null || wanted.length === 0 || measuring.value) return
    const current = (timer = openTimer())
    try {
      for (const [done, model] of wanted.entries()) {
        const times: DeviceTime[] = []
        for (const device of candidates.value) {
          measuring.value = { done, of: wanted.length, device }
          times.push(await current.time(device, model, slowLimit(times)))
          if (timer !== current) return
        }
        await keep({ model, times })
      }
    } finally {
      current.close()
      if (timer === current) timer = null
      measuring.value = null
    }
  }

  async function keep({ model, times }: { model: TimedModel; times: DeviceTime[] }) {
    if (key.value === null || fastest(times) === null) return
    const shape = shapeKey(model.spec.model, extentsOf(model))
    const made = { machine: key.value, shape, measuredAt: new Date().toISOString(), devices: times }
    await settings.update({ deviceTimings: withTiming(settings.settings.deviceTimings, made) })
  }

  /** Ends a measurement; models that were done are kept. */
  function cancel() {
    const current = timer
    timer = null
    current?.close()
  }

  return { machine, measuring, candidates, look, timing, automatic, deviceFor, measure, cancel }
})

const extentsOf = ({ spec, vocabularySize }: TimedModel): BatchExtents => ({
  T: spec.text.maxLength,
  B: spec.training.batchSize,
  V: vocabularySize,
})
