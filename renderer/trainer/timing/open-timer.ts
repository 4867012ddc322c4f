import type { DeviceTime } from '../../../shared/contract/settings.ts'
import type { Device } from '../../../shared/contract/trainer.ts'
import { openWorker } from '../../workers/open-worker.ts'
import type { Machine } from './keys.ts'
import type { TimedModel } from './timed-model.ts'
import type { FromTimer, ToTimer } from './timing-messages.ts'

/** A device that has not made its steps by then is given up: a GPU may compile for minutes, or hang. */
const PATIENCE_MS = 20_000

/** The page's handle on scratch workers, one per device, which are ended by `close`. */
export interface Timer {
  /** What the machine offers; null when the browser could not say. */
  look(): Promise<Machine | null>
  /** Times a model on a device. @param limit see `timeSteps`. Never rejects: what goes wrong is part of the answer. */
  time(device: Device, model: TimedModel, limit: number | null): Promise<DeviceTime>
  /** Ends the workers; an answer that is outstanding becomes 'failed'. */
  close(): void
}

const startWorker = () => openWorker('timing')

/** @param start makes a worker; replaced in tests, as `patience` is. */
export function openTimer(start: () => Worker = startWorker, patience = PATIENCE_MS): Timer {
  const workers = new Map<Device | 'look', Worker>()
  const outstanding = new Set<() => void>()

  /** Asks a worker and waits for its one answer; null when it broke, was closed or took too long. */
  function ask(name: Device | 'look', question: ToTimer): Promise<FromTimer | 'timed-out' | null> {
    const worker = workers.get(name) ?? start()
    workers.set(name, worker)
    return new Promise((resolve) => {
      const end = (answer: FromTimer | 'timed-out' | null) => {
        clearTimeout(timeout)
        outstanding.delete(giveUp)
        if (answer === null || answer === 'timed-out') {
          worker.terminate()
          workers.delete(name)
        }
        resolve(answer)
      }
      const giveUp = () => end(null)
      const timeout = setTimeout(() => end('timed-out'), patience)
      outstanding.add(giveUp)
      worker.onmessage = ({ data }: MessageEvent<FromTimer>) => end(data)
      worker.onerror = (event) => {
        event.preventDefault()
        end(null)
      }
      worker.postMessage(question)
    })
  }

  return {
    async look() {
      const answer = await ask('look', { kind: 'look' })
      workers.get('look')?.terminate()
      workers.delete('look')
      return answer !== null && answer !== 'timed-out' && answer.kind === 'machine' ? answer.machine : null
    },
    async time(device, model, limit) {
      const answer = await ask(device, { kind: 'time', device, model, limit })
      if (answer !== null && answer !== 'timed-out' && answer.kind === 'times') return answer.time
      return { device, first: null, step: null, ended: answer === 'timed-out' ? 'timed-out' : 'failed' }
    },
    close() {
      for (const giveUp of [...outstanding]) giveUp()
      for (const worker of workers.values()) worker.terminate()
      workers.clear()
    },
  }
}
