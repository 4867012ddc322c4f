import { UnrollError } from '../../shared/contract/errors.ts'
import type { ErrorCode } from '../../shared/contract/errors.ts'

/** Primary result codes of SQLite (https://www.sqlite.org/rescode.html) that a person can cause and mend. */
const causes: Record<number, ErrorCode> = {
  8: 'folder-not-writable', // READONLY
  11: 'database-damaged', // CORRUPT
  13: 'disk-full', // FULL
  14: 'folder-not-writable', // CANTOPEN
  26: 'database-damaged', // NOTADB
}

const fileCauses: Record<string, ErrorCode> = {
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EACCES: 'folder-not-writable',
  EPERM: 'folder-not-writable',
  EROFS: 'folder-not-writable',
  ENOTDIR: 'folder-not-writable',
  EEXIST: 'folder-not-writable',
  ENOENT: 'folder-not-writable',
}

/** Words an error of SQLite or of the file system for people; what is no such error is answered as it came. */
export function storageError(error: unknown, folder: string): unknown {
  if (!(error instanceof Error)) return error
  const { errcode, code } = error as Error & { errcode?: unknown; code?: unknown }
  const cause =
    typeof errcode === 'number' ? causes[errcode & 0xff] : typeof code === 'string' ? fileCauses[code] : undefined
  return cause ? new UnrollError(cause, messages(folder, error.message)[cause] ?? error.message) : error
}

const messages = (folder: string, cause: string): Partial<Record<ErrorCode, string>> => ({
  'disk-full':
    `The disk that holds ${folder} is full, so nothing more could be saved. What was saved before is intact. ` +
    'Make room on the disk, then try again.',
  'folder-not-writable':
    `Unroll may not write in ${folder} (${cause}). Give yourself the right to write there, ` +
    'or choose another folder with the environment variable UNROLL_DATA.',
  'database-damaged':
    `The database in ${folder} cannot be read (${cause}). Nothing was changed. Put a copy of the folder back from a ` +
    'backup, or move unroll.db away to start afresh.',
})
