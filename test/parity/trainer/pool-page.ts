import type { FromTrainer, ToTrainer } from '../../../shared/contract/trainer.ts'
import { openTrainerPool } from '../../../renderer/trainer/trainer-pool.ts'

const endings = new Set<FromTrainer['kind']>(['finished', 'stopped', 'diverged', 'failed'])

/** Trains runs side by side, or each after the end of the last; gives back how they ended and how many trained at most at once. */
export async function train(
  runs: string[],
  sideBySide: boolean,
): Promise<{ endings: Record<string, string>; atOnce: number }> {
  const ended: Record<string, string> = {}
  const waiting = new Map<string, () => void>()
  const training = new Set<string>()
  let atOnce = 0
  const pool = openTrainerPool((message) => {
    if (message.kind === 'starting') training.add(message.run)
    atOnce = Math.max(atOnce, training.size)
    if (!endings.has(message.kind)) return
    training.delete(message.run)
    ended[message.run] = message.kind === 'failed' ? message.message : message.kind
    waiting.get(message.run)?.()
  })
  const order = (run: string): ToTrainer => ({ kind: 'train', run, device: 'wasm', ...(sideBySide && { threads: 1 }) })
  const begin = (run: string) =>
    new Promise<void>((resolve) => {
      waiting.set(run, resolve)
      pool.post(order(run))
    })
  if (sideBySide) await Promise.all(runs.map(begin))
  else for (const run of runs) await begin(run)
  pool.close()
  return { endings: ended, atOnce }
}
