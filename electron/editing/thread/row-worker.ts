// The thread that looks for rows, and changes many at once, so that the host always has time for the page.
import { connectDatabase } from '../../storage/database.ts'
import { datasetStore } from '../../storage/dataset-store.ts'
import { editStore } from '../../storage/edit-store.ts'
import { experimentStore } from '../../storage/experiment-store.ts'
import { runStore } from '../../storage/run-store.ts'
import { verdictStore } from '../../storage/verdict-store.ts'
import { answerCalls, startOfThread } from '../../thread-calls.ts'
import { applyEdit, applyStep } from '../apply-edit.ts'
import { workOutFigures } from '../figures.ts'
import { wordsOf } from '../known-words.ts'
import { FactsAt } from './facts-at.ts'
import { findRows } from './find-rows.ts'
import { judgingOf, sentencesOf } from './judging.ts'
import { ImportedFacts } from './imported-facts.ts'
import type { RowCalls } from './row-thread.ts'
import { verdictsAt } from './verdicts-at.ts'
import type { VerdictsAt } from './verdicts-at.ts'

/** Data sets, and revisions of them, whose facts stay in memory: 6 and 8 bytes a row. */
const [DATASETS, REVISIONS] = [2, 3]

const { folder } = startOfThread<{ folder: string }>()
const database = connectDatabase(folder)
// What an edit says is done must be on the disk; see connectDatabase.
database.get('PRAGMA synchronous = FULL')
const [datasets, edits] = [datasetStore(database), editStore(database)]
const stores = {
  edits,
  experiments: experimentStore(database),
  runs: runStore(database),
  verdicts: verdictStore(database),
}
const imported = new Map<number, ImportedFacts>()
const revisions = new Map<string, FactsAt>()
const judgedRows = new Map<string, VerdictsAt>()

answerCalls<RowCalls>(
  {
    find: async ({ dataset, revision, question }, { signal, tell }) => {
      const known = question.unknownIn === undefined ? null : wordsOf(stores.experiments, question.unknownIn)
      const at = factsAt(dataset, revision)
      const judged = question.judgedBy === undefined ? null : judgedAt(question.judgedBy, dataset, revision, at.end)
      await findRows(
        database,
        dataset,
        question,
        { at, known, judged },
        { signal, tell: (found) => tell(found, [found.places.buffer]) },
      )
      return null
    },
    edit: (plan) => applyEdit(edits, plan),
    step: (plan) => applyStep(edits, plan),
    judging: ({ run }) => judgingOf(stores, run),
    sentences: (what, { signal }) => sentencesOf(stores, what, signal),
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

function judgedAt(id: string, dataset: number, revision: number, end: number): VerdictsAt {
  const run = stores.runs.find(id, { hidden: true }).key
  const key = `${run}/${revision}/${end}/${stores.verdicts.state(run)}`
  return keep(judgedRows, key, REVISIONS, () => verdictsAt(stores.verdicts, { run, dataset, revision, end }))
}

/** What was asked for last stays. */
function keep<Key, Value>(kept: Map<Key, Value>, key: Key, most: number, make: () => Value): Value {
  const value = kept.get(key) ?? make()
  kept.delete(key)
  kept.set(key, value)
  for (const oldest of kept.keys()) if (kept.size > most) kept.delete(oldest)
  return value
}
