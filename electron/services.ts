import type { About } from '../shared/contract/settings.ts'
import { editService } from './editing/edit-service.ts'
import { figures } from './editing/figures.ts'
import { followEdits } from './editing/follow-edits.ts'
import { wordsOf } from './editing/known-words.ts'
import { rowThread } from './editing/thread/row-thread.ts'
import { eventHub } from './change-events.ts'
import { experimentService } from './experiments/experiment-service.ts'
import { openExperiment } from './experiments/experiment-file/open.ts'
import { saveExperiment } from './experiments/experiment-file/save.ts'
import { runService } from './experiments/run-service.ts'
import { verdictService } from './experiments/verdict-service.ts'
import { recipeService } from './experiments/recipe-service.ts'
import { textThread } from './experiments/text-thread.ts'
import { recipeStore } from './storage/vocabulary-recipes.ts'
import { importService } from './importing/import-service.ts'
import { prepareFirstStart } from './samples.ts'
import type { DatasetService, EventHub, OpenOptions, Services, SettingsService } from './service-types.ts'
import { checkpointFiles } from './storage/checkpoint-files.ts'
import { openDatabase } from './storage/database.ts'
import { clearAbandoned } from './storage/clear-abandoned.ts'
import { datasetStore } from './storage/dataset-store.ts'
import type { DatasetStore } from './storage/dataset-store.ts'
import { editStore } from './storage/edit-store.ts'
import { deletedStore } from './storage/deleted-store.ts'
import { experimentStore } from './storage/experiment-store.ts'
import { labStore } from './storage/lab-store.ts'
import { lessonStore } from './storage/lesson-store.ts'
import { logFile } from './storage/log-file.ts'
import { metricStore } from './storage/metric-store.ts'
import { registerOwner } from './storage/owners.ts'
import { runStore } from './storage/run-store.ts'
import { snapshotFiles } from './storage/snapshot-files.ts'
import { settingsStore } from './storage/settings-store.ts'
import type { SettingsStore } from './storage/settings-store.ts'
import { storageError } from './storage/sqlite-errors.ts'
import { verdictStore } from './storage/verdict-store.ts'
import { watchOtherProcesses } from './storage/watch.ts'
import { writeTurns } from './storage/write-turns.ts'
import { programVersion } from './version.ts'

export type * from './service-types.ts'

/**
 * Opens everything on a data folder, which is made when it is not there. What a crash left half done is swept, and told in
 * `about().notices`. Several processes may have the same folder open.
 * @throws {UnrollError} folder-not-writable, database-newer, database-damaged, disk-full
 */
