import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export interface PackedFile {
  /** Inside the archive, with forward slashes. */
  path: string
  bytes: Buffer
  /** Whether the archive's own SHA-256 of the file, which Electron checks when it reads, is that of its bytes. */
  whole: boolean
}

interface Entry {
  files?: Record<string, Entry>
  size?: number
  offset?: string
  unpacked?: boolean
  integrity?: { algorithm: string; hash: string }
}

/**
 * Reads an asar archive (github.com/electron/asar, 'Format'): a Chromium pickle with the length of the header, the header as
 * JSON, then the files. A reader of our own, so that the packager is not asked to judge itself.
 */
export function readAsar(path: string): PackedFile[] {
  const archive = readFileSync(path)
  const start = 8 + archive.readUInt32LE(4)
  const header = JSON.parse(archive.toString('utf8', 16, 16 + archive.readUInt32LE(12))) as Entry
  const read = (entry: Entry, at: string): PackedFile[] => {
    if (entry.files)
      return Object.entries(entry.files).flatMap(([name, inner]) => read(inner, at ? `${at}/${name}` : name))
    if (entry.unpacked) throw new Error(`${at} lies outside the archive, where anybody can change it`)
    const from = start + Number(entry.offset)
    const bytes = archive.subarray(from, from + (entry.size ?? 0))
    const hash = createHash('sha256').update(bytes).digest('hex')
    return [{ path: at, bytes, whole: entry.integrity?.algorithm === 'SHA256' && entry.integrity.hash === hash }]
  }
  return read(header, '')
}

/** Writes the files into a folder. */
export function extract(files: readonly PackedFile[], folder: string): void {
  for (const { path, bytes } of files) {
    const target = join(folder, path)
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, bytes)
  }
}
