import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { UnrollError } from '../../shared/contract/errors.ts'
import type { ErrorBody } from '../../shared/contract/errors.ts'
import type { OpenDataset } from '../storage/dataset-store.ts'
import { buffersOf } from './row-block.ts'
import type { RowBlock } from './row-block.ts'
import type { KeptRefusal } from './row-gatherer.ts'
import { threadLimits, workerFile } from './worker-file.ts'

export interface AppendStart {
  /** The data folder. */
  folder: string
}

export interface ToAppend {
  target: OpenDataset
  block: RowBlock | null
  refused: readonly KeptRefusal[]
}

export type FromAppend =
  { kind: 'written' } | { kind: 'refused'; error: ErrorBody } | { kind: 'broken'; message: string }

/** Where an import puts its rows: in order, all or an error. */
export interface RowSink {
  append(target: OpenDataset, block: RowBlock | null, refused: readonly KeptRefusal[]): void | Promise<void>
  /** Resolves when nothing is being written any more; what could not be written is thrown by the next `append` or `end`. */
  end(): void | Promise<void>
}

/** Blocks of 2 MiB that may wait for the writer: enough that reading goes on during a checkpoint, few enough for the memory. */
const WAITING = 8

/** A sink that writes in a thread of its own. */
export function appendThread(folder: string): RowSink {
  const start: AppendStart = { folder }
  const thread = new Worker(workerFile('append-worker'), { workerData: start, resourceLimits: threadLimits })
  let waiting = 0
  let failure: Error | null = null
  let heard: (() => void) | null = null
  const hear = (error: Error | null) => {
    failure ??= error
    heard?.()
  }
  thread.on('message', (message: FromAppend) => {
    waiting -= 1
    if (message.kind === 'written') hear(null)
    else if (message.kind === 'refused')
      hear(new UnrollError(message.error.code, message.error.message, message.error.detail))
    else hear(new Error(message.message))
  })
  thread.on('error', (error) => hear(error instanceof Error ? error : new Error(String(error))))
  const until = async (fits: () => boolean) => {
    while (!fits() && !failure) await new Promise<void>((resolve) => (heard = resolve))
    if (failure) throw failure
  }
  return {
    async append(target, block, refused) {
      await until(() => waiting < WAITING)
      waiting += 1
      const message: ToAppend = { target, block, refused }
      thread.postMessage(message, block ? buffersOf(block) : [])
    },
    async end() {
      const ended = once(thread, 'exit')
      try {
        await until(() => waiting === 0)
      } finally {
        thread.postMessage('end')
        await ended
      }
    },
  }
}
