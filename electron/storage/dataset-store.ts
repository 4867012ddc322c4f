import type { SQLInputValue } from 'node:sqlite'
import { UnrollError } from '../../shared/contract/errors.ts'
import type { Dataset, DatasetReport, DatasetRow, RefusedRow, RowsPage } from '../../shared/contract/dataset.ts'
import type { RowsQuery } from '../service-types.ts'
import type { KeptOptions } from '../importing/read-one.ts'
import { blockParts } from '../importing/row-block.ts'
import type { RowBlock } from '../importing/row-block.ts'
import type { RowCounts } from '../../shared/contract/edits.ts'
import type { Database } from './database.ts'
import { folded } from './database.ts'
import { rowReader } from './edit-rows.ts'
import { editStore } from './edit-store.ts'
import { newId } from './new-id.ts'

interface Stored {
  key: number
  id: string
  name: string
  file_name: string
  origin: Dataset['origin']
  created_at: string
  classes: string
  fingerprint: string
  report: string
  revision: number
  /** Of the newest edit; null: as imported. */
  counts: string | null
  edited_fingerprint: string | null
  edited_report: string | null
}

/** A data set that is being written. Nothing shows it until `finish`. */
export interface OpenDataset {
  id: string
  key: number
}

export interface NewDataset {
  name: string
  fileName: string
  origin: Dataset['origin']
  options: KeptOptions
  owner: string
}

/** Rows of one statement: each call of SQLite costs as much as a short row. A full statement is prepared once. */
const ROWS_AT_ONCE = 32
const FULL_PLACES = Array<string>(ROWS_AT_ONCE).fill('(?, ?, ?, ?, ?, ?, ?)').join(', ')
const placesFor = (rows: number) => FULL_PLACES.slice(0, rows * '(?, ?, ?, ?, ?, ?, ?), '.length - 2)

/** ?1 is the data set. A blob that is taken as text is its bytes: no text becomes a string on its way. */
const insertOf = (rows: number) => {
  const places = Array.from({ length: rows }, (_, row) => {
    const [id, line, text, label, original, part] = [0, 1, 2, 3, 4, 5].map((column) => `?${2 + row * 6 + column}`)
    return `(?1, ${id}, ${line}, CAST(${text} AS TEXT), ${label}, ${original}, ${part})`
  })
  return `INSERT INTO rows (dataset, id, line, text, label, original_label, part) VALUES ${places.join(', ')}`
}

/** Made once: to make so long a text for each statement, and to find it again, costs as much as some rows. */
const FULL_INSERT = insertOf(ROWS_AT_ONCE)

function valuesOf(block: RowBlock, from: number, to: number): SQLInputValue[] {
  const values: SQLInputValue[] = []
  for (let row = from; row < to; row++)
    values.push(
      block.first + row,
      block.lines[row],
      block.texts.subarray(row === 0 ? 0 : block.ends[row - 1], block.ends[row]),
      block.labels[row],
      block.originals[block.original[row]],
      blockParts[block.parts[row]],
    )
  return values
}

const select = `
  SELECT d.key, d.id, d.name, d.file_name, d.origin, d.created_at, d.classes, d.fingerprint, d.report, d.revision,
         e.counts, e.fingerprint AS edited_fingerprint, e.report AS edited_report
  FROM datasets d LEFT JOIN edits e ON e.dataset = d.key AND e.revision = d.revision`

