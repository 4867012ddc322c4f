import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { openServices } from '../../electron/services.ts'
import { importContent, reviews, temporaryFolder } from '../unit/electron/temporary-services.ts'

const open = (dataFolder: string) => openServices({ dataFolder, resources: null })
const root = process.getuid?.() === 0

it('a data folder that is a file is refused in words', async () => {
  const path = join(temporaryFolder(), 'file')
  writeFileSync(path, 'no folder')
  await expect(open(path)).rejects.toMatchObject({
    code: 'folder-not-writable',
    message: expect.stringContaining('UNROLL_DATA') as string,
  })
})

it.skipIf(process.platform === 'win32')('a folder that cannot be written is refused in words', async () => {
  const folder = temporaryFolder()
  chmodSync(folder, 0o555)
  // Root may write everywhere; for a moment this process is nobody.
  if (root) process.seteuid?.(65534)
  try {
    await expect(open(folder)).rejects.toMatchObject({ code: 'folder-not-writable' })
    await expect(open(join(folder, 'below', 'it'))).rejects.toMatchObject({ code: 'folder-not-writable' })
  } finally {
    if (root) process.seteuid?.(0)
    chmodSync(folder, 0o700)
  }
})

it.runIf(existsSync('/proc/version'))('a file system that cannot be written is refused in words (Linux)', async () => {
  await expect(open('/proc/unroll')).rejects.toMatchObject({
    code: expect.stringMatching(/folder-not-writable/) as string,
  })
})

it('a database of a newer version is refused, and not a byte of it changes', async () => {
  const folder = temporaryFolder()
  const services = await open(folder)
  await importContent(services, 'r.csv', reviews)
  await services.close()
  const path = join(folder, 'unroll.db')
  const database = new DatabaseSync(path)
  database.exec('PRAGMA user_version = 999; PRAGMA wal_checkpoint(TRUNCATE)')
  database.close()
  const before = readFileSync(path)
  await expect(open(folder)).rejects.toMatchObject({ code: 'database-newer', detail: { found: 999 } })
  expect(readFileSync(path).equals(before)).toBe(true)
})

it.each([
  ['no database at all', () => Buffer.from('This is no database, whatever its name says. '.repeat(200))],
  ['cut in the middle', (bytes: Buffer) => bytes.subarray(0, Math.floor(bytes.length / 8192) * 4096)],
  [
    'overwritten in the middle',
    (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 8192), Buffer.alloc(16384, 0xab), bytes.subarray(24576)]),
  ],
])('a damaged database (%s) is refused in words, and left as it is', async (_, damage) => {
  const folder = temporaryFolder()
  const services = await open(folder)
  await importContent(services, 'r.csv', reviews)
  await services.close()
  const path = join(folder, 'unroll.db')
  const damaged = damage(readFileSync(path))
  writeFileSync(path, damaged)
  await expect(open(folder)).rejects.toMatchObject({
    code: 'database-damaged',
    message: expect.stringContaining('backup') as string,
  })
  expect(readFileSync(path).equals(damaged)).toBe(true)
})

it('files of a foreign kind in the data folder are left alone', async () => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'checkpoints'), { recursive: true })
  writeFileSync(join(folder, 'checkpoints', 'my-notes.txt'), 'mine')
  await (await open(folder)).close()
  expect(readFileSync(join(folder, 'checkpoints', 'my-notes.txt'), 'utf8')).toBe('mine')
})
