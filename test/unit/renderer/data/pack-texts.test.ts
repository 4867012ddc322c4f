import { describe, expect, it } from 'vitest'
import { packTexts } from '../../../../renderer/views/data/pack-texts.ts'

/** A file as a folder input gives it. */
function file(path: string, content: string | Uint8Array<ArrayBuffer>, within = path): File {
  const made = new File([content], path.split('/').at(-1) ?? path)
  Object.defineProperty(made, 'webkitRelativePath', { value: within })
  return made
}

const many = (change: (n: number) => string) =>
  Array.from({ length: 30 }, (_, n) => file(change(n), `text ${n}\nof “film”`))

describe('a folder of texts', () => {
  it('becomes one file with a line a text, its label by folder and its part', async () => {
    const [packed, ...others] = await packTexts(
      many((n) => `aclImdb/${n < 10 ? 'test' : 'train'}/${n % 2 ? 'pos' : 'neg'}/${n}.txt`),
    )
    expect(others).toEqual([])
    expect(packed.name).toBe('aclImdb.jsonl')
    const lines = (await packed.text()).trimEnd().split('\n')
    expect(lines).toHaveLength(30)
    expect(JSON.parse(lines[11])).toEqual({ text: 'text 11\nof “film”', label: 'pos', part: 'train', file: '11.txt' })
    expect(JSON.parse(lines[2])).toMatchObject({ label: 'neg', part: 'test' })
  })

  it('leaves out what is no labelled text, and reads what is not UTF-8 as Western European', async () => {
    const texts = many((n) => `set/${n % 2 ? 'good' : 'bad'}/${n}.txt`)
    const more = [
      ...[file('set/README.txt', 'x'), file('set/train/urls.txt', 'x'), file('set/good/picture.png', 'x')],
      file('set/good/old.txt', Uint8Array.of(0x63, 0x61, 0x66, 0xe9)),
    ]
    const [packed] = await packTexts([...texts, ...more])
    const rows = (await packed.text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { text: string })
    expect(rows).toHaveLength(31)
    expect(rows.at(-1)).toMatchObject({ text: 'café', label: 'good' })
  })

  it('stays as it is where its files are few or are no texts', async () => {
    const few = [file('a.csv', 'text,label\n'), file('b.csv', 'text,label\n')]
    expect(await packTexts(few)).toBe(few)
    const tables = many((n) => `set/${n}.csv`)
    expect(await packTexts(tables)).toEqual(tables.slice(0, 20))
  })

  it('chosen one by one has no folder and so no labels', async () => {
    const [packed] = await packTexts(Array.from({ length: 25 }, (_, n) => file(`${n}.txt`, 'a', '')))
    expect(packed.name).toBe('texts.jsonl')
    expect(JSON.parse((await packed.text()).split('\n')[0])).toMatchObject({ label: '', part: '' })
  })
})
