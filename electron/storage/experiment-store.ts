import { UnrollError } from '../../shared/contract/errors.ts'
import type {
  ExperimentSummary,
  RunStatus,
  SplitReport,
  VocabularySummary,
  VocabularyWords,
} from '../../shared/contract/experiment.ts'
import { completeModel, completeSpec, runSpecOf } from '../../shared/contract/spec.ts'
import type { ExperimentSpec } from '../../shared/contract/spec.ts'
import type { Database } from './database.ts'
import { newId } from './new-id.ts'

export interface StoredExperiment {
  key: number
  id: string
  name: string
  notes: string
  spec: ExperimentSpec
  split: SplitReport
  dataset: { key: number; id: string; name: string; classes: string[] }
  /** Of the data set. */
  revision: number
  createdAt: string
  updatedAt: string
}

/** Everything that follows from a spec and its data. */
export interface Derived {
  spec: ExperimentSpec
  /** Of the data set, whose rows these are. */
  revision: number
  split: SplitReport
  assignment: Uint8Array
  vocabulary: Omit<VocabularySummary, 'id'>
  words: VocabularyWords
  /** Parameters of each model, in the order of the spec. */
  parameters: number[]
  /** How those come about, in the same order. */
  formulas: string[]
}

interface Row {
  key: number
  id: string
  name: string
  notes: string
  spec: string
  split: string
  revision: number
  dataset_key: number
  dataset_id: string
  dataset_name: string
  classes: string
  created_at: string
  updated_at: string
}

const select = `
  SELECT e.key, e.id, e.name, e.notes, e.spec, e.split, e.revision, e.created_at, e.updated_at,
         d.key AS dataset_key, d.id AS dataset_id, d.name AS dataset_name, d.classes
  FROM experiments e JOIN datasets d ON d.key = e.dataset`