export async function openServices({ dataFolder, resources, onNotice }: OpenOptions): Promise<Services> {
  const database = openDatabase(dataFolder)
  try {
    const owner = registerOwner(database)
    const events = eventHub()
    const stores = {
      ...{ database, owner, events },
      settings: settingsStore(database),
      datasets: datasetStore(database),
      edits: editStore(database),
      experiments: experimentStore(database),
      runs: runStore(database),
      metrics: metricStore(database),
      checkpoints: checkpointFiles(database, owner),
      snapshots: snapshotFiles(database, owner),
    }
    const notices = sweep(stores)
    const stopClearing = clearAbandoned(stores.datasets)
    const log = logFile(dataFolder)
    log.write(
      'note',
      `Unroll ${programVersion()} opened this folder (Node ${process.versions.node}, ${process.platform}).`,
    )
    for (const notice of notices) {
      log.write('warning', notice)
      onNotice?.(notice)
    }

    const imports = importService({ ...stores, folder: dataFolder })
    const texts = textThread(stores.edits, dataFolder)
    const [thread, writing] = [rowThread(dataFolder), writeTurns()]
    const known = figures(stores.edits, stores.datasets, thread, () => events.emit({ kind: 'datasets' }))
    const experiments = experimentService({ ...stores, figures: known, texts })
    const runs = runService(stores)
    const datasets = datasetService(stores.datasets, events)
    const following = followEdits({ ...stores, figures: known, drafts: experiments, log, writing })
    const verdicts = verdictStore(database)
    const runKey = (id: string) => stores.runs.find(id).key
    const edits = editService({
      ...{ ...stores, thread, writing },
      verdicts: {
        state: (run) => verdicts.state(runKey(run)),
        ofRows: (run, ...rows) => verdicts.ofRows(runKey(run), ...rows),
      },
      onEdit: following.wake,
      knownWords: (id) => wordsOf(stores.experiments, id),
    })
    if (resources) await prepareFirstStart({ ...stores, resources, experiments })
    following.wake()
    const stopWatching = watchOtherProcesses(database, events)

    const version = programVersion()
    const fileParts = {
      datasets,
      experiments,
      runs,
      store: stores.datasets,
      edits: stores.edits,
      owner,
      program: version,
    }
    let closed: Promise<void> | null = null
    const close = async () => {
      stopWatching()
      await stopClearing()
      await imports.close()
      await Promise.all([following.close(), texts.close()])
      await writing.free()
      await thread.close()
      runs.stopAbandoned()
      owner.close()
      database.close()
    }
    return {
      about: (host: About['host'] = 'browser') => ({ version, dataFolder, host, notices }),
      settings: settingsService(stores.settings, events),
      ...{ datasets, edits, imports, experiments, runs, events },
      labs: labStore(database),
      recipes: recipeService({
        ...stores,
        ...{ recipes: recipeStore(database), texts },
        headOf: stores.edits.headOf,
      }),
      verdicts: verdictService({ ...stores, thread, verdicts }),
      log,
      writing,
      files: {
        save: (id) => saveExperiment(fileParts, id),
        open: (fileName, bytes) => openExperiment(fileParts, bytes, fileName),
      },
      lessons: lessonStore(database),
      deleted: deletedStore(database),
      close: () => (closed ??= close()),
    }
  } catch (error) {
    database.close()
    throw storageError(error, dataFolder)
  }
}

/** Removes or mends what processes that are gone left half done, and says so in words. */
function sweep({
  datasets,
  runs,
  checkpoints,
  snapshots,
  owner,
}: {
  datasets: DatasetStore
  runs: ReturnType<typeof runStore>
  checkpoints: ReturnType<typeof checkpointFiles>
  snapshots: ReturnType<typeof snapshotFiles>
  owner: ReturnType<typeof registerOwner>
}): string[] {
  const imports = datasets
    .sweep(owner.isAlive)
    .map((file) => `The import of “${file}” was cut off when Unroll ended. Nothing of it was kept; import it again.`)
  const stopped = runs.stop((id) => !owner.isAlive(id)).length
  const lost = checkpoints.sweep()
  snapshots.sweep()
  if (stopped > 0)
    imports.push(
      `${stopped === 1 ? 'A run was' : `${stopped} runs were`} cut off when Unroll ended and can be resumed from the last checkpoint.`,
    )
  if (lost > 0)
    imports.push(`${lost === 1 ? 'A half-written checkpoint was' : `${lost} half-written checkpoints were`} removed.`)
  return imports
}

function settingsService(store: SettingsStore, events: EventHub): SettingsService {
  return {
    read: store.read,
    update: (changes) => {
      const settings = store.update(changes)
      events.emit({ kind: 'settings' })
      return settings
    },
  }
}

function datasetService(store: DatasetStore, events: EventHub): DatasetService {
  const told = <T>(result: T): T => {
    events.emit({ kind: 'datasets' })
    return result
  }
  return {
    list: store.list,
    read: (id) => store.read(id),
    rename: (id, name) => told(store.rename(id, name)),
    remove: (id) => told(store.remove(id)),
    restore: (id) => told(store.restore(id)),
    rows: store.rows,
    refused: store.refused,
  }
}
