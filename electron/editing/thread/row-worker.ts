// The thread that looks for rows, and changes many at once, so that the host always has time for the page.
import { connectDatabase } from '../../storage/database.ts'
import { datasetStore } from '../../storage/dataset-store.ts'
import { editStore } from '../../storage/edit-store.ts'
import { experimentStore } from '../../storage/experiment-store.ts'
import { answerCalls, startOfThread } from '../../thread-calls.ts'
import { applyEdit, applyStep } from '../apply-edit.ts'
import { workOutFigures } from '../figures.ts'
import { wordsOf } from '../known-words.ts'
import { FactsAt } from './facts-at.ts'
import { findRows } from './find-rows.ts'
import { ImportedFacts } from './imported-facts.ts'
import type { RowCalls } from './row-thread.ts'

/** Data sets, and revisions of them, whose facts stay in memory: 6 and 8 bytes a row. */
const [DATASETS, REVISIONS] = [2, 3]

const { folder } = startOfThread<{ folder: string }>()
const database = connectDatabase(folder)
// What an edit says is done must be on the disk; see connectDatabase.
database.get('PRAGMA synchronous = FULL')
const [datasets, edits, experiments] = [datasetStore(database), editStore(database), experimentStore(database)]
const imported = new Map<number, ImportedFacts>()
const revisions = new Map<string, FactsAt>()

answerCalls<RowCalls>(
  {
    find: async ({ dataset, revision, question }, { signal, tell }) => {
      const known = question.unknownIn === undefined ? null : wordsOf(experiments, question.unknownIn)
      const at = factsAt(dataset, revision)
      await findRows(
        database,
        dataset,
        question,
        { at, known },
        { signal, tell: (found) => tell(found, [found.places.buffer]) },
      )
      return null
    },
    edit: (plan) => applyEdit(edits, plan),
    step: (plan) => applyStep(edits, plan),
    figures: ({ dataset, revision }, { signal }) => workOutFigures(edits, datasets, { dataset, revision, signal }),
  },
  () => database.close(),
)

function factsAt(dataset: number, revision: number): FactsAt {
  const base = keep(
    imported,
    dataset,
    DATASETS,
    () => new ImportedFacts(database, dataset, edits.rows.imported(dataset)),
  )
  return keep(
    revisions,
    `${dataset}/${revision}`,
    REVISIONS,
    () => new FactsAt(database, dataset, revision, base, edits.rows.end(dataset)),
  )
}

/** What was asked for last stays. */
function keep<Key, Value>(kept: Map<Key, Value>, key: Key, most: number, make: () => Value): Value {
  const value = kept.get(key) ?? make()
  kept.delete(key)
  kept.set(key, value)
  for (const oldest of kept.keys()) if (kept.size > most) kept.delete(oldest)
  return value
}
