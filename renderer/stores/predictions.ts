import { computed, ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import { openTrainer } from '../trainer/open-trainer.ts'
import type { FromTrainer, PredictedToken } from '../../shared/contract/trainer.ts'
import { debounce } from './throttle.ts'
import { rememberTyped, typedText } from './typed-text.ts'

/** What one model says of the sentence. */
export interface Prediction {
  text: string
  tokens: readonly PredictedToken[]
  classes: number
}

/**
 * A typed sentence and what each chosen run says after every word. It has a trainer of its own that only predicts, so
 * that typing does not wait for training.
 */
export const usePredictionsStore = defineStore('predictions', () => {
  const text = ref(typedText('sentence') ?? '')
  const runs = shallowRef<readonly string[]>([])
  const answers = shallowRef<ReadonlyMap<string, Prediction>>(new Map())
  const problems = shallowRef<ReadonlyMap<string, string>>(new Map())
  const pending = shallowRef<ReadonlySet<string>>(new Set())
  let trainer: ReturnType<typeof openTrainer> | null = null
  /** The newest question: only its answers count. */
  let asked = { request: 0, text: '' }

  const waiting = computed(() => pending.value.size > 0)

  function hear(message: FromTrainer) {
    if (message.kind !== 'prediction' && message.kind !== 'prediction-failed') return
    if (message.request !== asked.request) return
    pending.value = new Set([...pending.value].filter((run) => run !== message.run))
    const failed = new Map(problems.value)
    failed.delete(message.run)
    if (message.kind === 'prediction') {
      const { tokens, classes } = message
      answers.value = new Map(answers.value).set(message.run, { text: asked.text, tokens, classes })
    } else failed.set(message.run, message.message)
    problems.value = failed
  }

  const askSoon = debounce(ask, 150)
  function ask() {
    askSoon.cancel()
    asked = { request: asked.request + 1, text: text.value }
    const sentence = text.value.trim()
    if (!sentence || !runs.value.length) {
      ;[answers.value, problems.value, pending.value] = [new Map(), new Map(), new Set()]
      return
    }
    trainer ??= openTrainer(hear)
    pending.value = new Set(runs.value)
    answers.value = new Map([...answers.value].filter(([run]) => runs.value.includes(run)))
    for (const run of runs.value) trainer.post({ kind: 'predict', run, request: asked.request, text: text.value })
  }

  function say(now: string) {
    text.value = now
    rememberTyped('sentence', now || null)
  }
  /** What was typed; the answers follow when the typing rests for a moment. */
  function type(now: string) {
    say(now)
    askSoon()
  }
  /** An example: asked at once. */
  function put(now: string) {
    say(now)
    ask()
  }
  /** Which runs answer. A run that learned more since its last answer is asked anew. */
  function choose(now: readonly string[]) {
    if (now.join() === runs.value.join()) return
    runs.value = now
    ask()
  }
  /** The weights of a run have changed: what was read of it is dropped. */
  function renew(run: string) {
    trainer?.post({ kind: 'forget', run })
    if (runs.value.includes(run)) ask()
  }
  /** Gives the memory of the models back. */
  function close() {
    askSoon.cancel()
    trainer?.close()
    trainer = null
    pending.value = new Set()
  }

  return { text, runs, answers, problems, waiting, pending, type, put, choose, renew, close }
})
