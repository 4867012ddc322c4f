import type { DatasetReport, Part } from '../../shared/contract/dataset.ts'
import type { EditDetail, EditEntry, EditKind, ListedRow, RowCounts } from '../../shared/contract/edits.ts'
import type { Database } from './database.ts'
import { rowReader } from './edit-rows.ts'
import type { RowVersion } from './edit-rows.ts'

/** A row before and after an edit; null: it is not there. */
export interface RowChange {
  before: ListedRow | null
  after: Omit<ListedRow, 'since'> | null
}

export interface NewEdit {
  kind: EditKind
  detail: EditDetail
  undoes: number | null
}

interface StoredEntry extends Omit<EditEntry, 'detail'> {
  detail: string
}

const VERSION_COLUMNS = 'dataset, id, since, deleted, text, label, part, line, original_label'
/** As for imported rows: a call of SQLite costs as much as a short row. */
const VERSIONS_AT_ONCE = 32
const places = (rows: number) => Array<string>(rows).fill('(?, ?, ?, ?, ?, ?, ?, ?, ?)').join(', ')

/** The log of a data set's edits, and the one way in which its rows change. Nothing that it wrote is ever written over. */
export function editStore(database: Database) {
  const rows = rowReader(database)
  const headOf = (dataset: number): number =>
    database.get<{ revision: number }>('SELECT revision FROM datasets WHERE key = ?', dataset)?.revision ?? 0

  function countsAt(dataset: number, revision: number): RowCounts {
    const edit = database.get<{ counts: string }>(
      'SELECT counts FROM edits WHERE dataset = ? AND revision = ?',
      ...[dataset, revision],
    )
    if (edit) return JSON.parse(edit.counts) as RowCounts
    const { report } = database.get<{ report: string }>('SELECT report FROM datasets WHERE key = ?', dataset) as {
      report: string
    }
    const { rowsKept, classCounts, parts } = JSON.parse(report) as DatasetReport
    return { rows: rowsKept, classes: classCounts, parts: parts ?? { train: 0, validation: 0, test: 0 } }
  }

  /** Imported texts by row, of the changes that may be stored without their text. */
  function textsOf(dataset: number, changes: readonly RowChange[], imported: number): Map<number, string> {
    const texts = new Map<number, string>()
    const asked: number[] = []
    for (const { before, after } of changes) {
      const { id } = (after ?? before)!
      if (id >= imported) continue
      if (before?.since === 0) texts.set(id, before.text)
      else asked.push(id)
    }
    if (asked.length > 0)
      for (const { id, text } of database.all<{ id: number; text: string }>(
        'SELECT id, text FROM rows WHERE dataset = ? AND id IN (SELECT value FROM json_each(?))',
        ...[dataset, JSON.stringify(asked)],
      ))
        texts.set(id, text)
    return texts
  }

  function put(versions: readonly RowVersion[], dataset: number) {
    for (let at = 0; at < versions.length; at += VERSIONS_AT_ONCE) {
      const some = versions.slice(at, at + VERSIONS_AT_ONCE)
      database.run(
        `INSERT INTO row_versions (${VERSION_COLUMNS}) VALUES ${places(some.length)}`,
        ...some.flatMap(({ id, since, deleted, text, label, part, line, originalLabel }) => [
          ...[dataset, id, since, deleted, text, label, part, line, originalLabel],
        ]),
      )
    }
  }

  return {
    rows,
    headOf,
    /** What is read and written inside happens at one moment, whatever other processes do. */
    together: <T>(work: () => T): T => database.transaction(work),
    countsAt,
    /** Oldest first. */
    log: (dataset: number): EditEntry[] =>
      database
        .all<StoredEntry>(
          'SELECT revision, kind, detail, touched, undoes, at FROM edits WHERE dataset = ? ORDER BY revision',
          dataset,
        )
        .map((entry) => ({ ...entry, detail: JSON.parse(entry.detail) as EditDetail })),
    /**
     * Makes the next revision, in one transaction with its entry in the log. `changesAt` is asked inside it, with the newest
     * revision, for the changes in handfuls; rows that stay as they are are left out. Null when an edit changes nothing.
     * @throws {UnrollError} disk-full, and what `changesAt` throws; then nothing has changed.
     */
    commit: (
      dataset: number,
      edit: NewEdit,
      changesAt: (head: number) => Iterable<readonly RowChange[]>,
    ): { entry: EditEntry; ids: number[] } | null => {
      const made = { entry: null as EditEntry | null, ids: [] as number[] }
      database.transaction(() => {
        const head = headOf(dataset)
        const since = head + 1
        const counts = structuredClone(countsAt(dataset, head))
        const imported = rows.imported(dataset)
        let touched = 0
        for (const handful of changesAt(head)) {
          const changes = handful.filter(isChange)
          touched += changes.length
          for (const change of changes) {
            recount(counts, change)
            if (made.ids.length < 1000) made.ids.push((change.after ?? change.before)!.id)
          }
          const known = textsOf(dataset, changes, imported)
          put(
            changes.map((change) => versionOf(change, since, known)),
            dataset,
          )
        }
        const { kind, detail, undoes } = edit
        // A step over edits that cancel each other changes no row, but it was taken: what comes next in the history differs.
        if (touched === 0 && undoes === null) return
        const at = new Date().toISOString()
        database.run(
          `INSERT INTO edits (dataset, revision, kind, detail, touched, undoes, at, counts)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
          ...[dataset, since, kind, JSON.stringify(detail), touched, undoes, at, JSON.stringify(counts)],
        )
        database.run('UPDATE datasets SET revision = ? WHERE key = ?', since, dataset)
        made.entry = { revision: since, kind, detail, touched, undoes, at }
      })
      return made.entry && { entry: made.entry, ids: made.ids }
    },
    /** Rows made of refused ones that are there at a revision: place in the list of refused rows → id. */
    mended: (dataset: number, revision: number): Map<number, number> =>
      new Map(
        database
          .all<{ refused: number; id: number }>(
            `SELECT json_extract(e.detail, '$.refused') AS refused, v.id
             FROM edits e JOIN row_versions v ON v.dataset = e.dataset AND v.since = e.revision
             WHERE e.dataset = ?1 AND e.revision <= ?2 AND json_extract(e.detail, '$.refused') IS NOT NULL
               AND 0 = (SELECT deleted FROM row_versions n WHERE n.dataset = ?1 AND n.id = v.id AND n.since <= ?2
                        ORDER BY n.since DESC LIMIT 1)`,
            ...[dataset, revision],
          )
          .map(({ refused, id }) => [refused, id]),
      ),
    /** What follows from the rows at a revision, where it has been computed. */
    fingerprintAt: (dataset: number, revision: number): string =>
      revision === 0
        ? (database.get<{ fingerprint: string }>('SELECT fingerprint FROM datasets WHERE key = ?', dataset)
            ?.fingerprint ?? '')
        : (database.get<{ fingerprint: string }>(
            'SELECT fingerprint FROM edits WHERE dataset = ? AND revision = ?',
            ...[dataset, revision],
          )?.fingerprint ?? ''),
    keepFigures: (dataset: number, revision: number, fingerprint: string, report: DatasetReport) => {
      database.run(
        'UPDATE edits SET fingerprint = ?, report = ? WHERE dataset = ? AND revision = ?',
        ...[fingerprint, JSON.stringify(report), dataset, revision],
      )
    },
    /** Data sets that are there and whose newest revision has no figures yet. */
    withoutFigures: (): { key: number; revision: number }[] =>
      database.all(
        `SELECT d.key, d.revision FROM datasets d JOIN edits e ON e.dataset = d.key AND e.revision = d.revision
         WHERE e.report IS NULL AND d.deleted_at IS NULL AND d.state = 'ready'`,
      ),
    /** A data set and a revision of it that have these rows. */
    withFingerprint: (fingerprint: string): { id: string; revision: number; classes: string[] }[] =>
      database
        .all<{ id: string; revision: number; classes: string }>(
          `SELECT id, 0 AS revision, classes FROM datasets WHERE fingerprint = ?1 AND deleted_at IS NULL AND state = 'ready'
           UNION ALL
           SELECT d.id, e.revision, d.classes FROM edits e JOIN datasets d ON d.key = e.dataset
           WHERE e.fingerprint = ?1 AND d.deleted_at IS NULL`,
          fingerprint,
        )
        .map(({ classes, ...found }) => ({ ...found, classes: JSON.parse(classes) as string[] })),
  }
}
export type EditStore = ReturnType<typeof editStore>

/** Whether anything is different afterwards. */
function isChange({ before, after }: RowChange): boolean {
  if (!before || !after) return before !== after
  return before.text !== after.text || before.label !== after.label || before.part !== after.part
}

function recount(counts: RowCounts, { before, after }: RowChange): void {
  const count = ({ label, part }: { label: number; part: Part | null }, by: 1 | -1) => {
    counts.rows += by
    counts.classes[label] += by
    if (part) counts.parts[part] += by
  }
  if (before) count(before, -1)
  if (after) count(after, 1)
}

/** The text of a row that is as it was imported is not stored again, however often its class changes. */
function versionOf({ before, after }: RowChange, since: number, imported: ReadonlyMap<number, string>): RowVersion {
  const { id, line, text, label, originalLabel, part } = (after ?? before)!
  const kept = imported.get(id) === text ? null : text
  return { id, since, deleted: after ? 0 : 1, text: kept, label, part, line, originalLabel }
}
