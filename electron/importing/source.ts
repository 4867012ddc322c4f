import { createReadStream, createWriteStream } from 'node:fs'
import { open, rm, stat } from 'node:fs/promises'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { UnrollError } from '../../shared/contract/errors.ts'
import { storageError } from '../storage/sqlite-errors.ts'

/** Of a file as it lies on the disk, and of what a compressed one unpacks to. */
export const LARGEST_FILE = 2 * 1024 ** 3
/** A piece is some 2,000 short reviews: a few milliseconds of work between two turns of the event loop. */
const PIECE_BYTES = 256 * 1024

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

/** The first bytes of a file, unpacked where it is gzipped. `whole`: there are no others. */
export async function headOf(
  path: string,
  fileName: string,
  length: number,
): Promise<{ bytes: Uint8Array; whole: boolean }> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const { bytes } of piecesOf(path, fileName)) {
    pieces.push(bytes)
    size += bytes.length
    if (size > length) return { bytes: Buffer.concat(pieces).subarray(0, length), whole: false }
  }
  return { bytes: Buffer.concat(pieces), whole: true }
}

/** A piece of a file, unpacked; `read`: bytes of the file on the disk that have been read so far. */
export interface Piece {
  bytes: Uint8Array
  read: number
}

/**
 * A file in pieces. A gzipped one (it begins with 1f 8b) is unpacked on the way.
 * @throws {UnrollError} file-unreadable; file-too-large where it unpacks to more than `largest` bytes.
 */
export async function* piecesOf(path: string, fileName: string, largest = LARGEST_FILE): AsyncGenerator<Piece> {
  try {
    const packed = await isGzipped(path)
    const file = createReadStream(path, { highWaterMark: PIECE_BYTES })
    let read = 0
    if (!packed) {
      for await (const bytes of file as AsyncIterable<Uint8Array>) yield { bytes, read: (read += bytes.length) }
      return
    }
    let unpacked = 0
    const gunzip = createGunzip({ chunkSize: PIECE_BYTES })
    file.on('data', (bytes) => (read += bytes.length))
    file.on('error', (error) => gunzip.destroy(error))
    try {
      for await (const bytes of file.pipe(gunzip) as AsyncIterable<Uint8Array>) {
        unpacked += bytes.length
        if (unpacked > largest)
          throw new UnrollError(
            'file-too-large',
            `“${fileName}” unpacks to more than ${Math.floor(largest / 1024 ** 2)} MiB, the most that can be imported. Split it first.`,
          )
        yield { bytes, read }
      }
    } finally {
      file.destroy()
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && !(error instanceof UnrollError)) unreadable(fileName, error)
    throw error
  }
}

async function isGzipped(path: string): Promise<boolean> {
  const file = await open(path, 'r')
  try {
    const { bytesRead, buffer } = await file.read(new Uint8Array(2), 0, 2, 0)
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b
  } finally {
    await file.close()
  }
}

function unreadable(fileName: string, error: unknown): never {
  const cause = error instanceof Error ? error.message : String(error)
  throw new UnrollError('file-unreadable', `“${fileName}” cannot be read (${cause}).`)
}
