import { computed, ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { Device, FromTrainer, TrainedGradient } from '../../shared/contract/trainer.ts'
import { openTrainer } from '../trainer/open-trainer.ts'
import { useInspectedStore } from './inspected.ts'

export interface TrainersAnswer {
  loss: number
  device: Device
  gradients: readonly TrainedGradient[]
}

/** The gradient that the trainer would train with, asked of a trainer of its own: the visible sum is held against it. */
export const useInspectedTrainerStore = defineStore('inspected-trainer', () => {
  const inspected = useInspectedStore()
  const given = shallowRef<{ about: string; answer: TrainersAnswer } | null>(null)
  const problem = ref<string | null>(null)
  const pending = ref<string | null>(null)
  let trainer: ReturnType<typeof openTrainer> | null = null
  let asked = 0

  /** What the question is about: another sentence, label or checkpoint is another question. */
  const about = computed(() => {
    const { opened, ids, label } = inspected
    return opened && ids.length ? `${opened.run.id}/${opened.weights}/${opened.step}/${label}/${ids.join()}` : null
  })
  const answer = computed(() => (given.value && given.value.about === about.value ? given.value.answer : null))
  const waiting = computed(() => pending.value !== null && pending.value === about.value)

  function hear(message: FromTrainer) {
    if ((message.kind !== 'gradient' && message.kind !== 'gradient-failed') || message.request !== asked) return
    const question = pending.value
    pending.value = null
    if (message.kind === 'gradient-failed') problem.value = message.message
    else if (question !== null) {
      const { loss, device, gradients } = message
      given.value = { about: question, answer: { loss, device, gradients } }
    }
  }

  /** Asks unless the answer is there or under way. */
  function ask() {
    const { opened, ids, label } = inspected
    if (!opened || about.value === null || answer.value || waiting.value) return
    ;[problem.value, pending.value] = [null, about.value]
    trainer ??= openTrainer(hear)
    const { run, weights } = opened
    trainer.post({ kind: 'gradient', run: run.id, request: ++asked, weights, ids: [...ids], label })
  }
  /** Gives the memory of the trainer back. */
  function close() {
    trainer?.close()
    trainer = null
    pending.value = null
  }
  return { about, answer, problem, waiting, ask, close }
})
