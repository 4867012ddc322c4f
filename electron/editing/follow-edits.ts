import { UnrollError } from '../../shared/contract/errors.ts'
import type { ExperimentService } from '../service-types.ts'
import type { EditStore } from '../storage/edit-store.ts'
import type { ExperimentStore } from '../storage/experiment-store.ts'
import type { LogFile } from '../storage/log-file.ts'
import type { WriteTurns } from '../storage/write-turns.ts'
import type { Figures } from './figures.ts'

export interface FollowParts {
  edits: EditStore
  experiments: ExperimentStore
  figures: Figures
  drafts: Pick<ExperimentService, 'replaceSpec'>
  log: LogFile
  writing: Pick<WriteTurns, 'free'>
}

/**
 * What follows an edit in the background: the report and fingerprint of the newest rows, and drafts, which are made of the newest
 * rows until a run of them has started. What a kill leaves undone is found by the next `wake`.
 */
export function followEdits({ edits, experiments, figures, drafts, log, writing }: FollowParts) {
  let [closed, wanted] = [false, false]
  let working: Promise<void> = Promise.resolve()
  let busy = false
  /** Drafts that cannot follow, e.g. because too few rows are left: not tried again before the next edit. */
  const left = new Map<string, number>()

  async function work() {
    while (wanted && !closed) {
      wanted = false
      await writing.free()
      for (const { key, revision } of edits.withoutFigures()) await figures.fingerprint(key, revision)
      for (const id of experiments.draftsBehind()) {
        if (closed) return
        const { spec, dataset } = experiments.find(id)
        const head = edits.headOf(dataset.key)
        if (left.get(id) === head) continue
        const { data: _, ...rules } = spec
        try {
          await drafts.replaceSpec(id, rules)
        } catch (error) {
          if (!(error instanceof UnrollError)) throw error
          left.set(id, head)
        }
      }
    }
  }

  function wake() {
    wanted = true
    if (busy || closed) return
    busy = true
    working = work()
      .catch((error: unknown) => {
        if (!closed)
          log.write(
            'error',
            `After an edit: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
          )
      })
      .finally(() => {
        busy = false
      })
  }

  return {
    wake,
    /** Resolves when nothing is being worked out any more. */
    settled: () => working,
    close: async () => {
      closed = true
      await figures.close()
      await working
    },
  }
}
