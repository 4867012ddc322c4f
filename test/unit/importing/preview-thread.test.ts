import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { previewAside } from '../../../electron/importing/preview-thread.ts'
import { previewFile } from '../../../electron/importing/preview.ts'
import { temporaryFolder } from '../electron/temporary-services.ts'

function fileOf(content: string) {
  const path = join(temporaryFolder(), 'reviews.csv')
  writeFileSync(path, content)
  return { id: 'import-0', path, fileName: 'reviews.csv', bytes: Buffer.byteLength(content) }
}

it('a large file is looked at in a thread, which answers what the same look answers here', async () => {
  const rows = Array.from({ length: 20_000 }, (_, n) => `"a film, number ${n}, was seen",${n % 3}`)
  const file = fileOf(`text,stars\n${rows.join('\n')}\n`)
  expect(file.bytes).toBeGreaterThan(512 * 1024)
  const request = { name: 'mine', labelColumn: 1 }
  expect(await previewAside(file, request)).toEqual(await previewFile(file, request))
})

it('what the thread refuses arrives as the same refusal, with its code', async () => {
  const file = { ...fileOf('text,label\n'), path: join(temporaryFolder(), 'gone.csv'), bytes: 1 << 20 }
  await expect(previewAside(file, {})).rejects.toMatchObject({ code: 'file-unreadable' })
})
