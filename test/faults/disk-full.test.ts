import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../electron/storage/database.ts'
import { openServices } from '../../electron/services.ts'
import {
  checkpointAt,
  importContent,
  reviews,
  specOf,
  temporaryFolder,
  upload,
} from '../unit/electron/temporary-services.ts'

/** A file system of that many bytes, or null where one may not be mounted. */
function smallDisk(bytes: number): string | null {
  const folder = join(temporaryFolder(), 'disk')
  mkdirSync(folder)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'unroll-test', folder], { stdio: 'ignore' })
  } catch {
    return null
  }
  onTestFinished(() => void execFileSync('umount', ['-l', folder]))
  return folder
}
const canMount = (() => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  const folder = join('/tmp', `unroll-mount-${process.pid}`)
  mkdirSync(folder, { recursive: true })
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'unroll-test', folder], { stdio: 'ignore' })
    execFileSync('umount', [folder], { stdio: 'ignore' })
    return true
  } catch {
    return false
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})()
const MiB = 1024 * 1024
const many = `text,label\n${Array.from({ length: 60_000 }, (_, n) => `a review with the number ${n} and some more words,${n % 2}`).join('\n')}\n`

describe('a database that may not grow', () => {
  it('refuses what does not fit in words, and keeps what it had', () => {
    const database = openDatabase(temporaryFolder())
    onTestFinished(() => database.close())
    const pages = database.get<{ page_count: number }>('PRAGMA page_count')?.page_count ?? 0
    database.get(`PRAGMA max_page_count = ${pages + 4}`)
    database.run(`INSERT INTO settings (name, value) VALUES ('kept', '1')`)
    const fill = () =>
      database.transaction(() => {
        for (let n = 0; n < 1000; n++)
          database.run(`INSERT INTO settings (name, value) VALUES (?, ?)`, `n${n}`, 'x'.repeat(1000))
      })
    expect(fill).toThrowError(expect.objectContaining({ code: 'disk-full' }))
    expect(database.all('SELECT name FROM settings')).toEqual([{ name: 'kept' }])
    database.run(`INSERT INTO settings (name, value) VALUES ('still', '1')`)
  })
})

describe.skipIf(!canMount)('a disk that is full (needs the right to mount one)', () => {
  it('ends an import in words; after room is made, the folder works as before', async () => {
    const folder = smallDisk(3 * MiB)
    if (!folder) throw new Error('no disk could be mounted')
    const services = await openServices({ dataFolder: folder, resources: null })
    onTestFinished(() => services.close())
    const kept = await importContent(services, 'r.csv', reviews)
    const ballast = join(folder, 'ballast')
    writeFileSync(ballast, new Uint8Array(MiB))
    const file = join(temporaryFolder(), 'many.csv')
    writeFileSync(file, many)
    const { id, options } = await services.imports.open('many.csv', file)
    services.imports.commit(id, options)
    await expect(services.imports.finished(id)).rejects.toMatchObject({ code: 'disk-full' })
    expect(services.imports.state(id)).toMatchObject({ state: 'failed', error: { code: 'disk-full' } })
    expect(services.datasets.list()).toEqual([kept])
    rmSync(ballast)
    expect((await importContent(services, 'again.csv', reviews)).fingerprint).toBe(kept.fingerprint)
  })

  it('refuses an upload or a checkpoint that does not fit, leaving the one before', async () => {
    const folder = smallDisk(4 * MiB)
    if (!folder) throw new Error('no disk could be mounted')
    const services = await openServices({ dataFolder: folder, resources: null })
    onTestFinished(() => services.close())
    const dataset = await importContent(services, 'r.csv', reviews)
    const { runs } = await services.experiments.create({ dataset: dataset.id, spec: specOf() })
    await services.runs.saveCheckpoint(runs[0].id, 'last', checkpointAt(1, 1000))
    await expect(services.runs.saveCheckpoint(runs[0].id, 'last', checkpointAt(2, 2 * MiB))).rejects.toMatchObject({
      code: 'disk-full',
    })
    expect(await services.runs.checkpoint(runs[0].id, 'last')).toEqual(checkpointAt(1, 1000))
    expect(readdirSync(join(folder, 'checkpoints'))).toHaveLength(1)
    await expect(services.imports.open('big.csv', upload(many.repeat(8), 65536))).rejects.toMatchObject({
      code: 'disk-full',
    })
    expect(
      readdirSync(join(folder, 'incoming'), { recursive: true }).filter((name) => `${name}`.includes('import-')),
    ).toEqual([])
  })
})
