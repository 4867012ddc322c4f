// The thread that writes the rows of one import while another reads on.
import { parentPort, workerData } from 'node:worker_threads'
import { UnrollError } from '../../shared/contract/errors.ts'
import { connectDatabase } from '../storage/database.ts'
import { datasetStore } from '../storage/dataset-store.ts'
import type { AppendStart, FromAppend, RowBatch } from './append-thread.ts'

const { folder } = workerData as AppendStart
const database = connectDatabase(folder)
const datasets = datasetStore(database)
const say = (message: FromAppend) => parentPort?.postMessage(message)

parentPort?.on('message', (batch: RowBatch | 'end') => {
  if (batch === 'end') {
    database.close()
    parentPort?.close()
    return
  }
  const { target, first, refused } = batch
  const rows = batch.texts.map((text, n) => ({
    ...{ id: first + n, text, line: batch.lines[n], label: batch.labels[n] },
    ...{ originalLabel: batch.originalLabels[n], part: batch.parts[n] },
  }))
  try {
    datasets.append(target, rows, refused)
    say({ kind: 'written' })
  } catch (error) {
    if (error instanceof UnrollError) say({ kind: 'refused', error: error.toBody() })
    else say({ kind: 'broken', message: error instanceof Error ? error.message : String(error) })
  }
})