export function experimentStore(database: Database) {
  const find = (id: string, { hidden = false } = {}): StoredExperiment => {
    const row = database.get<Row>(`${select} WHERE e.id = ? AND (e.deleted_at IS NULL OR ?)`, id, hidden ? 1 : 0)
    if (!row)
      throw new UnrollError('experiment-not-found', 'This experiment does not exist (any more). Choose another one.', {
        id,
      })
    return toExperiment(row)
  }
  const now = () => new Date().toISOString()
  const setDeleted = (id: string, at: string | null) => {
    database.run('UPDATE experiments SET deleted_at = ? WHERE key = ?', at, find(id, { hidden: true }).key)
  }
  /** Vocabulary and runs of a spec, in place of those that were there. */
  const putDerived = (key: number, { spec, vocabulary, words, parameters }: Derived) => {
    database.run('DELETE FROM vocabularies WHERE experiment = ?', key)
    const id = newId('vocabulary')
    database.run(
      'INSERT INTO vocabularies (id, experiment, summary, words, counts) VALUES (?, ?, ?, ?, ?)',
      ...[id, key, JSON.stringify({ id, ...vocabulary }), JSON.stringify(words.words), JSON.stringify(words.counts)],
    )
    database.run('DELETE FROM runs WHERE experiment = ?', key)
    parameters.forEach((count, position) =>
      database.run(
        `INSERT INTO runs (id, experiment, position, spec, parameters, created_at, updated_at)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
        ...[newId('run'), key, position, JSON.stringify(runSpecOf(spec, position)), count, now(), now()],
      ),
    )
  }

  return {
    find,
    list: (): Omit<ExperimentSummary, 'frozen'>[] => {
      const runs = Map.groupBy(
        database.all<{ experiment: number; id: string; spec: string; status: RunStatus; best: number | null }>(
          `SELECT experiment, id, spec, status,
                  (SELECT max(record ->> 'validationAccuracy') FROM epochs WHERE run = runs.key) AS best
           FROM runs WHERE deleted_at IS NULL ORDER BY position`,
        ),
        (run) => run.experiment,
      )
      return database
        .all<Row>(`${select} WHERE e.deleted_at IS NULL ORDER BY e.key DESC`)
        .map(toExperiment)
        .map(({ key, id, name, notes, dataset, createdAt, updatedAt }) => ({
          ...{ id, name, notes, createdAt, updatedAt },
          dataset: { id: dataset.id, name: dataset.name },
          runs: (runs.get(key) ?? []).map((run) => {
            const { model } = JSON.parse(run.spec) as { model: { name: string; cell: string } }
            return { id: run.id, ...pick(model), status: run.status, bestValidationAccuracy: run.best }
          }),
        }))
    },
    /** True once a run, even one since hidden, has left 'waiting'. */
    isFrozen: (id: string): boolean =>
      database.get(
        `SELECT 1 FROM runs JOIN experiments e ON e.key = runs.experiment WHERE e.id = ? AND status <> 'waiting'`,
        id,
      ) !== undefined,
    create: (dataset: number, name: string, derived: Derived): string =>
      database.transaction(() => {
        const id = newId('experiment')
        database.run(
          `INSERT INTO experiments (id, dataset, name, spec, split, assignment, revision, created_at, updated_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          ...[id, dataset, name, JSON.stringify(derived.spec), JSON.stringify(derived.split)],
          ...[derived.assignment, derived.revision, now(), now()],
        )
        putDerived(find(id).key, derived)
        return id
      }),
    replaceSpec: (id: string, derived: Derived) =>
      database.transaction(() => {
        const { key } = find(id)
        database.run(
          'UPDATE experiments SET spec = ?, split = ?, assignment = ?, revision = ?, updated_at = ? WHERE key = ?',
          ...[JSON.stringify(derived.spec), JSON.stringify(derived.split), derived.assignment, derived.revision],
          ...[now(), key],
        )
        putDerived(key, derived)
      }),
    /** Experiments without a started run that were made with an older revision of their data set. */
    draftsBehind: (): string[] =>
      database
        .all<{ id: string }>(
          `SELECT e.id FROM experiments e JOIN datasets d ON d.key = e.dataset
           WHERE e.deleted_at IS NULL AND e.revision < d.revision
             AND NOT EXISTS (SELECT 1 FROM runs WHERE runs.experiment = e.key AND status <> 'waiting')`,
        )
        .map(({ id }) => id),
    update: (id: string, { name, notes }: { name?: string; notes?: string }) => {
      const { key } = find(id)
      database.run(
        `UPDATE experiments SET name = coalesce(?, name), notes = coalesce(?, notes), updated_at = ? WHERE key = ?`,
        ...[name ?? null, notes ?? null, now(), key],
      )
    },
    remove: (id: string) => setDeleted(find(id).id, now()),
    restore: (id: string) => setDeleted(id, null),
    assignment: (id: string): Uint8Array =>
      (
        database.get<{ assignment: Uint8Array }>('SELECT assignment FROM experiments WHERE id = ?', id) as {
          assignment: Uint8Array
        }
      ).assignment,
    vocabulary: (id: string): { summary: VocabularySummary; words: () => VocabularyWords } => {
      const row = database.get<{ summary: string; words: string; counts: string }>(
        'SELECT summary, words, counts FROM vocabularies WHERE experiment = ?',
        find(id, { hidden: true }).key,
      )
      if (!row) throw new Error(`experiment ${id} has no vocabulary`)
      return {
        summary: JSON.parse(row.summary) as VocabularySummary,
        words: () => ({ words: JSON.parse(row.words) as string[], counts: JSON.parse(row.counts) as number[] }),
      }
    },
  }
}
export type ExperimentStore = ReturnType<typeof experimentStore>

const pick = ({ name, cell }: { name: string; cell: string }) => ({ name, cell })

/** A spec as it was written, completed by the settings that have come since. */
function storedSpec(json: string): ExperimentSpec {
  const spec = JSON.parse(json) as ExperimentSpec
  return completeSpec({ ...spec, models: spec.models.map(completeModel) })
}

const toExperiment = (row: Row): StoredExperiment => ({
  key: row.key,
  id: row.id,
  name: row.name,
  notes: row.notes,
  spec: storedSpec(row.spec),
  split: JSON.parse(row.split) as SplitReport,
  revision: row.revision,
  dataset: {
    key: row.dataset_key,
    id: row.dataset_id,
    name: row.dataset_name,
    classes: JSON.parse(row.classes) as string[],
  },
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})
