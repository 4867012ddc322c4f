import { readdirSync, rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import type {
  Dataset,
  ImportOptions,
  ImportPreview,
  ImportState,
  MendedReading,
  MendedRow,
  PreviewRequest,
} from '../../shared/contract/dataset.ts'
import { MOST_FILES } from '../../shared/contract/dataset.ts'
import { UnrollError } from '../../shared/contract/errors.ts'
import type { EventHub, ImportService, ImportSource } from '../service-types.ts'
import type { DatasetStore } from '../storage/dataset-store.ts'
import { makeFolder } from '../storage/make-folder.ts'
import { newId } from '../storage/new-id.ts'
import type { Owner } from '../storage/owners.ts'
import { startLooking } from './checks/check-thread.ts'
import type { Looking } from './checks/check-thread.ts'
import { binaryKind } from './binary.ts'
import { isParquet } from './formats/detect-format.ts'
import { importFile } from './import-file.ts'
import type { ImportTask } from './import-file.ts'
import { importInThread } from './import-thread.ts'
import { readOne } from './read-one.ts'
import { columnsOf } from './row-source.ts'
import { previewAside } from './preview-thread.ts'
import type { ImportedFile } from './row-source.ts'
import { headOf, keepUpload, sizeOf } from './source.ts'

const PROGRESS_MILLISECONDS = 100
/** From here on a file is read in a thread of its own; below, to start one takes longer than to read the file. */
const OWN_THREAD_BYTES = 4 * 1024 * 1024
/** Finished imports whose state can still be asked for. */
const REMEMBERED = 50

interface Job {
  state: ImportState
  fileName: string
  path: string
  /** Further files of the same data set. */
  more: ImportedFile[]
  /** Uploaded bytes are ours to remove; a file of the user's is not. */
  ours: boolean
  preview: ImportPreview
  stopper: AbortController
  result: Promise<Dataset> | null
  /** Resolves when a cancelled import writes no more: what is left of it is then removed unseen. */
  stopped: PromiseWithResolvers<void>
  /** The look at all its rows, and what was asked of it. */
  looking: (Looking & { asked: string }) | null
}

export interface ImportParts {
  folder: string
  owner: Owner
  events: EventHub
  datasets: DatasetStore
}

/** Imports of this process. They live in memory: what a process leaves half done is swept at the next start. */
export function importService({ folder, owner, events, datasets }: ImportParts): ImportService & {
  close(): Promise<void>
} {
  const incoming = join(folder, 'incoming')
  const mine = join(incoming, owner.id)
  const jobs = new Map<string, Job>()
  /** Cancelled imports whose rows are being removed. */
  const clearing = new Set<Promise<void>>()
  sweep(incoming, owner)

  const find = (id: string): Job => {
    const job = jobs.get(id)
    if (job) return job
    throw new UnrollError('import-not-found', 'This import does not exist (any more). Open the file again.', { id })
  }
  const put = (job: Job, changes: Partial<ImportState>) => {
    job.state = { ...job.state, ...changes }
    events.emit({ kind: 'import', state: job.state })
  }
  const forgetOldest = () => {
    const ended = [...jobs].filter(([, { state }]) => state.state !== 'previewing' && state.state !== 'running')
    for (const [id] of ended.slice(0, Math.max(0, ended.length - REMEMBERED))) jobs.delete(id)
  }
  const removeBytes = async ({ ours, path, more = [] }: Pick<Job, 'ours' | 'path'> & Partial<Pick<Job, 'more'>>) => {
    if (ours) await Promise.all([path, ...more.map((file) => file.path)].map((file) => rm(file, { force: true })))
  }
  const previewing = (id: string): Job => {
    const job = find(id)
    if (job.state.state === 'previewing') return job
    throw new UnrollError('bad-request', 'This import has been started already; its options no longer change.')
  }
  const look = async (job: Job, request: PreviewRequest) => {
    const { state, fileName, path, more } = job
    const bytes = state.bytesTotal - more.reduce((sum, file) => sum + file.bytes, 0)
    return (job.preview = await previewAside({ id: state.id, fileName, path, bytes, more }, request))
  }

  async function open(fileName: string, source: ImportSource): Promise<ImportPreview> {
    const id = newId('import')
    const ours = typeof source !== 'string'
    const path = ours ? join(mine, id) : source
    try {
      if (ours) {
        makeFolder(mine)
        await keepUpload(path, source, fileName)
      }
      const bytes = await sizeOfText(path, fileName)
      const preview = await previewAside({ id, fileName, path, bytes }, {})
      const state: ImportState = {
        ...{ id, state: 'previewing', bytesRead: 0, bytesTotal: bytes, rowsKept: 0, rowsRefused: 0 },
        ...{ datasetId: null, error: null },
      }
      jobs.set(id, {
        state,
        fileName,
        path,
        ours,
        more: [],
        preview,
        stopper: new AbortController(),
        result: null,
        stopped: Promise.withResolvers(),
        looking: null,
      })
      return preview
    } catch (error) {
      await removeBytes({ ours, path })
      throw error
    }
  }

  /** One more file of the same data set. */
  async function add(id: string, fileName: string, source: ImportSource): Promise<ImportPreview> {
    const job = previewing(id)
    if (job.more.length + 1 >= MOST_FILES)
      throw new UnrollError('bad-request', `At most ${MOST_FILES} files can be imported as one data set.`)
    if (job.ours !== (typeof source !== 'string'))
      throw new UnrollError('bad-request', 'Files of one import must all be sent or all lie on this machine.')
    const path = typeof source === 'string' ? source : join(mine, `${id}.${newId('import')}`)
    try {
      if (typeof source !== 'string') await keepUpload(path, source, fileName)
      const bytes = await sizeOfText(path, fileName)
      // It may have been cancelled or started while the bytes came.
      previewing(id)
      job.more.push({ path, fileName, bytes })
      put(job, { bytesTotal: job.state.bytesTotal + bytes })
      return await look(job, {})
    } catch (error) {
      if (job.ours && !job.more.some((file) => file.path === path)) await rm(path, { force: true })
      throw error
    }
  }

  /** What is left out and what it is called changes nothing in what is found. */
  async function check(id: string, { cleaning: _cleaning, name: _name, ...reading }: ImportOptions) {
    const job = previewing(id)
    const options = { ...reading, name: 'checks' }
    checkOptions(options, job.preview.columns.length)
    const asked = JSON.stringify(options)
    if (job.looking?.asked !== asked || job.looking.checks.state === 'failed') {
      const before = job.looking?.checks
      await stopLooking(job)
      // Import was pressed meanwhile: nobody looks at the preview any more, so there is nothing to refuse.
      if (before && job.state.state !== 'previewing') return before
      // Another request may have been quicker.
      await stopLooking(job)
      const files = filesOf(job)
      const looking = startLooking(files, options, () => events.emit({ kind: 'import-checks', id }))
      job.looking = Object.defineProperty(looking, 'asked', { value: asked }) as Looking & { asked: string }
    }
    return job.looking.checks
  }

  const stopLooking = async (job: Job) => {
    const { looking } = job
    job.looking = null
    await looking?.stop()
  }
  const filesOf = ({ path, fileName, state, more }: Job): ImportedFile[] => [
    { path, fileName, bytes: state.bytesTotal - more.reduce((sum, file) => sum + file.bytes, 0) },
    ...more,
  ]

  /** A refused row as it was mended, read as the import would read it. */
  async function mend(id: string, options: ImportOptions, row: MendedRow): Promise<MendedReading> {
    const job = previewing(id)
    checkOptions(options, job.preview.columns.length)
    const columns = await columnsOf(filesOf(job)[0], options)
    const read = readOne(row.raw, { ...options, columns }, { line: row.line, role: options.files?.[row.file] })
    return 'kept' in read ? { kept: read.kept, refused: null } : { kept: null, refused: read.refused }
  }

  function commit(id: string, options: ImportOptions): ImportState {
    const job = find(id)
    if (job.state.state !== 'previewing')
      throw new UnrollError(
        'bad-request',
        'This import has been started already. Open the file again to import it anew.',
      )
    checkOptions(options, job.preview.columns.length)
    // The import needs the machine more; nobody sees the preview any more.
    void stopLooking(job)
    put(job, { state: 'running' })
    job.result = work(job, options)
    // Whoever asks for the end hears of a failure; here it only becomes the state.
    job.result.catch(() => {})
    return job.state
  }

  async function work(job: Job, options: ImportOptions): Promise<Dataset> {
    let told = -Infinity
    try {
      const task: ImportTask = {
        ...{ path: job.path, fileName: job.fileName, bytes: job.state.bytesTotal, origin: 'import', more: job.more },
        ...{ owner: owner.id, options, signal: job.stopper.signal },
        onStopped: job.stopped.resolve,
        onProgress: (progress) => {
          job.state = { ...job.state, ...progress }
          if (performance.now() - told < PROGRESS_MILLISECONDS) return
          told = performance.now()
          put(job, {})
        },
      }
      const dataset = await (task.bytes >= OWN_THREAD_BYTES ? importInThread(folder, task) : importFile(datasets, task))
      await removeBytes(job)
      put(job, { state: 'done', datasetId: dataset.id })
      events.emit({ kind: 'datasets' })
      return dataset
    } catch (error) {
      await removeBytes(job)
      const known =
        error instanceof UnrollError
          ? error
          : new UnrollError('internal', `The import failed: ${error instanceof Error ? error.message : String(error)}`)
      const { code, message } = known
      // Whoever cancelled has been told already.
      if (job.state.state !== 'cancelled')
        put(job, { state: code === 'import-cancelled' ? 'cancelled' : 'failed', error: { code, message } })
      throw known
    } finally {
      forgetOldest()
    }
  }

  async function cancel(id: string): Promise<void> {
    const job = find(id)
    job.stopper.abort()
    await stopLooking(job)
    if (job.result) {
      const end = job.result.then(
        () => {},
        () => {},
      )
      clearing.add(end)
      void end.then(() => clearing.delete(end))
      await Promise.race([end, job.stopped.promise])
    }
    await removeBytes(job)
    if (job.state.state !== 'done') put(job, { state: 'cancelled' })
    jobs.delete(id)
  }

  return {
    open,
    state: (id) => find(id).state,
    lastPreview: (id) => find(id).preview,
    preview: async (id, request) => await look(previewing(id), request),
    add,
    check,
    checks: (id) => find(id).looking?.checks ?? null,
    stopChecks: (id) => stopLooking(find(id)),
    mend,
    commit,
    finished: async (id) => {
      const { result } = find(id)
      if (!result) throw new UnrollError('bad-request', 'This import has not been started.')
      return result
    },
    cancel,
    close: async () => {
      await Promise.all([...jobs.keys()].map(cancel))
      await Promise.all(clearing)
      await rm(mine, { recursive: true, force: true })
    },
  }
}

function checkOptions({ textColumn, labelColumn, partColumn, labels }: ImportOptions, columns: number): void {
  if (new Set([textColumn, labelColumn, partColumn]).size < 3)
    throw new UnrollError('bad-request', 'Text, label and part must be different columns.')
  if (Math.max(textColumn, labelColumn, partColumn ?? 0) >= columns)
    throw new UnrollError('bad-request', `The file has ${columns} columns; one of the chosen ones is beyond them.`)
  if (labels.kind === 'bins') {
    const { edges, classes } = labels
    if (edges.length + 1 !== classes.length || edges.some((edge, at) => at > 0 && edge <= edges[at - 1]))
      throw new UnrollError('bad-request', 'The edges between classes must rise, one fewer than there are classes.')
  }
  if (new Set(labels.classes).size < labels.classes.length)
    throw new UnrollError('bad-request', 'Two classes have the same name.')
  if (labels.kind !== 'values') return
  const beyond = Object.entries(labels.map).find(([, index]) => index !== null && index >= labels.classes.length)
  if (beyond)
    throw new UnrollError(
      'bad-request',
      `The label “${beyond[0]}” is mapped to class ${beyond[1]}, which does not exist.`,
    )
}

/** Size of a file that holds text. @throws {UnrollError} file-binary, and what sizeOf throws */
async function sizeOfText(path: string, fileName: string): Promise<number> {
  const bytes = await sizeOf(path, fileName)
  const head = await headOf(path, fileName, 64 * 1024)
  if (head.bytes.length === 0)
    throw new UnrollError('file-empty', `“${fileName}” is empty: there is nothing to import.`)
  const kind = isParquet(head.bytes) ? null : binaryKind(head.bytes)
  if (kind)
    throw new UnrollError(
      'file-binary',
      `“${fileName}” is no text: it looks like ${kind}. Save it as CSV or TSV, then open that file.`,
    )
  return bytes
}

/** Uploads of processes that are gone. */
function sweep(incoming: string, owner: Owner): void {
  makeFolder(incoming)
  for (const name of readdirSync(incoming))
    if (!owner.isAlive(name)) rmSync(join(incoming, name), { recursive: true, force: true })
}
