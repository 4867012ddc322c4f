// The thread of one import: it has a connection of its own, so that neither the page nor a training run waits.
import { parentPort, workerData } from 'node:worker_threads'
import { UnrollError } from '../../shared/contract/errors.ts'
import { connectDatabase } from '../storage/database.ts'
import { datasetStore } from '../storage/dataset-store.ts'
import { appendThread } from './append-thread.ts'
import { importFile } from './import-file.ts'
import type { FromImport, ImportStart } from './import-messages.ts'

const PROGRESS_MILLISECONDS = 50

const { folder, task } = workerData as ImportStart
const stopper = new AbortController()
const say = (message: FromImport) => parentPort?.postMessage(message)
parentPort?.on('message', () => stopper.abort())

const database = connectDatabase(folder)
try {
  const datasets = datasetStore(database)
  let told = 0
  const dataset = await importFile(
    {
      ...datasets,
      // The rows before may wait in memory of the system; this commit takes them to the disk with it.
      finish: (...parameters) => {
        database.get('PRAGMA synchronous = FULL')
        return datasets.finish(...parameters)
      },
    },
    {
      ...task,
      signal: stopper.signal,
      sink: appendThread(folder),
      onStopped: () => say({ kind: 'stopped' }),
      onProgress: (progress) => {
        if (performance.now() - told < PROGRESS_MILLISECONDS) return
        told = performance.now()
        say({ kind: 'progress', progress })
      },
    },
  )
  say({ kind: 'done', dataset })
} catch (error) {
  if (error instanceof UnrollError) say({ kind: 'refused', error: error.toBody() })
  else say({ kind: 'broken', message: error instanceof Error ? error.message : String(error) })
} finally {
  database.close()
  parentPort?.close()
}
