import type { ToTrainer } from '../../shared/contract/trainer.ts'
import { gradientOf } from './gradient-of-one.ts'
import { answer, forget, settled } from './prediction.ts'
import { RunSession } from './run-session.ts'
import type { FromWorker } from './worker-messages.ts'

/**
 * The Web Worker that owns the GPU. It trains one run at a time, and answers questions in between. Orders for a run that is
 * not the one in progress come too late and change nothing.
 */
let session: RunSession | null = null
/** Ends when the session before has ended. */
let turn: Promise<void> = Promise.resolve()

const post = (message: FromWorker) => {
  if (message.kind === 'metrics') self.postMessage(message, { transfer: [message.values.buffer] })
  else if (message.kind === 'gradient')
    self.postMessage(message, { transfer: message.gradients.map(({ values }) => values.buffer) })
  else self.postMessage(message)
}

self.onmessage = ({ data }: MessageEvent<ToTrainer>) => {
  const active = session?.run === data.run ? session : null
  switch (data.kind) {
    case 'train':
      return active ? active.control.resume() : begin(data, null)
    case 'step':
      return active ? active.control.step() : begin(data, 1)
    case 'pause':
      return active?.control.pause()
    case 'resume':
      return active?.control.resume()
    case 'stop':
      return active?.control.stop()
    case 'predict':
      return void answer(data, session?.ready ?? null).then(post)
    case 'gradient':
      return void gradientOf(data, session?.ready ?? null).then(post)
    case 'forget':
      return forget(data.run)
  }
}

/** Starts a run; one that is still in progress is stopped first, and written to its end. */
function begin({ run, device, threads }: Extract<ToTrainer, { kind: 'train' | 'step' }>, steps: number | null): void {
  session?.control.stop()
  const started = (session = new RunSession({ run, device, threads, steps, post }))
  const answered = settled()
  turn = turn.then(async () => {
    await answered
    await started.train()
    if (session === started) session = null
  })
}
