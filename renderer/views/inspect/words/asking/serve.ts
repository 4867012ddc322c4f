import { messageOf } from '../../../../api.ts'
import type { Asked, Catalogue, Handlers, Told, Work } from './protocol.ts'

/** Work goes on for so long before messages are looked at: short enough for a cancelled question to end at once. */
const TURN_MS = 25

/** What a worker is served through; replaced in tests. */
export interface Post {
  post(message: Told): void
  /** Resolves in a later task, when messages that have come in have been heard. */
  rest(): Promise<void>
  now(): number
}

/** Answers questions one after the other, in the order they came. @returns what hears the page's messages. */
export function serve<Q extends Catalogue<Q>>(
  handlers: Handlers<Q>,
  { post, rest, now }: Post,
): (asked: Asked) => void {
  const waiting = new Map<number, { kind: string; ask: unknown }>()
  const cancelled = new Set<number>()
  let active: number | null = null

  async function workOn(id: number, work: Work<unknown>): Promise<void> {
    let began = now()
    for (;;) {
      const step = await work.next()
      if (cancelled.has(id)) return void (await work.return(undefined))
      if (step.done) return post({ id, kind: 'answer', answer: step.value })
      if (now() - began < TURN_MS) continue
      post({ id, kind: 'progress', share: step.value })
      await rest()
      began = now()
    }
  }

  async function begin(): Promise<void> {
    if (active !== null) return
    for (let next = waiting.entries().next(); !next.done; next = waiting.entries().next()) {
      const [id, { kind, ask }] = next.value
      active = id
      waiting.delete(id)
      try {
        const handler = handlers[kind as keyof Q] as ((ask: unknown) => Work<unknown>) | undefined
        if (!handler) throw new RangeError(`no answer is known to '${kind}'`)
        await workOn(id, handler(ask))
      } catch (error) {
        if (!cancelled.has(id)) post({ id, kind: 'failed', message: messageOf(error) })
      }
      cancelled.delete(id)
      await rest()
    }
    active = null
  }

  return (asked) => {
    if ('cancel' in asked) {
      if (!waiting.delete(asked.id) && active === asked.id) cancelled.add(asked.id)
      return
    }
    waiting.set(asked.id, asked)
    void begin()
  }
}

/** The same in a Web Worker. */
export function serveHere<Q extends Catalogue<Q>>(handlers: Handlers<Q>): void {
  const hear = serve(handlers, {
    post: (message) => self.postMessage(message),
    rest: () => new Promise((resolve) => setTimeout(resolve)),
    now: () => performance.now(),
  })
  self.onmessage = ({ data }: MessageEvent<Asked>) => hear(data)
}
