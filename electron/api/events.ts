import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { ChangeEvent } from '../../shared/contract/events.ts'
import type { Services } from '../service-types.ts'

const HEARTBEAT_MILLISECONDS = 15_000

/**
 * Server-sent events. Every page keeps one such connection open; when the last one goes, the trainers that lived in
 * those pages are gone too, and the runs they trained are marked as stopped.
 */
export const events = ({ events, runs }: Pick<Services, 'events' | 'runs'>) => {
  let pages = 0
  return new Hono().get('/', (c) =>
    streamSSE(c, async (stream) => {
      pages += 1
      let send: (event: ChangeEvent | null) => void = () => {}
      const queue: (ChangeEvent | null)[] = []
      const wake = () => new Promise<void>((resolve) => (send = (event) => (queue.push(event), resolve())))
      let next = wake()
      const unsubscribe = events.subscribe((event) => send(event))
      const heartbeat = setInterval(() => send(null), HEARTBEAT_MILLISECONDS)
      stream.onAbort(() => {
        clearInterval(heartbeat)
        unsubscribe()
        pages -= 1
        if (pages === 0) runs.stopAbandoned()
        send(null)
      })
      // The first bytes tell the page that it is connected.
      await stream.write(': connected\n\n')
      while (!stream.aborted) {
        await next
        next = wake()
        for (const event of queue.splice(0)) {
          if (event) await stream.writeSSE({ data: JSON.stringify(event) })
          else await stream.write(': still here\n\n')
        }
      }
    }),
  )
}
