import { ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import { say } from '../messages.ts'
import type { FromJudge, ToJudge } from '../trainer/judge-messages.ts'
import { openWorker } from '../workers/open-worker.ts'
import { useNoticesStore } from './notices.ts'
import { useSettingsStore } from './settings.ts'

/** How far a run has judged the rows of its data set, in stretches of rows. */
export interface JudgingProgress {
  run: string
  /** Null until the host has said. */
  done: number | null
  of: number
}

/**
 * A run that judges rows, in a worker of its own, so that neither training nor typing waits for it. What it has judged is kept as
 * it comes, so that judging can be stopped at any time and gone on with.
 */
export const useJudgingStore = defineStore('judging', () => {
  const [notices, settings] = [useNoticesStore(), useSettingsStore()]
  const progress = shallowRef<JudgingProgress | null>(null)
  /** Grows whenever other verdicts are there to be read. */
  const kept = ref(0)
  let worker: Worker | null = null

  function start(run: string) {
    if (progress.value) return
    progress.value = { run, done: null, of: 0 }
    const started = openWorker('judge')
    worker = started
    started.onmessage = ({ data }: MessageEvent<FromJudge>) => {
      if (started === worker) hear(run, data)
    }
    started.onerror = (event) => {
      event.preventDefault()
      if (started === worker) hear(run, { kind: 'failed', message: say.rows.judgeBroke })
    }
    started.postMessage({ run, device: settings.settings.device } satisfies ToJudge)
  }

  function hear(run: string, message: FromJudge) {
    if (message.kind === 'judging') {
      progress.value = { run, done: message.done, of: message.of }
      kept.value++
      return
    }
    stop()
    if (message.kind === 'failed') notices.complain(new Error(message.message))
    else notices.notify({ text: say.rows.judged(message.rows) })
  }

  /** At once; what has been judged is kept. */
  function stop() {
    worker?.terminate()
    worker = null
    progress.value = null
    kept.value++
  }

  return { progress, kept, start, stop }
})
