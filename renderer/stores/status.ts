import { ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { DeviceReport } from '../../shared/contract/trainer.ts'

/** What the trainer uses of the machine, filled in by the training store a few times per second at most. */
export interface TrainerUse {
  /** What is being trained, e.g. 'LSTM'. */
  model: string
  stepsPerSecond: number
  tensors: number
  /** Bytes held by those tensors. */
  bytes: number
}

/** What the status bar shows. Only plain values; whoever knows them writes them here. */
export const useStatusStore = defineStore('status', () => {
  const device = shallowRef<DeviceReport | null>(null)
  const use = shallowRef<TrainerUse | null>(null)
  /** One line on what goes on, e.g. 'Training RNN, epoch 3 of 10'; read out politely when it changes. */
  const activity = ref('')
  /** Share of that work done from 0 to 1, or null. */
  const progress = ref<number | null>(null)

  function setDevice(report: DeviceReport | null) {
    device.value = report
  }
  function setUse(now: TrainerUse | null) {
    use.value = now
  }
  function setActivity(text: string, share: number | null = null) {
    activity.value = text
    progress.value = share
  }

  return { device, use, activity, progress, setDevice, setUse, setActivity }
})
