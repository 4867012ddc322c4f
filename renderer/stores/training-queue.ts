import type { FromTrainer, ToTrainer } from '../../shared/contract/trainer.ts'

/** What the trainer is doing with the run at the head of the queue. The '-ing' states wait for its answer. */
export type ActiveState = 'starting' | 'running' | 'pausing' | 'paused' | 'stepping' | 'stopping'

/**
 * The runs that train one after the other. There is one trainer and it trains one run at a time, so that models are
 * timed alike and the GPU's memory holds one of them.
 */
export interface Queue {
  readonly active: { readonly run: string; readonly state: ActiveState } | null
  readonly waiting: readonly string[]
}

export const emptyQueue: Queue = { active: null, waiting: [] }

/** What the user asks for. `runs` are trained in that order, after what is queued already. */
export type QueueRequest =
  | { kind: 'train'; runs: readonly string[] }
  | { kind: 'step'; runs: readonly string[] }
  | { kind: 'pause' }
  | { kind: 'resume' }
  /** Ends the active run at its last step; the others wait on. */
  | { kind: 'stop' }
  /** Ends the active run and empties the queue. */
  | { kind: 'stop-all' }
  /** Takes a run out of the queue, wherever it stands. */
  | { kind: 'drop'; run: string }

type Command = { kind: 'train' | 'step' | 'pause' | 'resume' | 'stop'; run: string }

interface Outcome {
  queue: Queue
  /** For the trainer, in this order. */
  commands: Command[]
}

const unchanged = (queue: Queue): Outcome => ({ queue, commands: [] })

/** What follows from a request. A request that makes no sense in this state changes nothing. */
export function request(queue: Queue, asked: QueueRequest): Outcome {
  const { active, waiting } = queue
  switch (asked.kind) {
    case 'train':
    case 'step': {
      if (active?.state === 'paused' && asked.kind === 'step')
        return {
          queue: { ...queue, active: { ...active, state: 'stepping' } },
          commands: [{ kind: 'step', run: active.run }],
        }
      if (active && asked.kind === 'step') return unchanged(queue)
      const added = [...new Set(asked.runs)].filter((run) => run !== active?.run && !waiting.includes(run))
      const [next, ...rest] = [...waiting, ...added]
      if (active) return unchanged({ active, waiting: next ? [next, ...rest] : [] })
      return next ? begin(next, rest, asked.kind) : unchanged(queue)
    }
    case 'pause':
      if (active?.state !== 'running' && active?.state !== 'starting') return unchanged(queue)
      return {
        queue: { ...queue, active: { ...active, state: 'pausing' } },
        commands: [{ kind: 'pause', run: active.run }],
      }
    case 'resume':
      if (active?.state !== 'paused') return unchanged(queue)
      return {
        queue: { ...queue, active: { ...active, state: 'running' } },
        commands: [{ kind: 'resume', run: active.run }],
      }
    case 'stop-all':
    case 'stop': {
      const left = asked.kind === 'stop' ? waiting : []
      if (!active || active.state === 'stopping') return unchanged({ active, waiting: left })
      return {
        queue: { active: { ...active, state: 'stopping' }, waiting: left },
        commands: [{ kind: 'stop', run: active.run }],
      }
    }
    case 'drop':
      if (active?.run === asked.run) return request(queue, { kind: 'stop' })
      return unchanged({ active, waiting: waiting.filter((run) => run !== asked.run) })
  }
}

/** What follows from a message of the trainer. Late words of a run that is no longer active change nothing. */
export function hear(queue: Queue, message: FromTrainer): Outcome {
  const { active, waiting } = queue
  if (!active || message.run !== active.run) return unchanged(queue)
  switch (message.kind) {
    case 'running':
      if (active.state === 'starting') return unchanged({ ...queue, active: { ...active, state: 'running' } })
      return unchanged(queue)
    case 'paused':
      if (active.state === 'stopping') return unchanged(queue)
      return unchanged({ ...queue, active: { ...active, state: 'paused' } })
    case 'stopped':
    case 'finished':
    case 'diverged':
    case 'failed': {
      const [next, ...rest] = waiting
      return next ? begin(next, rest, 'train') : unchanged(emptyQueue)
    }
    default:
      return unchanged(queue)
  }
}

const begin = (run: string, waiting: readonly string[], kind: 'train' | 'step'): Outcome => ({
  queue: { active: { run, state: kind === 'train' ? 'starting' : 'stepping' }, waiting },
  commands: [{ kind, run }],
})

/** The message for a command; only those that may start a run name a device. */
export const toTrainer = (command: Command, device: Extract<ToTrainer, { kind: 'train' }>['device']): ToTrainer =>
  command.kind === 'train' || command.kind === 'step'
    ? { kind: command.kind, run: command.run, device }
    : { kind: command.kind, run: command.run }
