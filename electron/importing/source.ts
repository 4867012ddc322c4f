import { createReadStream, createWriteStream } from 'node:fs'
import { open, rm, stat } from 'node:fs/promises'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { UnrollError } from '../../shared/contract/errors.ts'
import { storageError } from '../storage/sqlite-errors.ts'

export const LARGEST_FILE = 2 * 1024 ** 3
/** A piece is some 500 short reviews: a few milliseconds of work between two turns of the event loop. */
const PIECE_BYTES = 64 * 1024

/** Streams an upload to disk, never whole in memory. @throws {UnrollError} file-too-large, disk-full */
export async function keepUpload(
  path: string,
  bytes: AsyncIterable<Uint8Array>,
  fileName: string,
  largest = LARGEST_FILE,
): Promise<void> {
  let size = 0
  const counter = new Transform({
    transform(piece: Uint8Array, _encoding, done) {
      size += piece.length
      done(size > largest ? tooLarge(fileName, largest) : null, piece)
    },
  })
  try {
    await pipeline(Readable.from(bytes, { objectMode: false }), counter, createWriteStream(path))
  } catch (error) {
    await rm(path, { force: true })
    throw storageError(error, path)
  }
}

const tooLarge = (fileName: string, largest: number) =>
  new UnrollError(
    'file-too-large',
    `“${fileName}” is larger than ${Math.floor(largest / 1024 ** 2)} MiB, the most that can be imported. Split it first.`,
  )

/** Size of a file that can be read. @throws {UnrollError} file-unreadable, file-empty, file-too-large */
export async function sizeOf(path: string, fileName: string): Promise<number> {
  const found = await stat(path).catch((error: unknown) => unreadable(fileName, error))
  if (!found.isFile()) throw new UnrollError('file-unreadable', `“${fileName}” is a folder or a device, not a file.`)
  if (found.size === 0) throw new UnrollError('file-empty', `“${fileName}” is empty: there is nothing to import.`)
  if (found.size > LARGEST_FILE) throw tooLarge(fileName, LARGEST_FILE)
  return found.size
}

/** The first bytes of a file. */
export async function headOf(path: string, fileName: string, length: number): Promise<Uint8Array> {
  try {
    const file = await open(path, 'r')
    try {
      const bytes = new Uint8Array(length)
      let filled = 0
      for (;;) {
        const { bytesRead } = await file.read(bytes, filled, length - filled, filled)
        filled += bytesRead
        if (bytesRead === 0 || filled === length) return bytes.subarray(0, filled)
      }
    } finally {
      await file.close()
    }
  } catch (error) {
    return unreadable(fileName, error)
  }
}

/** The file in pieces, at most `limit` bytes of it. */
export async function* piecesOf(path: string, fileName: string, limit = Infinity): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path, {
      highWaterMark: PIECE_BYTES,
      ...(Number.isFinite(limit) ? { end: limit - 1 } : {}),
    }) as AsyncIterable<Uint8Array>
  } catch (error) {
    if (error instanceof Error && 'code' in error) unreadable(fileName, error)
    throw error
  }
}

function unreadable(fileName: string, error: unknown): never {
  const cause = error instanceof Error ? error.message : String(error)
  throw new UnrollError('file-unreadable', `“${fileName}” cannot be read (${cause}).`)
}
