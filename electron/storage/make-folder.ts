import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Makes a folder and those above it. Node's own `recursive` never returns where the system denies a name with ENOENT though
 * the folder above exists (under /proc, on a drive that is not there).
 * @throws the error of the file system
 */
export function makeFolder(path: string): void {
  if (isFolder(path)) return
  if (dirname(path) !== path && !isFolder(dirname(path))) makeFolder(dirname(path))
  try {
    mkdirSync(path)
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!isFolder(path)) throw error
  }
}

const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
