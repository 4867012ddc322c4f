import { monitorEventLoopDelay } from 'node:perf_hooks'

export interface Action {
  name: string
  ms: number
  /** Longest time that the event loop of the host was held up meanwhile, in ms. */
  longestPause: number
  note: string
}
/** Times some work; the work answers what came of it. */
export type Clock = (name: string, work: () => Promise<string>) => Promise<void>

const TURN = 2
/** So that a pause at the beginning or the end is seen too. */
const turns = () => new Promise((resolve) => setTimeout(resolve, 3 * TURN))

export function openClock(): { time: Clock; actions: Action[] } {
  const actions: Action[] = []
  return {
    actions,
    async time(name, work) {
      const delay = monitorEventLoopDelay({ resolution: TURN })
      delay.enable()
      await turns()
      const began = performance.now()
      const note = await work()
      const ms = performance.now() - began
      await turns()
      delay.disable()
      actions.push({ name, ms, note, longestPause: Math.max(0, delay.max / 1e6 - TURN) })
    },
  }
}
