import type { About, Settings } from '../shared/contract/settings.ts'
import type { ChangeEvent } from '../shared/contract/events.ts'
import type {
  Dataset,
  ImportOptions,
  ImportPreview,
  ImportState,
  MendedReading,
  MendedRow,
  PreviewRequest,
  RefusedRow,
  RowsPage,
} from '../shared/contract/dataset.ts'
import type { ImportChecks } from '../shared/contract/import-checks.ts'
import type {
  CreateExperiment,
  EpochRecord,
  Experiment,
  ExperimentPlan,
  ExperimentSummary,
  Run,
  RunUpdate,
  VocabularyWords,
} from '../shared/contract/experiment.ts'
import type { EncodedPart } from '../shared/contract/encoded.ts'
import type { MetricTable } from '../shared/contract/metrics.ts'
import type { SnapshotInfo } from '../shared/contract/snapshots.ts'
import type { Part } from '../shared/contract/dataset.ts'
import type { RecipeService } from './experiments/recipe-service.ts'
import type { VerdictService } from './experiments/verdict-service.ts'
import type { EditService } from './editing/edit-service.ts'
import type { DeletedStore } from './storage/deleted-store.ts'
import type { LabStore } from './storage/lab-store.ts'
import type { LogFile } from './storage/log-file.ts'
import type { LessonStore } from './storage/lesson-store.ts'
import type { WriteTurns } from './storage/write-turns.ts'

/**
 * What every host (Electron, browser, terminal) can do with a data folder. The methods mirror the routes of
 * ARCHITECTURE.md. Whatever a person can cause is thrown as an UnrollError; anything else is a bug.
 */
export interface Services {
  about(host?: About['host']): About
  settings: SettingsService
  datasets: DatasetService
  edits: EditService
  imports: ImportService
  experiments: ExperimentService
  runs: RunService
  /** What runs say of the rows of their data sets. */
  verdicts: VerdictService
  labs: LabStore
  /** Vocabularies of data sets. */
  recipes: RecipeService
  files: ExperimentFileService
  log: LogFile
  lessons: LessonStore
  deleted: DeletedStore
  events: EventHub
  /** What changes something waits for `free`, see storage/write-turns.ts. */
  writing: Pick<WriteTurns, 'free'>
  /** Stops imports, marks this process's running runs as stopped and closes the database. Safe to call twice. */
  close(): Promise<void>
}

export interface EventHub {
  /** Returns the function that ends the subscription. */
  subscribe(listener: (event: ChangeEvent) => void): () => void
  emit(event: ChangeEvent): void
}

export interface SettingsService {
  read(): Settings
  update(changes: Partial<Settings>): Settings
}

/** A plain window by id, as a program reads rows one after the other; windows for people are `edits.rows`. */
export interface RowsQuery {
  offset?: number
  limit?: number
  search?: string
  label?: number
  /** Absent: as they are now. */
  revision?: number
}

export interface DatasetService {
  list(): Dataset[]
  read(id: string): Dataset
  rename(id: string, name: string): Dataset
  /** Hides; `restore` undoes. */
  remove(id: string): Dataset
  restore(id: string): Dataset
  rows(id: string, query?: RowsQuery): RowsPage
  refused(id: string): RefusedRow[]
}

/** Bytes of an import: a file on this machine, read where it lies, or a stream, kept in the data folder until the end. */
export type ImportSource = string | AsyncIterable<Uint8Array>

