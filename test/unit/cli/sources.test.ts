import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Part } from '../../../shared/contract/dataset.ts'
import { importFile } from '../../../electron/cli/import-file.ts'
import { sourceFiles } from '../../../electron/cli/sources.ts'
import { temporaryFolder, temporaryServices } from '../electron/temporary-services.ts'

function folderWith(files: Record<string, string>): string {
  const folder = temporaryFolder()
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  return folder
}

const signal = new AbortController().signal
async function imported(files: { path: string; part: Part | null }[]) {
  const services = await temporaryServices()
  const dataset = await importFile(services, { files }, signal)
  const { rows } = services.datasets.rows(dataset.id, { limit: 1000 })
  return { dataset, rows: rows.map(({ text, originalLabel, part }) => [text, originalLabel, part]) }
}

describe('what compare reads', () => {
  it('is a folder of texts as aclImdb has them, without what lies beside the labelled ones', async () => {
    const texts = Object.fromEntries(
      ['train', 'test'].flatMap((part) =>
        ['pos', 'neg'].flatMap((label) =>
          [0, 1, 2, 3, 4, 5].map((n) => [`aclImdb/${part}/${label}/${n}_9.txt`, `${part} film\n${label} "${n}"`]),
        ),
      ),
    )
    const others = { 'aclImdb/README.txt': 'read me', 'aclImdb/train/urls_pos.txt': 'http', 'aclImdb/.hidden.txt': 'x' }
    const folder = folderWith({ ...texts, ...others })
    const { dataset, rows } = await imported([{ path: join(folder, 'aclImdb'), part: null }])
    expect(dataset).toMatchObject({ name: 'aclImdb', classes: ['neg', 'pos'] })
    expect(dataset.report).toMatchObject({
      ...{ rowsKept: 24, rowsRefused: 0, classCounts: [12, 12] },
      parts: { train: 12, validation: 0, test: 12 },
    })
    expect(rows.sort()).toEqual(
      Object.entries(texts)
        .map(([path, text]) => [text, path.split('/')[2], path.split('/')[1]])
        .sort(),
    )
  })

  it('is a folder of few files, a file for each label', async () => {
    const folder = folderWith({
      'set/pos/a.txt': 'one, good\ntwo good\n',
      'set/neg/b.txt': 'one bad\n',
      'set/x.png': 'no',
    })
    const { rows } = await imported([{ path: join(folder, 'set'), part: null }])
    expect(rows).toEqual([
      ['one bad', 'neg', null],
      ['one, good', 'pos', null],
      ['two good', 'pos', null],
    ])
  })

  it('are several files with the parts that were given, whatever a column says', async () => {
    const folder = folderWith({
      'a.csv': 'text,label,part\nfine,1,test\npoor,0,test\n',
      'b.csv': 'text,label,part\ngreat,1,train\nawful,0,train\n',
      'c.csv': 'text,label,part\nso so,1,\n',
    })
    const at = (name: string, part: Part | null) => ({ path: join(folder, name), part })
    const { rows } = await imported([at('c.csv', null), at('a.csv', 'train'), at('b.csv', 'test')])
    expect(rows).toEqual([
      ['so so', '1', null],
      ['fine', '1', 'train'],
      ['poor', '0', 'train'],
      ['great', '1', 'test'],
      ['awful', '0', 'test'],
    ])
  })

  it('says in words what is no data', () => {
    const empty = folderWith({ 'a/picture.png': '' })
    expect(() => sourceFiles([{ path: empty, part: null }])).toThrow('has no CSV')
    const many = folderWith(Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`${n}.csv`, 'a,b\n'])))
    expect(() => sourceFiles([{ path: many, part: null }])).toThrow('At most 100 files')
  })
})
