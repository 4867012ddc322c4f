import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { SQLInputValue, StatementSync } from 'node:sqlite'
import { UnrollError } from '../../shared/contract/errors.ts'
import { makeFolder } from './make-folder.ts'
import { migrations } from './migrations/all.ts'
import { storageError } from './sqlite-errors.ts'

/** One connection. Every method throws UnrollErrors for what a person can mend (disk-full, …). */
export interface Database {
  readonly folder: string
  all<Row>(sql: string, ...parameters: SQLInputValue[]): Row[]
  get<Row>(sql: string, ...parameters: SQLInputValue[]): Row | undefined
  /** Answers how many rows changed. */
  run(sql: string, ...parameters: SQLInputValue[]): number
  /** All or nothing. Inside another transaction it joins that one. */
  transaction<T>(work: () => T): T
  close(): void
}

/** How long a writer waits for another process on the same folder. */
const BUSY_MILLISECONDS = 15_000
/** Of a new database; an older one keeps its 4,096. Texts of a kilobyte are written a quarter faster. */
const PAGE_BYTES = 16_384
/** Log between two checkpoints: each page of an import is then written to the database about once. */
const BULK_CHECKPOINT_BYTES = 64 * 1024 * 1024
const FILE = 'unroll.db'

/** What two texts must share for a search to find one in the other. SQLite's own comparison folds ASCII letters only. */
export const folded = (text: string): string => text.toLowerCase().normalize('NFC')

/**
 * Opens the database of a data folder and brings it to this version's schema.
 * @throws {UnrollError} folder-not-writable, database-newer (nothing is changed), database-damaged, disk-full
 */
export function openDatabase(folder: string): Database {
  try {
    makeFolder(folder)
    refuseNewer(folder)
    const connection = new DatabaseSync(join(folder, FILE), { enableForeignKeyConstraints: true })
    try {
      connection.exec(
        `PRAGMA busy_timeout = ${BUSY_MILLISECONDS}; PRAGMA page_size = ${PAGE_BYTES}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL`,
      )
      connection.function('folded', { deterministic: true }, (text) => folded(String(text)))
      const database = wrap(connection, folder)
      migrate(database, connection)
      return database
    } catch (error) {
      connection.close()
      throw error
    }
  } catch (error) {
    throw storageError(error, folder)
  }
}

/**
 * One more connection of this process, for a thread, to a database that `openDatabase` has brought up to date.
 * What it commits survives the process at once, but a power cut only together with the next commit of a connection of
 * `openDatabase` or the next checkpoint: rows of an import may be so, the commit that makes them a data set may not.
 */
export function connectDatabase(folder: string): Database {
  try {
    const connection = new DatabaseSync(join(folder, FILE), { enableForeignKeyConstraints: true })
    connection.exec(`PRAGMA busy_timeout = ${BUSY_MILLISECONDS}; PRAGMA synchronous = NORMAL`)
    const { page_size: page } = connection.prepare('PRAGMA page_size').get() as { page_size: number }
    connection.exec(`PRAGMA wal_autocheckpoint = ${BULK_CHECKPOINT_BYTES / page}`)
    return wrap(connection, folder)
  } catch (error) {
    throw storageError(error, folder)
  }
}

/** Looks with a read-only connection, which leaves the file as it is. */
function refuseNewer(folder: string): void {
  const path = join(folder, FILE)
  if (!existsSync(path)) return
  const connection = new DatabaseSync(path, { readOnly: true })
  try {
    connection.exec(`PRAGMA busy_timeout = ${BUSY_MILLISECONDS}`)
    const version = versionOf(connection)
    if (version > migrations.length)
      throw new UnrollError(
        'database-newer',
        `The data in ${folder} was written by a newer version of Unroll (its database has version ${version}, this ` +
          `program knows ${migrations.length}). Nothing was changed. Install the newer version, or choose another ` +
          'folder with the environment variable UNROLL_DATA.',
        { found: version, known: migrations.length },
      )
    const [fault] = connection.prepare('PRAGMA quick_check(1)').all() as { quick_check: string }[]
    if (fault && fault.quick_check !== 'ok')
      throw new UnrollError(
        'database-damaged',
        `The database in ${folder} is damaged (${fault.quick_check}). Nothing was changed. Put a copy of the folder ` +
          'back from a backup, or move unroll.db away to start afresh.',
      )
  } finally {
    connection.close()
  }
}

const versionOf = (connection: DatabaseSync) =>
  (connection.prepare('PRAGMA user_version').get() as { user_version: number }).user_version

function migrate(database: Database, connection: DatabaseSync): void {
  // Two processes may open a new folder at once: the second finds the work done.
  database.transaction(() => {
    for (let version = versionOf(connection); version < migrations.length; version++) {
      connection.exec(migrations[version])
      connection.exec(`PRAGMA user_version = ${version + 1}`)
    }
  })
}

function wrap(connection: DatabaseSync, folder: string): Database {
  const statements = new Map<string, StatementSync>()
  const prepare = (sql: string) => {
    const known = statements.get(sql)
    if (known) return known
    const statement = connection.prepare(sql)
    statements.set(sql, statement)
    return statement
  }
  const worded = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      throw storageError(error, folder)
    }
  }
  const transaction = <T>(work: () => T): T => {
    if (connection.isTransaction) return work()
    return worded(() => {
      connection.exec('BEGIN IMMEDIATE')
      try {
        const result = work()
        connection.exec('COMMIT')
        return result
      } catch (error) {
        // A full disk may have rolled back already.
        if (connection.isTransaction) connection.exec('ROLLBACK')
        throw error
      }
    })
  }
  return {
    folder,
    all: <Row>(sql: string, ...parameters: SQLInputValue[]) =>
      worded(() => prepare(sql).all(...parameters) as unknown as Row[]),
    get: <Row>(sql: string, ...parameters: SQLInputValue[]) =>
      worded(() => prepare(sql).get(...parameters) as unknown as Row | undefined),
    run: (sql, ...parameters) => worded(() => Number(prepare(sql).run(...parameters).changes)),
    transaction,
    close: () => {
      if (connection.isOpen) connection.close()
    },
  }
}
