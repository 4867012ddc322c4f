// The thread that writes the rows of one import while another reads on.
import { parentPort, workerData } from 'node:worker_threads'
import { UnrollError } from '../../shared/contract/errors.ts'
import { connectDatabase } from '../storage/database.ts'
import { datasetStore } from '../storage/dataset-store.ts'
import type { AppendStart, FromAppend, ToAppend } from './append-thread.ts'

const { folder } = workerData as AppendStart
const database = connectDatabase(folder)
const datasets = datasetStore(database)
const say = (answer: FromAppend) => parentPort?.postMessage(answer)

parentPort?.on('message', (message: ToAppend | 'end') => {
  if (message === 'end') {
    database.close()
    parentPort?.close()
    return
  }
  try {
    datasets.appendBlock(message.target, message.block, message.refused)
    say({ kind: 'written' })
  } catch (error) {
    if (error instanceof UnrollError) say({ kind: 'refused', error: error.toBody() })
    else say({ kind: 'broken', message: error instanceof Error ? error.message : String(error) })
  }
})
