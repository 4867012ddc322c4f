import { UnrollError } from '../../shared/contract/errors.ts'
import type { EpochRecord, RunStatus, RunUpdate } from '../../shared/contract/experiment.ts'
import type { Database } from './database.ts'

export interface RunRow {
  key: number
  id: string
  experimentId: string
  spec: string
  status: RunStatus
  owner: string | null
  device: string | null
  parameters: number
  step: number
  test: string | null
  decay: string | null
  divergence: string | null
  error: string | null
  notes: string
  created_at: string
  updated_at: string
}

const select = `
  SELECT r.key, r.id, e.id AS experimentId, r.spec, r.status, r.owner, r.device, r.parameters, r.step, r.test, r.decay,
         r.divergence, r.error, r.notes, r.created_at, r.updated_at
  FROM runs r JOIN experiments e ON e.key = r.experiment`

export function runStore(database: Database) {
  const find = (id: string, { hidden = false } = {}): RunRow => {
    const row = database.get<RunRow>(`${select} WHERE r.id = ? AND (r.deleted_at IS NULL OR ?)`, id, hidden ? 1 : 0)
    if (!row) throw new UnrollError('run-not-found', 'This run does not exist (any more). Choose another one.', { id })
    return row
  }
  const now = () => new Date().toISOString()

  return {
    find,
    ofExperiment: (experiment: number): RunRow[] =>
      database.all<RunRow>(`${select} WHERE r.experiment = ? AND r.deleted_at IS NULL ORDER BY r.position`, experiment),
    epochs: (run: number): EpochRecord[] =>
      database
        .all<{ record: string }>('SELECT record FROM epochs WHERE run = ? ORDER BY epoch', run)
        .map(({ record }) => JSON.parse(record) as EpochRecord),
    update(run: number, changes: RunUpdate, owner: string | null): void {
      const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value))
      database.run(
        `UPDATE runs SET status = coalesce(?, status), owner = ?, device = coalesce(?, device), test = coalesce(?, test),
           decay = coalesce(?, decay), divergence = coalesce(?, divergence), error = coalesce(?, error),
           notes = coalesce(?, notes), updated_at = ? WHERE key = ?`,
        ...[changes.status ?? null, owner, changes.device ?? null, json(changes.test), json(changes.decay)],
        ...[json(changes.divergence), changes.error ?? null, changes.notes ?? null, now(), run],
      )
    },
    /** What went wrong before no longer holds once a run goes on. */
    clearFailure: (run: number) =>
      void database.run('UPDATE runs SET error = NULL, divergence = NULL WHERE key = ?', run),
    addEpoch: (run: number, record: EpochRecord) =>
      void database.run(
        `INSERT INTO epochs (run, epoch, step, record) VALUES (?, ?, ?, ?)
         ON CONFLICT (run, epoch) DO UPDATE SET step = excluded.step, record = excluded.record`,
        ...[run, record.epoch, record.step, JSON.stringify(record)],
      ),
    dropEpochsAfter: (run: number, step: number) =>
      void database.run('DELETE FROM epochs WHERE run = ? AND step > ?', run, step),
    setStep: (run: number, step: number) =>
      void database.run('UPDATE runs SET step = ?, updated_at = ? WHERE key = ?', step, now(), run),
    /** Back to 'waiting', as it was made. */
    reset: (run: number): void => {
      // What it said of rows was said by weights that are no more.
      database.run('DELETE FROM verdicts WHERE run = ?', run)
      database.run(
        `UPDATE runs SET status = 'waiting', owner = NULL, device = NULL, step = 0, test = NULL, decay = NULL,
           divergence = NULL, error = NULL, updated_at = ? WHERE key = ?`,
        ...[now(), run],
      )
    },
    setDeleted: (id: string, deleted: boolean) =>
      void database.run(
        'UPDATE runs SET deleted_at = ? WHERE key = ?',
        ...[deleted ? now() : null, find(id, { hidden: true }).key],
      ),
    /** Marks as stopped the runs that one of these owners was training. Answers which. */
    stop: (isGone: (owner: string) => boolean): { id: string; experimentId: string }[] =>
      database.transaction(() => {
        const left = database
          .all<RunRow>(`${select} WHERE r.status IN ('running', 'paused') AND r.owner IS NOT NULL`)
          .filter(({ owner }) => owner !== null && isGone(owner))
        for (const { key } of left)
          database.run(`UPDATE runs SET status = 'stopped', owner = NULL, updated_at = ? WHERE key = ?`, now(), key)
        return left.map(({ id, experimentId }) => ({ id, experimentId }))
      }),
  }
}
export type RunStore = ReturnType<typeof runStore>
