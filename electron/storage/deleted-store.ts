import type { DeletedThing } from '../../shared/contract/deleted.ts'
import type { Database } from './database.ts'

/** The newest are listed. */
const MOST = 200

/** What was deleted and can come back. A run of a deleted comparison comes back with that, and is not listed by itself. */
export function deletedStore(database: Database) {
  return {
    list: (): DeletedThing[] =>
      database.all<DeletedThing>(
        `SELECT * FROM (
           SELECT 'dataset' AS kind, id, name, NULL AS "of", deleted_at AS deletedAt FROM datasets
           WHERE state = 'ready' AND deleted_at IS NOT NULL
           UNION ALL
           SELECT 'experiment', e.id, e.name, d.name, e.deleted_at FROM experiments e JOIN datasets d ON d.key = e.dataset
           WHERE e.deleted_at IS NOT NULL
           UNION ALL
           SELECT 'run', r.id, r.spec ->> '$.model.name', e.name, r.deleted_at FROM runs r
           JOIN experiments e ON e.key = r.experiment
           WHERE r.deleted_at IS NOT NULL AND e.deleted_at IS NULL
         ) ORDER BY deletedAt DESC LIMIT ?`,
        MOST,
      ),
  }
}
export type DeletedStore = ReturnType<typeof deletedStore>
