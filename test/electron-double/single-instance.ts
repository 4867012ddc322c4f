import { mkdirSync, readFileSync, readdirSync, rmSync, watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'

interface Visit {
  argv: string[]
  cwd: string
}

/**
 * The lock of Electron's single instance: one process per userData folder holds it; a later one leaves its command line
 * and gets `false`. Synchronous, as Electron's is.
 */
export function takeLock(userData: string, onVisit: (visit: Visit) => void): boolean {
  mkdirSync(userData, { recursive: true })
  const lock = join(userData, 'double.lock')
  if (!tryToTake(lock)) {
    const name = join(userData, `double-visit-${process.pid}`)
    const visit: Visit = { argv: process.argv, cwd: process.cwd() }
    writeFileSync(`${name}.json`, JSON.stringify(visit))
    return false
  }
  const watcher = watch(userData, () => readVisits(userData, onVisit))
  watcher.unref()
  process.on('exit', () => rmSync(lock, { force: true }))
  return true
}

function tryToTake(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch {
    if (isAlive(Number(readFileSync(lock, 'utf8')))) return false
    writeFileSync(lock, String(process.pid)) // its owner was killed
    return true
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

function readVisits(userData: string, onVisit: (visit: Visit) => void): void {
  for (const name of readdirSync(userData).filter((entry) => /^double-visit-\d+\.json$/.test(entry))) {
    const text = readFileSync(join(userData, name), 'utf8')
    if (!text.endsWith('}')) continue // still being written; its end will be another event
    rmSync(join(userData, name), { force: true })
    onVisit(JSON.parse(text) as Visit)
  }
}
