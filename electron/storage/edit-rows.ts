import type { DatasetRow } from '../../shared/contract/dataset.ts'
import type { ListedRow } from '../../shared/contract/edits.ts'
import type { Database } from './database.ts'

/** A version of a row. `text` null: that of the imported row. */
export interface RowVersion extends Omit<DatasetRow, 'text'> {
  since: number
  deleted: 0 | 1
  text: string | null
}

const columns = 'id, line, text, label, original_label AS originalLabel, part'

/** Reads rows as they were at a revision: what was imported, overlaid with the versions that have come since. */
export function rowReader(database: Database) {
  /** The newest version of each row, of those in order of id and revision. */
  const newest = (versions: readonly RowVersion[]): Map<number, RowVersion> =>
    new Map(versions.map((version) => [version.id, version]))

  function overlay(base: ListedRow[], versions: readonly RowVersion[]): ListedRow[] {
    if (versions.length === 0) return base
    const changed = newest(versions)
    const rows: ListedRow[] = []
    for (const row of base) {
      const version = changed.get(row.id)
      changed.delete(row.id)
      if (!version) rows.push(row)
      else if (!version.deleted) rows.push(listed(version, row.text))
    }
    // What is left was never imported: it was written here, so its text stands in its version.
    for (const version of changed.values()) if (!version.deleted) rows.push(listed(version, ''))
    return rows.sort((a, b) => a.id - b.id)
  }

  return {
    /** Rows with from ≤ id < to that there are at a revision, by id. */
    range(dataset: number, revision: number, from: number, to: number): ListedRow[] {
      const base = database.all<ListedRow>(
        `SELECT ${columns}, 0 AS since FROM rows WHERE dataset = ? AND id >= ? AND id < ? ORDER BY id`,
        ...[dataset, from, to],
      )
      if (revision === 0) return overlay(base, [])
      const versions = database.all<RowVersion>(
        `SELECT ${columns}, since, deleted FROM row_versions
         WHERE dataset = ? AND id >= ? AND id < ? AND since <= ? ORDER BY id, since`,
        ...[dataset, from, to, revision],
      )
      return overlay(base, versions)
    },
    /** Those of these rows that there are at a revision, by id. */
    these(dataset: number, revision: number, ids: readonly number[]): ListedRow[] {
      const list = JSON.stringify(ids)
      const base = database.all<ListedRow>(
        `SELECT ${columns}, 0 AS since FROM rows WHERE dataset = ? AND id IN (SELECT value FROM json_each(?)) ORDER BY id`,
        ...[dataset, list],
      )
      if (revision === 0) return overlay(base, [])
      const versions = database.all<RowVersion>(
        `SELECT ${columns}, since, deleted FROM row_versions
         WHERE dataset = ? AND id IN (SELECT value FROM json_each(?)) AND since <= ? ORDER BY id, since`,
        ...[dataset, list, revision],
      )
      return overlay(base, versions)
    },
    /** One beyond the largest id that any row of the data set has ever had. */
    end(dataset: number): number {
      const last = (table: string) =>
        database.get<{ id: number | null }>(`SELECT max(id) AS id FROM ${table} WHERE dataset = ?`, dataset)?.id ?? -1
      return Math.max(last('rows'), last('row_versions')) + 1
    },
    /** Rows that have another version since a revision, by id. */
    touchedAfter: (dataset: number, revision: number): number[] =>
      database
        .all<{ id: number }>(
          'SELECT DISTINCT id FROM row_versions WHERE dataset = ? AND since > ? ORDER BY id',
          ...[dataset, revision],
        )
        .map(({ id }) => id),
    /** Ids that are gone at a revision, and those that were written here and are there, each by id. */
    differences(dataset: number, revision: number, imported: number): { gone: number[]; added: number[] } {
      // Two questions, since one of both would look at every row that was ever edited.
      const versions = newest([
        ...database.all<RowVersion>(
          `SELECT v.id, v.since, v.deleted FROM
             (SELECT DISTINCT id FROM row_versions WHERE dataset = ?1 AND deleted = 1 AND id < ?3) d
             JOIN row_versions v ON v.dataset = ?1 AND v.id = d.id
           WHERE v.since <= ?2 ORDER BY v.id, v.since`,
          ...[dataset, revision, imported],
        ),
        ...database.all<RowVersion>(
          'SELECT id, since, deleted FROM row_versions WHERE dataset = ? AND since <= ? AND id >= ? ORDER BY id, since',
          ...[dataset, revision, imported],
        ),
      ])
      const [gone, added]: [number[], number[]] = [[], []]
      for (const { id, deleted } of versions.values())
        if (id < imported && deleted) gone.push(id)
        else if (id >= imported && !deleted) added.push(id)
      return { gone, added }
    },
    /** Whether more rows than this have ever been deleted, undone deletions counted. */
    hasMoreDeleted: (dataset: number, than: number): boolean =>
      database.all('SELECT 1 FROM row_versions WHERE dataset = ? AND deleted = 1 LIMIT ?', ...[dataset, than + 1])
        .length > than,
    /** How many rows were imported: their ids count from 0. */
    imported: (dataset: number): number =>
      (database.get<{ id: number | null }>('SELECT max(id) AS id FROM rows WHERE dataset = ?', dataset)?.id ?? -1) + 1,
  }
}
export type RowReader = ReturnType<typeof rowReader>

const listed = ({ id, line, text, label, originalLabel, part, since }: RowVersion, imported: string): ListedRow => ({
  ...{ id, line, text: text ?? imported, label, originalLabel, part, since },
})
