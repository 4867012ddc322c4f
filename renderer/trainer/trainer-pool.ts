import type { FromTrainer } from '../../shared/contract/trainer.ts'
import { openTrainer } from './open-trainer.ts'
import type { Trainer } from './open-trainer.ts'

interface Member {
  trainer: Trainer
  /** Threads it may use on WebAssembly; it has no more than it was begun with. */
  threads: number | undefined
  /** What it trains or keeps paused; null: free for another run. */
  run: string | null
}

/**
 * As many trainers as runs train side by side, behind the handle of one. A run keeps its trainer to its end; the trainer
 * then takes the next run, since its device is warm and its data there. One free trainer is kept, the newest.
 * @param open makes a trainer; replaced in tests.
 */
export function openTrainerPool(onMessage: (message: FromTrainer) => void, open = openTrainer): Trainer {
  const members: Member[] = []

  function add(threads?: number): Member {
    const member: Member = { run: null, threads, trainer: open((message) => hear(member, message)) }
    members.push(member)
    return member
  }

  function hear(member: Member, message: FromTrainer) {
    const over = endings.has(message.kind) && message.run === member.run
    // Free at once: whoever hears of the end may start the next run.
    if (over) member.run = null
    onMessage(message)
    if (over) closeSpare()
  }

  function closeSpare() {
    for (const spare of members.filter(({ run }) => run === null).slice(0, -1)) {
      spare.trainer.close()
      members.splice(members.indexOf(spare), 1)
    }
  }

  /** A free trainer for so many threads: one that has fewer will not do. */
  function free(threads?: number): Member {
    const fit = members.find((one) => one.run === null && (one.threads === undefined || one.threads === threads))
    return fit ?? add(threads)
  }

  return {
    post(message) {
      const member = members.find(({ run }) => run === message.run)
      switch (message.kind) {
        case 'train':
        case 'step': {
          const taken = member ?? free(message.threads)
          taken.run = message.run
          return taken.trainer.post(message)
        }
        // Whichever trainer has read the run's weights.
        case 'forget':
          return members.forEach(({ trainer }) => trainer.post(message))
        case 'predict':
        case 'gradient':
          return (member ?? free()).trainer.post(message)
        default:
          return member?.trainer.post(message)
      }
    },
    close() {
      for (const { trainer } of members.splice(0)) trainer.close()
    },
  }
}

const endings = new Set<FromTrainer['kind']>(['stopped', 'finished', 'diverged', 'failed'])
