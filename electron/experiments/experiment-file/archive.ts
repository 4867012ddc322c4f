import { hash } from 'node:crypto'
import { unzip, zip } from 'fflate'
import type { AsyncZippable } from 'fflate'
import { UnrollError } from '../../../shared/contract/errors.ts'

/** Unpacked bytes that are accepted at most: a small archive can hold a very large one (a zip bomb). */
const MOST_BYTES = 4 * 1024 ** 3
const MOST_ENTRIES = 5000

export type Entries = Record<string, Uint8Array>

/** Packs files by name; numbers of weights hardly get smaller, text does. In worker threads, so that nothing else waits. */
export const pack = (entries: Entries): Promise<Uint8Array<ArrayBuffer>> => {
  const files: AsyncZippable = {}
  for (const [name, bytes] of Object.entries(entries))
    files[name] = [bytes, { level: name.endsWith('.safetensors') ? 1 : 6 }]
  return new Promise((resolve, reject) =>
    zip(files, (error, packed) => (error ? reject(error) : resolve(packed as Uint8Array<ArrayBuffer>))),
  )
}

/** @throws {UnrollError} file-unreadable: no archive, a damaged one, or one that unpacks to more than is accepted. */
export function unpack(bytes: Uint8Array, fileName: string): Promise<Entries> {
  let [total, count] = [0, 0]
  return new Promise((resolve, reject) =>
    unzip(
      bytes,
      {
        filter({ originalSize }) {
          total += originalSize
          count += 1
          if (total > MOST_BYTES || count > MOST_ENTRIES) {
            reject(unreadable(fileName, 'it would unpack to more than 4 GB or 5,000 parts'))
            return false
          }
          return true
        },
      },
      (error, entries) => (error ? reject(unreadable(fileName, error.message)) : resolve(entries)),
    ),
  )
}

export const sha256 = (bytes: Uint8Array): string => hash('sha256', bytes, 'hex')

export const unreadable = (fileName: string, why: string): UnrollError =>
  new UnrollError(
    'file-unreadable',
    `“${fileName}” is no Unroll experiment that can be opened: ${why}. Save the experiment again where it came from.`,
  )
