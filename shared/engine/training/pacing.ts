/** Hands the thread back to whoever waits (messages, timers, painting) without the 4 ms that browsers add to setTimeout. */
export interface Pacer {
  /** Waits for one turn of the event loop when the last one is more than a few milliseconds ago. */
  breathe(): Promise<void>
  close(): void
}

/** Short enough that messages to a worker are answered within a frame. */
const LONGEST_BREATH_MS = 8

interface Port {
  postMessage(message: unknown): void
  close(): void
  onmessage: (() => void) | null
}
interface EventLoop {
  setImmediate?: (callback: () => void) => unknown
  MessageChannel?: new () => { port1: Port; port2: Port }
}

export function openPacer(): Pacer {
  const { turn, close } = openTurns(globalThis as EventLoop)
  let last = performance.now()
  return {
    async breathe() {
      if (performance.now() - last < LONGEST_BREATH_MS) return
      await turn()
      last = performance.now()
    },
    close,
  }
}

/** Node has setImmediate, browsers have message ports; either lets other events run first. */
function openTurns({ setImmediate, MessageChannel }: EventLoop): { turn: () => Promise<void>; close: () => void } {
  if (setImmediate) return { turn: () => new Promise<void>((resolve) => void setImmediate(resolve)), close: () => {} }
  if (!MessageChannel)
    return { turn: () => new Promise<void>((resolve) => void setTimeout(resolve, 0)), close: () => {} }
  const { port1, port2 } = new MessageChannel()
  const waiting: (() => void)[] = []
  port1.onmessage = () => waiting.shift()?.()
  const turn = () =>
    new Promise<void>((resolve) => {
      waiting.push(resolve)
      port2.postMessage(null)
    })
  return { turn, close: () => port1.close() }
}
