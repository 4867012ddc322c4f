import { Worker, parentPort, workerData } from 'node:worker_threads'
import type { ResourceLimits, Transferable } from 'node:worker_threads'
import { UnrollError } from '../shared/contract/errors.ts'
import type { ErrorBody } from '../shared/contract/errors.ts'

/** What a thread can be asked for: by name, what it takes, tells on its way, and answers. */
export type CallTable = Record<string, { takes: unknown; tells: unknown; answers: unknown }>

type Name<Calls> = keyof Calls & string
type ToThread = { call: number; name: string; takes: unknown } | { call: number; stop: true } | 'end'
type FromThread =
  | { call: number; tells: unknown }
  | { call: number; answers: unknown }
  | { call: number; refused: ErrorBody }
  | { call: number; stopped: true }
  | { call: number; broken: string }

export interface CallOptions<News> {
  /** Ends the work soon; the call then throws an AbortError. */
  signal?: AbortSignal
  onNews?: (news: News) => void
}

/** A thread that answers calls, several at a time. */
export interface CallThread<Calls extends CallTable> {
  /** @throws {UnrollError} as the work does. @throws {Error} what broke. @throws {DOMException} AbortError */
  call<N extends Name<Calls>>(
    name: N,
    takes: Calls[N]['takes'],
    options?: CallOptions<Calls[N]['tells']>,
  ): Promise<Calls[N]['answers']>
  /** Resolves when the thread has ended. What it still does is stopped; with `atOnce`, in the middle: for one that only reads. */
  close(options?: { atOnce?: boolean }): Promise<void>
}

interface Pending {
  resolve: (answer: unknown) => void
  reject: (error: Error) => void
  onNews?: (news: unknown) => void
}

/** A thread is started by its first call, and again by the next one should it break. */
export function callThread<Calls extends CallTable>(
  file: URL,
  start: unknown,
  resourceLimits: ResourceLimits,
): CallThread<Calls> {
  const pending = new Map<number, Pending>()
  let thread: Worker | null = null
  let [calls, closed] = [0, false]

  function open(): Worker {
    const opened = new Worker(file, { workerData: start, resourceLimits })
    // Whoever waits for an answer keeps the process alive, not the thread.
    opened.unref()
    opened.on('message', hear)
    opened.on('error', (error) => lose(opened, error instanceof Error ? error : new Error(String(error))))
    opened.on('exit', () => lose(opened, new Error('a thread ended on its own')))
    return opened
  }
  function lose(lost: Worker, error: Error) {
    if (lost !== thread) return
    thread = null
    for (const [call, { reject }] of pending) {
      pending.delete(call)
      reject(error)
    }
  }
  function hear(message: FromThread) {
    const asked = pending.get(message.call)
    if (!asked) return
    if ('tells' in message) return asked.onNews?.(message.tells)
    pending.delete(message.call)
    if (pending.size === 0) thread?.unref()
    if ('answers' in message) asked.resolve(message.answers)
    else if ('refused' in message) {
      const { code, message: words, detail } = message.refused
      asked.reject(new UnrollError(code, words, detail))
    } else if ('stopped' in message) asked.reject(stopped())
    else asked.reject(new Error(message.broken))
  }
  const post = (message: ToThread) => thread?.postMessage(message)

  return {
    call(name, takes, { signal, onNews } = {}) {
      if (closed || signal?.aborted) return Promise.reject(stopped())
      thread ??= open()
      thread.ref()
      const call = calls++
      // Whoever gave up waits no longer, however far the work is from its next look at the signal.
      const stop = () => {
        post({ call, stop: true })
        pending.get(call)?.reject(stopped())
        pending.delete(call)
        if (pending.size === 0) thread?.unref()
      }
      signal?.addEventListener('abort', stop)
      return new Promise<unknown>((resolve, reject) => {
        pending.set(call, { resolve, reject, onNews })
        post({ call, name, takes })
      }).finally(() => signal?.removeEventListener('abort', stop))
    },
    async close({ atOnce = false } = {}) {
      closed = true
      const open = thread
      if (!open) return
      const ended = new Promise((resolve) => open.once('exit', resolve))
      open.ref()
      for (const { reject } of pending.values()) reject(stopped())
      pending.clear()
      if (atOnce) await open.terminate()
      else post('end')
      await ended
    },
  }
}

export const stopped = () => new DOMException('The work was stopped: nobody waits for it any more.', 'AbortError')

/** What a call's work gets besides what it takes. */
export interface CallContext<News> {
  signal: AbortSignal
  tell: (news: News, transfer?: Transferable[]) => void
  /** Buffers of the answer that change hands instead of being copied. */
  handOver: (...buffers: Transferable[]) => void
}

export type CallHandlers<Calls extends CallTable> = {
  [N in Name<Calls>]: (
    takes: Calls[N]['takes'],
    context: CallContext<Calls[N]['tells']>,
  ) => Calls[N]['answers'] | Promise<Calls[N]['answers']>
}

/** What the thread was started with. */
export const startOfThread = <Start>(): Start => workerData as Start

/** The thread's side. `onEnd` runs when the host wants the thread to end, after the work in progress has stopped. */
export function answerCalls<Calls extends CallTable>(handlers: CallHandlers<Calls>, onEnd: () => void): void {
  const port = parentPort
  if (!port) throw new Error('answerCalls: this is no thread')
  const running = new Map<number, { stopper: AbortController; done: Promise<void> }>()
  const say = (message: FromThread, transfer: Transferable[] = []) => port.postMessage(message, transfer)

  async function work(call: number, name: Name<Calls>, takes: unknown, signal: AbortSignal) {
    try {
      const given: Transferable[] = []
      const answers = await handlers[name](takes, {
        signal,
        tell: (tells: unknown, transfer?: Transferable[]) => say({ call, tells }, transfer),
        handOver: (...buffers) => void given.push(...buffers),
      })
      say({ call, answers }, given)
    } catch (error) {
      if (error instanceof UnrollError) say({ call, refused: error.toBody() })
      else if (signal.aborted) say({ call, stopped: true })
      else say({ call, broken: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    }
  }
  async function end() {
    for (const { stopper } of running.values()) stopper.abort()
    await Promise.all([...running.values()].map(({ done }) => done))
    onEnd()
    port?.close()
  }
  port.on('message', (message: ToThread) => {
    if (message === 'end') return void end()
    if ('stop' in message) return running.get(message.call)?.stopper.abort()
    const stopper = new AbortController()
    const done = work(message.call, message.name, message.takes, stopper.signal)
    running.set(message.call, { stopper, done })
    void done.then(() => running.delete(message.call))
  })
}
