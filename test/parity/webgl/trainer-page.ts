import { openTrainer } from '../../../renderer/trainer/open-trainer.ts'
import type { Trainer } from '../../../renderer/trainer/open-trainer.ts'
import type { FromTrainer, ToTrainer } from '../../../shared/contract/trainer.ts'

/** The page's side of the trainer, with everything that it hears kept in order. */
let trainer: Trainer | null = null
let heard: FromTrainer[] = []
const waiting: (() => void)[] = []

export function open(): void {
  trainer?.close()
  heard = []
  trainer = openTrainer((message) => {
    heard.push(message)
    for (const look of waiting.splice(0)) look()
  })
}

export const post = (message: ToTrainer): void => trainer?.post(message)

/** Waits for the next message of one of these kinds from number `from` on; gives it with the number after it. */
export async function until(
  kinds: FromTrainer['kind'][],
  from: number,
): Promise<{ message: FromTrainer; next: number }> {
  for (;;) {
    const at = heard.findIndex((message, n) => n >= from && kinds.includes(message.kind))
    if (at >= 0) return { message: plain(heard[at]), next: at + 1 }
    await new Promise<void>((resolve) => waiting.push(resolve))
  }
}

/** All messages so far. */
export const all = (): FromTrainer[] => heard.map(plain)

/** Typed arrays do not cross to the test as JSON. */
const plain = (message: FromTrainer): FromTrainer =>
  message.kind === 'metrics' ? ({ ...message, values: Array.from(message.values) } as unknown as FromTrainer) : message
