import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { storageError } from './sqlite-errors.ts'

/**
 * Writes a file that is either whole or absent, whatever happens: temporary name, flush, rename, flush of the folder.
 * @throws {UnrollError} disk-full, folder-not-writable
 */
export async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.part`
  try {
    const file = await open(temporary, 'w')
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
    await flushFolder(dirname(path))
  } catch (error) {
    await rm(temporary, { force: true })
    throw storageError(error, dirname(path))
  }
}

/** Makes a rename last. Windows has no such call and needs none. */
async function flushFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
