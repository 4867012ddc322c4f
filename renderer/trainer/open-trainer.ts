import { say } from '../messages.ts'
import type { FromTrainer, ToTrainer } from '../../shared/contract/trainer.ts'
import { api } from '../api.ts'
import { openWorker } from '../workers/open-worker.ts'
import type { FromWorker } from './worker-messages.ts'

export interface Trainer {
  post(message: ToTrainer): void
  /** Ends the worker at once. A run in progress stays as its last checkpoint has it. */
  close(): void
}

/**
 * The page's handle on the trainer: a Web Worker that is started by the first message and replaced when it breaks. A crash
 * becomes a 'failed' message of the run (and of the questions) it was busy with.
 */
export function openTrainer(onMessage: (message: FromTrainer) => void): Trainer {
  let worker: Worker | null = null
  let active: string | null = null
  const questions = new Map<string, Extract<ToTrainer, { request: number }>>()
  const keyOf = (of: 'predict' | 'gradient', { run, request }: { run: string; request: number }) =>
    `${of}/${run}/${request}`

  function start(): Worker {
    const started = openWorker('trainer')
    started.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (started === worker) hear(data)
    }
    started.onerror = (event) => {
      event.preventDefault()
      if (started === worker) crash(event.message)
    }
    started.onmessageerror = () => {
      if (started === worker) crash('a message could not be read')
    }
    return started
  }

  function hear(message: FromWorker) {
    if (message.kind === 'device-lost') {
      discard()
      return hear({ ...message, kind: 'failed', deviceLost: true })
    }
    if (message.kind === 'prediction' || message.kind === 'prediction-failed')
      questions.delete(keyOf('predict', message))
    if (message.kind === 'gradient' || message.kind === 'gradient-failed') questions.delete(keyOf('gradient', message))
    if (endings.has(message.kind) && message.run === active) active = null
    onMessage(message)
  }

  function discard() {
    worker?.terminate()
    worker = null
  }

  function crash(reason: string) {
    discard()
    const message = reason ? say.stores.trainerBrokeBecause(reason) : say.stores.trainerBroke
    const [run, asked] = [active, [...questions.values()]]
    active = null
    questions.clear()
    if (run !== null) {
      // The worker can no longer say so itself; if this fails too, the run is found and marked at the next start.
      void api.runs[':id'].$patch({ param: { id: run }, json: { status: 'failed', error: message } }).catch(() => {})
      onMessage({ kind: 'failed', run, message })
    }
    for (const { kind, run, request } of asked)
      onMessage({ kind: kind === 'predict' ? 'prediction-failed' : 'gradient-failed', run, request, message })
  }

  return {
    post(message) {
      worker ??= start()
      if (message.kind === 'train' || message.kind === 'step') active = message.run
      if (message.kind === 'predict' || message.kind === 'gradient')
        questions.set(keyOf(message.kind, message), message)
      worker.postMessage(message)
    },
    close: discard,
  }
}

const endings = new Set<FromWorker['kind']>(['stopped', 'finished', 'diverged', 'failed'])