export interface ImportService {
  /** @throws {UnrollError} file-empty, file-binary, file-too-large, file-unreadable, disk-full */
  open(fileName: string, source: ImportSource): Promise<ImportPreview>
  /** One more file of the same data set, with label and part by file; answers the preview of all. */
  add(id: string, fileName: string, source: ImportSource): Promise<ImportPreview>
  state(id: string): ImportState
  /** The preview as last made. */
  lastPreview(id: string): ImportPreview
  preview(id: string, request: PreviewRequest): Promise<ImportPreview>
  /** Looks at every row with these options, in a thread of its own; what is known so far. `import-checks` events tell of more. */
  check(id: string, options: ImportOptions): Promise<ImportChecks>
  checks(id: string): ImportChecks | null
  stopChecks(id: string): Promise<void>
  /** Reads a refused row again as it was mended by hand; nothing is kept. */
  mend(id: string, options: ImportOptions, row: MendedRow): Promise<MendedReading>
  /** Starts the import and returns at once; `finished` waits for its end. */
  commit(id: string, options: ImportOptions): ImportState
  /** The data set, once it is ready. @throws {UnrollError} what made the import fail, or import-cancelled. */
  finished(id: string): Promise<Dataset>
  /** Cancels and forgets; resolves when it writes no more. Its rows, which nothing shows, are removed behind. */
  cancel(id: string): Promise<void>
}

export interface ExperimentService {
  list(): ExperimentSummary[]
  /** `revision`: of the data set; absent, the newest. */
  create(request: CreateExperiment, revision?: number): Promise<Experiment>
  /** What `create` would make, without saving anything. */
  plan(request: CreateExperiment): Promise<ExperimentPlan>
  read(id: string): Experiment
  update(id: string, changes: { name?: string; notes?: string }): Experiment
  /** @throws {UnrollError} experiment-frozen once a run has started */
  replaceSpec(id: string, spec: CreateExperiment['spec']): Promise<Experiment>
  remove(id: string): Experiment
  restore(id: string): Experiment
  vocabulary(id: string): VocabularyWords
  encoded(id: string, part: Part): Promise<EncodedPart>
}

/** Experiments as `.unroll` files, see shared/contract/experiment-file.ts. */
export interface ExperimentFileService {
  save(id: string): Promise<Uint8Array<ArrayBuffer>>
  /** @throws {UnrollError} file-unreadable; then nothing of it shows. */
  open(fileName: string, bytes: Uint8Array): Promise<Experiment>
}

export type CheckpointKind = 'last' | 'best'

export interface RunService {
  read(id: string): Run
  update(id: string, changes: RunUpdate): Run
  addEpoch(id: string, epoch: EpochRecord): Run
  /** All recorded steps, blocks merged. Columns that a block lacks are NaN. */
  metrics(id: string): MetricTable
  /** Appends recorded steps; a step that is already there is left out, so that a repeated request does no harm. */
  appendMetrics(id: string, table: MetricTable): { step: number }
  checkpoint(id: string, kind: CheckpointKind): Promise<Uint8Array<ArrayBuffer>>
  /**
   * Saves safetensors bytes; the step is `step` of their `__metadata__`. With `rewind`, metrics, epochs and snapshots of later
   * steps are dropped.
   */
  saveCheckpoint(id: string, kind: CheckpointKind, bytes: Uint8Array, options?: { rewind?: boolean }): Promise<Run>
  /** Which snapshots of the weights there are, by step; none of runs from before there were snapshots. */
  snapshots(id: string): SnapshotInfo[]
  snapshot(id: string, step: number): Promise<Uint8Array<ArrayBuffer>>
  /** Saves a snapshot; one of the same step is replaced, so that a repeated request does no harm. */
  saveSnapshot(id: string, step: number, bytes: Uint8Array): Promise<void>
  /** Back to 'waiting': metrics, epochs, checkpoints, snapshots and results are dropped. */
  restart(id: string): Promise<Run>
  remove(id: string): Run
  restore(id: string): Run
  /** Marks the runs that this process trains as stopped: their trainer is gone (its page was closed). */
  stopAbandoned(): void
}

export interface OpenOptions {
  dataFolder: string
  /** Folder with samples/; null: a new data folder stays empty. */
  resources: string | null
  /** Told of what happened at start and the user should know (also in `about().notices`). */
  onNotice?: (notice: string) => void
}
