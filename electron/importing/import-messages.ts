import type { Dataset } from '../../shared/contract/dataset.ts'
import type { ErrorBody } from '../../shared/contract/errors.ts'
import type { ImportTask } from './import-file.ts'

/** What the thread of an import is given: the task without what cannot cross. */
export interface ImportStart {
  /** The data folder. */
  folder: string
  task: Omit<ImportTask, 'signal' | 'onProgress' | 'onStopped' | 'sink'>
}

/** What the thread says. The other way there is one word only: any message cancels. */
export type FromImport =
  | { kind: 'progress'; progress: Parameters<ImportTask['onProgress']>[0] }
  | { kind: 'stopped' }
  | { kind: 'done'; dataset: Dataset }
  | { kind: 'refused'; error: ErrorBody }
  | { kind: 'broken'; message: string }
