import type { Asked, Catalogue, Told } from './protocol.ts'
import { say } from '../../../../messages.ts'

/** The page's handle on a worker that answers questions. */
export interface Asking<Q extends Catalogue<Q>> {
  /**
   * Rejects with the worker's words when it fails, and with an AbortError when the signal says that the answer is no longer
   * wanted: the worker then stops working on it.
   */
  ask<Kind extends keyof Q & string>(
    kind: Kind,
    ask: Q[Kind]['ask'],
    options?: { signal?: AbortSignal; onProgress?: (share: number) => void },
  ): Promise<Q[Kind]['answer']>
  /** Ends the worker; what is outstanding is given up. */
  close(): void
}

interface Outstanding {
  resolve(answer: unknown): void
  reject(reason: unknown): void
  onProgress?: (share: number) => void
}

export const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError'
const aborted = () => new DOMException('The answer is no longer wanted.', 'AbortError')

/** @param start makes the worker; it is made at the first question, and anew after it broke. */
export function openAsking<Q extends Catalogue<Q>>(start: () => Worker): Asking<Q> {
  const outstanding = new Map<number, Outstanding>()
  let worker: Worker | null = null
  let last = 0

  function giveUp(reason: unknown) {
    const all = [...outstanding.values()]
    outstanding.clear()
    for (const { reject } of all) reject(reason)
  }
  function end() {
    worker?.terminate()
    worker = null
  }
  function begin(): Worker {
    const started = start()
    started.onmessage = ({ data }: MessageEvent<Told>) => hear(data)
    started.onerror = (event) => {
      event.preventDefault()
      end()
      giveUp(new Error(say.wordsPage.thePagesHelperBrokeDownTry(event.message ? ` (${event.message})` : '')))
    }
    return started
  }
  function hear(told: Told) {
    const one = outstanding.get(told.id)
    if (!one) return
    if (told.kind === 'progress') return one.onProgress?.(told.share)
    outstanding.delete(told.id)
    if (told.kind === 'answer') one.resolve(told.answer)
    else one.reject(new Error(told.message))
  }

  return {
    ask: (kind, ask, { signal, onProgress } = {}) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(aborted())
        const id = ++last
        outstanding.set(id, { resolve, reject, onProgress })
        worker ??= begin()
        worker.postMessage({ id, kind, ask } satisfies Asked)
        signal?.addEventListener('abort', () => {
          if (!outstanding.delete(id)) return
          worker?.postMessage({ id, cancel: true } satisfies Asked)
          reject(aborted())
        })
      }),
    close() {
      end()
      giveUp(aborted())
    },
  }
}
