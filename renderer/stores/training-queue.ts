import type { FromTrainer } from '../../shared/contract/trainer.ts'

/** What a trainer is doing with a run. The '-ing' states wait for its answer. */
export type ActiveState = 'starting' | 'running' | 'pausing' | 'paused' | 'stepping' | 'stopping'

export interface ActiveRun {
  readonly run: string
  readonly state: ActiveState
}

/** The runs that train now, in the order in which they began, and those that wait for a place. */
export interface Queue {
  readonly active: readonly ActiveRun[]
  readonly waiting: readonly string[]
  /** All were paused, or make single steps: who waits does not begin before the user goes on. */
  readonly held: boolean
}

export const emptyQueue: Queue = { active: [], waiting: [], held: false }

/** How many runs may train side by side. */
export interface Places {
  readonly count: number
  /** True for a run that shares the machine with no other: one on the GPU. */
  alone(run: string): boolean
}

/** What the user asks for. `runs` are trained in that order, after what is queued already. */
export type QueueRequest =
  | { kind: 'train'; runs: readonly string[] }
  /** One step of every paused run; when nothing trains, of those of `runs` for which there are places. */
  | { kind: 'step'; runs: readonly string[] }
  /** One run, or all of them. */
  | { kind: 'pause'; run?: string }
  | { kind: 'resume'; run?: string }
  /** Ends the active runs and empties the queue. */
  | { kind: 'stop-all' }
  /** Takes a run out of the queue, wherever it stands. */
  | { kind: 'drop'; run: string }

export type Command = { kind: 'train' | 'step' | 'pause' | 'resume' | 'stop'; run: string }

export interface Outcome {
  queue: Queue
  /** For the trainers, in this order. */
  commands: Command[]
}

const unchanged = (queue: Queue): Outcome => ({ queue, commands: [] })

/** What follows from a request. A request that makes no sense in this state changes nothing. */
export function request(queue: Queue, asked: QueueRequest, places: Places): Outcome {
  const { active, waiting } = queue
  switch (asked.kind) {
    case 'train':
      return fill({ ...queue, waiting: added(queue, asked.runs) }, places)
    case 'step':
      if (active.length > 0) return turn(queue, (state) => state === 'paused', 'stepping', 'step')
      return hold(fill({ ...queue, waiting: added(queue, asked.runs), held: false }, places, 'step'))
    case 'pause': {
      const paused = turn(queue, (state) => state === 'running' || state === 'starting', 'pausing', 'pause', asked.run)
      return asked.run === undefined && active.length > 0 ? hold(paused) : paused
    }
    case 'resume': {
      const { queue: next, commands } = turn(queue, (state) => state === 'paused', 'running', 'resume', asked.run)
      const allGoOn = asked.run === undefined || !next.active.some(({ state }) => resting.has(state))
      if (!allGoOn) return { queue: next, commands }
      const filled = fill({ ...next, held: false }, places)
      return { queue: filled.queue, commands: [...commands, ...filled.commands] }
    }
    case 'stop-all':
      return turn({ ...queue, waiting: [], held: false }, (state) => state !== 'stopping', 'stopping', 'stop')
    case 'drop': {
      if (!active.some(({ run }) => run === asked.run))
        return unchanged(settled({ ...queue, waiting: waiting.filter((run) => run !== asked.run) }))
      // With the last paused run the pause is over: the next one begins when it has ended.
      const held = queue.held && active.length > 1
      return turn({ ...queue, held }, (state) => state !== 'stopping', 'stopping', 'stop', asked.run)
    }
  }
}

/** What follows from a message of a trainer. Late words of a run that is no longer active change nothing. */
export function hear(queue: Queue, message: FromTrainer, places: Places): Outcome {
  const known = queue.active.find(({ run }) => run === message.run)
  if (!known) return unchanged(queue)
  switch (message.kind) {
    case 'running':
      return unchanged(known.state === 'starting' ? put(queue, known.run, 'running') : queue)
    case 'paused':
      return unchanged(known.state === 'stopping' ? queue : put(queue, known.run, 'paused'))
    // Which device it is decides who may train beside it.
    case 'device':
      return fill(queue, places)
    case 'stopped':
    case 'finished':
    case 'diverged':
    case 'failed':
      return fill(settled({ ...queue, active: queue.active.filter((one) => one !== known) }), places)
    default:
      return unchanged(queue)
  }
}

/** What all of them do, for the buttons that steer all; null when there is nothing to steer. */
export function overall({ active, waiting }: Queue): ActiveState | null {
  const states = active.map(({ state }) => state)
  if (states.length === 0) return waiting.length > 0 ? 'paused' : null
  if (states.every((state) => state === 'stopping')) return 'stopping'
  const first = (['pausing', 'stepping', 'running', 'starting'] as const).find((state) => states.includes(state))
  return first ?? 'paused'
}

const resting: ReadonlySet<ActiveState> = new Set(['paused', 'pausing', 'stepping'])

/** Runs begin in their order as long as there are places for them. */
function fill(queue: Queue, { count, alone }: Places, kind: 'train' | 'step' = 'train'): Outcome {
  let { active, waiting } = queue
  const commands: Command[] = []
  while (!queue.held && waiting.length > 0) {
    const [run, ...rest] = waiting
    const fits = active.length < count && !alone(run) && !active.some((one) => alone(one.run))
    if (active.length > 0 && !fits) break
    active = [...active, { run, state: kind === 'train' ? 'starting' : 'stepping' }]
    waiting = rest
    commands.push({ kind, run })
  }
  return { queue: { ...queue, active, waiting }, commands }
}

/** Brings the active runs in such a state (all, or the one named) into another, with a command to their trainers. */
function turn(
  queue: Queue,
  from: (state: ActiveState) => boolean,
  to: ActiveState,
  kind: Command['kind'],
  only?: string,
): Outcome {
  const turned = queue.active.filter(({ run, state }) => from(state) && (only === undefined || run === only))
  return {
    queue: { ...queue, active: queue.active.map((one) => (turned.includes(one) ? { ...one, state: to } : one)) },
    commands: turned.map(({ run }) => ({ kind, run })),
  }
}

const put = (queue: Queue, run: string, state: ActiveState): Queue => ({
  ...queue,
  active: queue.active.map((one) => (one.run === run ? { run, state } : one)),
})

const added = ({ active, waiting }: Queue, runs: readonly string[]): string[] => [
  ...new Set([...waiting, ...runs.filter((run) => !active.some((one) => one.run === run))]),
]

const hold = ({ queue, commands }: Outcome): Outcome => ({ queue: settled({ ...queue, held: true }), commands })

/** An empty queue holds nobody back. */
const settled = (queue: Queue): Queue => (queue.active.length === 0 && queue.waiting.length === 0 ? emptyQueue : queue)