export function datasetStore(database: Database) {
  const find = (id: string, { hidden = false } = {}): Stored => {
    const row = database.get<Stored>(
      `${select} WHERE d.id = ? AND d.state = 'ready' AND (d.deleted_at IS NULL OR ?)`,
      id,
      hidden ? 1 : 0,
    )
    if (!row)
      throw new UnrollError('dataset-not-found', 'This data set does not exist (any more). Choose another one.', { id })
    return row
  }
  const setDeleted = (id: string, at: string | null): Dataset => {
    const row = find(id, { hidden: true })
    database.run('UPDATE datasets SET deleted_at = ? WHERE key = ?', at, row.key)
    return toDataset(row)
  }
  const reader = rowReader(database)
  const importedRows = (key: number, { offset = 0, limit = 100, search = '', label }: RowsQuery): RowsPage => {
    const where = `dataset = ? AND (? = '' OR instr(folded(text), folded(?)) > 0) AND (? IS NULL OR label = ?)`
    const chosen = [key, search, search, label ?? null, label ?? null]
    const count = database.get<{ total: number }>(`SELECT count(*) AS total FROM rows WHERE ${where}`, ...chosen)
    const rows = database.all<DatasetRow>(
      `SELECT id, line, text, label, original_label AS originalLabel, part FROM rows WHERE ${where}
       ORDER BY id LIMIT ? OFFSET ?`,
      ...[...chosen, limit, offset],
    )
    return { total: count?.total ?? 0, rows }
  }

  const insertRefused = (key: number, refused: readonly (RefusedRow & { position: number })[]) => {
    for (const { position, line, reason, message, raw } of refused)
      database.run(
        'INSERT INTO refused_rows (dataset, position, line, reason, message, raw) VALUES (?, ?, ?, ?, ?, ?)',
        ...[key, position, line, reason, message, raw],
      )
  }

  return {
    list: (): Dataset[] =>
      database
        .all<Stored>(`${select} WHERE d.state = 'ready' AND d.deleted_at IS NULL ORDER BY d.key DESC`)
        .map(toDataset),
    read: (id: string, options?: { hidden?: boolean }): Dataset => toDataset(find(id, options)),
    keyOf: (id: string, options?: { hidden?: boolean }): number => find(id, options).key,
    byKey: (key: number): Dataset => toDataset(database.get<Stored>(`${select} WHERE d.key = ?`, key) as Stored),
    mendedAtImport: (key: number): number =>
      database.get<{ mended: number }>(
        `SELECT coalesce(json_extract(report, '$.mendedByHand'), 0) AS mended FROM datasets WHERE key = ?`,
        key,
      )?.mended ?? 0,
    rename: (id: string, name: string): Dataset => {
      database.run('UPDATE datasets SET name = ? WHERE key = ?', name, find(id).key)
      return toDataset(find(id))
    },
    remove: (id: string) => setDeleted(find(id).id, new Date().toISOString()),
    restore: (id: string) => setDeleted(id, null),
    /** Also true for a hidden one: what the user deleted does not come back by itself. */
    hasSample: (fileName: string): boolean =>
      database.get(`SELECT 1 FROM datasets WHERE state = 'ready' AND origin = 'sample' AND file_name = ?`, fileName) !==
      undefined,

    /** Some rows by id, as a program reads them one after the other. */
    rows(id: string, { offset = 0, limit = 100, search = '', label, revision }: RowsQuery = {}): RowsPage {
      const { key, revision: head } = find(id, { hidden: true })
      const at = revision ?? head
      if (at === 0) return importedRows(key, { offset, limit, search, label })
      const fits = (row: DatasetRow) =>
        (label === undefined || row.label === label) && folded(row.text).includes(folded(search))
      const rows = reader.range(key, at, 0, reader.end(key)).filter(fits)
      return { total: rows.length, rows: rows.slice(offset, offset + limit).map(({ since: _, ...row }) => row) }
    },
    rowCount: (id: string, revision: number): number =>
      editStore(database).countsAt(find(id, { hidden: true }).key, revision).rows,
    refused: (id: string): RefusedRow[] =>
      database.all<RefusedRow>(
        'SELECT line, reason, message, raw FROM refused_rows WHERE dataset = ? ORDER BY position LIMIT 1000',
        find(id, { hidden: true }).key,
      ),
    /** How its rows were read: what a refused row needs to be read again. */
    optionsOf: (id: string): KeptOptions =>
      JSON.parse(
        (
          database.get<{ options: string }>('SELECT options FROM datasets WHERE key = ?', find(id).key) as {
            options: string
          }
        ).options,
      ) as KeptOptions,
    begin({ name, fileName, origin, options, owner }: NewDataset): OpenDataset {
      const id = newId('dataset')
      database.run(
        `INSERT INTO datasets (id, state, owner, name, file_name, origin, created_at, classes, options, fingerprint, report)
         VALUES (?, 'importing', ?, ?, ?, ?, ?, ?, ?, '', '{}')`,
        ...[id, owner, name, fileName, origin, new Date().toISOString()],
        ...[JSON.stringify(options.labels.classes), JSON.stringify(options)],
      )
      const { key } = database.get<{ key: number }>('SELECT key FROM datasets WHERE id = ?', id) as { key: number }
      return { id, key }
    },
    /** Appends rows and refusals; one short transaction. */
    append({ key }: OpenDataset, rows: readonly DatasetRow[], refused: readonly (RefusedRow & { position: number })[]) {
      database.transaction(() => {
        for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
          const some = rows.slice(at, at + ROWS_AT_ONCE)
          database.run(
            `INSERT INTO rows (dataset, id, line, text, label, original_label, part) VALUES ${placesFor(some.length)}`,
            ...some.flatMap((row) => [key, row.id, row.line, row.text, row.label, row.originalLabel, row.part]),
          )
        }
        insertRefused(key, refused)
      })
    },
    /** As `append`, of rows that lie in bytes. */
    appendBlock({ key }: OpenDataset, block: RowBlock | null, refused: readonly (RefusedRow & { position: number })[]) {
      database.transaction(() => {
        if (block)
          for (let at = 0; at < block.rows; at += ROWS_AT_ONCE)
            database.run(
              block.rows - at < ROWS_AT_ONCE ? insertOf(block.rows - at) : FULL_INSERT,
              key,
              ...valuesOf(block, at, Math.min(at + ROWS_AT_ONCE, block.rows)),
            )
        insertRefused(key, refused)
      })
    },
    finish({ key, id }: OpenDataset, fingerprint: string, report: DatasetReport): Dataset {
      database.run(
        `UPDATE datasets SET state = 'ready', owner = NULL, fingerprint = ?, report = ? WHERE key = ?`,
        ...[fingerprint, JSON.stringify(report), key],
      )
      return toDataset(find(id))
    },
    /** Removes some of an unfinished data set's rows, at last the data set; true while something is left. */
    discardSome: ({ key }: OpenDataset): boolean =>
      database.run(
        'DELETE FROM rows WHERE dataset = ? AND id IN (SELECT id FROM rows WHERE dataset = ? LIMIT 2000)',
        ...[key, key],
      ) > 0 || (database.run('DELETE FROM datasets WHERE key = ?', key), false),
    /** Gives an unfinished data set up: nothing is said of it any more, and whoever finds it removes it. */
    abandon: ({ key }: OpenDataset) => void database.run('UPDATE datasets SET owner = NULL WHERE key = ?', key),
    /** Those that were given up and are not yet removed. */
    abandoned: (): OpenDataset[] =>
      database.all<OpenDataset>(`SELECT key, id FROM datasets WHERE state = 'importing' AND owner IS NULL`),
    /** Gives up what processes that are gone left half imported; answers the names of the user's files. */
    sweep: (isAlive: (owner: string) => boolean): string[] =>
      database.transaction(() =>
        database
          .all<{ key: number; owner: string; file_name: string; origin: string }>(
            `SELECT key, owner, file_name, origin FROM datasets WHERE state = 'importing' AND owner IS NOT NULL`,
          )
          .filter(({ owner }) => !isAlive(owner))
          .flatMap(({ key, file_name, origin }) => {
            database.run('UPDATE datasets SET owner = NULL WHERE key = ?', key)
            return origin === 'sample' ? [] : [file_name]
          }),
      ),
  }
}
export type DatasetStore = ReturnType<typeof datasetStore>

function toDataset(row: Stored): Dataset {
  return {
    id: row.id,
    name: row.name,
    fileName: row.file_name,
    origin: row.origin,
    createdAt: row.created_at,
    classes: JSON.parse(row.classes) as string[],
    fingerprint: row.edited_fingerprint ?? row.fingerprint,
    revision: row.revision,
    report: reportOf(row),
  }
}

/** After an edit the counts are known at once; what takes a look at every text comes later. */
function reportOf({ report, edited_report, counts }: Stored): DatasetReport {
  if (edited_report !== null) return JSON.parse(edited_report) as DatasetReport
  const imported = JSON.parse(report) as DatasetReport
  if (counts === null) return imported
  const { rows, classes, parts } = JSON.parse(counts) as RowCounts
  const hasParts = parts.train + parts.validation + parts.test > 0
  return { ...imported, rowsKept: rows, classCounts: classes, parts: hasParts ? parts : null }
}
