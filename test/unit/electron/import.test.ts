import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { CUT_MARK } from '../../../shared/contract/dataset.ts'
import type { ChangeEvent } from '../../../shared/contract/events.ts'
import { importContent, reviews, specOf, temporaryFolder, temporaryServices, upload } from './temporary-services.ts'

describe('importing', () => {
  it('keeps text, label and line as they came', async () => {
    const services = await temporaryServices()
    const dataset = await importContent(services, 'r.csv', 'text,label\n" Über\ngut ",pos\nschlecht,neg\n')
    expect(dataset).toMatchObject({ name: 'r', fileName: 'r.csv', origin: 'import', classes: ['neg', 'pos'] })
    expect(services.datasets.rows(dataset.id)).toEqual({
      total: 2,
      rows: [
        { id: 0, line: 2, text: ' Über\ngut ', label: 1, originalLabel: 'pos', part: null },
        { id: 1, line: 4, text: 'schlecht', label: 0, originalLabel: 'neg', part: null },
      ],
    })
  })

  it('refuses bad rows with line, reason and raw text, and keeps the others', async () => {
    const services = await temporaryServices()
    const lines = [
      'text,label,split',
      'good one,positive,train', // 2
      ',positive,train', // 3
      'no label,,train', // 4
      'maybe,neutral,train', // 5
      'only text', // 6
      'a, comma too many,negative,train', // 7
      'odd part,negative,somewhere', // 8
      'bad one,negative,test', // 9
      '"never closed,negative,test', // 10
      `${'x'.repeat(100_001)},negative,test`, // 11
    ]
    const { id } = await services.imports.open('bad.csv', upload(lines.join('\n')))
    const labels = {
      kind: 'values',
      classes: ['neg', 'pos'],
      map: { positive: 1, negative: 0, neutral: null },
    } as const
    const { options } = await services.imports.preview(id, {
      ...{ partColumn: 2, labels: { ...labels, classes: [...labels.classes] }, delimiter: ',', quoting: true },
    })
    services.imports.commit(id, options)
    const dataset = await services.imports.finished(id)
    expect(services.datasets.refused(dataset.id).map(({ line, reason }) => [line, reason])).toEqual([
      [3, 'empty-text'],
      [4, 'empty-label'],
      [5, 'unmapped-label'],
      [6, 'too-few-columns'],
      [7, 'too-many-columns'],
      [8, 'unknown-part'],
      [10, 'unclosed-quote'],
      [11, 'text-too-long'],
    ])
    expect(services.datasets.refused(dataset.id).at(-1)?.raw).toHaveLength(2000 + CUT_MARK.length)
    expect(dataset.report).toMatchObject({
      ...{ rowsRead: 10, rowsKept: 2, rowsRefused: 8, classCounts: [1, 1] },
      parts: { train: 1, validation: 0, test: 1 },
    })
  })

  it('maps stars by a threshold and refuses what is no number', async () => {
    const services = await temporaryServices()
    const dataset = await importContent(services, 's.csv', 'review,stars\nfine,5\npoor,2\nso so,3.5\nodd,many\n', {
      labels: { kind: 'threshold', classes: ['low', 'high'], atLeast: 3.5 },
    })
    expect(services.datasets.rows(dataset.id).rows.map((row) => row.label)).toEqual([1, 0, 1])
    expect(dataset.report.refusedByReason).toEqual({ 'label-not-a-number': 1 })
  })

  it.each(['utf-16le', 'utf-16be'])('reads %s', async (encoding) => {
    const services = await temporaryServices()
    const bytes = iconv.encode('text\tlabel\nschön\t1\nhäßlich\t0\n', encoding, { addBOM: true })
    const dataset = await importContent(services, 'wide.tsv', bytes)
    expect(services.datasets.rows(dataset.id).rows.map((row) => row.text)).toEqual(['schön', 'häßlich'])
    expect(dataset.report).toMatchObject({ encoding, delimiter: 'tab' })
  })

  it.each([
    ['file-empty', 'empty.csv', ''],
    ['file-binary', 'picture.csv', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
    ['file-unreadable', 'none.csv', null],
  ])('says %s when a file cannot be opened, and keeps nothing of it', async (code, name, content) => {
    const folder = temporaryFolder()
    const services = await temporaryServices(folder)
    const source = content === null ? join(folder, 'none.csv') : upload(content)
    await expect(services.imports.open(name, source)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(name) as string,
    })
    expect(
      readdirSync(join(folder, 'incoming'), { recursive: true }).filter((file) => `${file}`.includes('import')),
    ).toEqual([])
  })

  it.each([
    ['csv-one-column', 'text\nonly texts here\nand here\n'],
    ['csv-no-rows', 'text,label\n'],
    ['labels-one-class', 'text,label\na,1\nb,1\nc,1\n'],
  ])('says %s in the preview', async (code, content) => {
    const services = await temporaryServices()
    const preview = await services.imports.open('f.csv', upload(content))
    expect(preview.problem?.code).toBe(code)
  })

  it.each([
    ['labels-one-class', 'text,label\na,1\nb,1\nc,\n', {}],
    ['csv-no-rows', 'text,label\n,1\n ,0\n', {}],
    ['csv-unclosed-quote', 'text,label\n"a,1\n"b,0\n"c,1\n', { quoting: true, header: true }],
  ])('fails with %s and keeps nothing', async (code, content, request) => {
    const services = await temporaryServices()
    await expect(
      importContent(services, 'f.csv', content, { labelColumn: 1, textColumn: 0, delimiter: ',', ...request }),
    ).rejects.toMatchObject({ code })
    expect(services.datasets.list()).toEqual([])
  })

  it('imports rows that are all the same, and refuses to split them', async () => {
    const services = await temporaryServices()
    const dataset = await importContent(services, 'same.csv', `text,label\n${'so so,1\nso so,0\n'.repeat(20)}`)
    expect(dataset.report).toMatchObject({ rowsKept: 40, distinctTexts: 1, duplicates: 39 })
    await expect(services.experiments.create({ dataset: dataset.id, spec: specOf() })).rejects.toMatchObject({
      code: 'data-too-few',
    })
    expect(services.experiments.list()).toEqual([])
  })

  it('keeps what the request fixes, detects the rest, and shows the rows as they will be read', async () => {
    const services = await temporaryServices()
    const { id } = await services.imports.open('n.csv', upload('x,first words,a\ny,second words,b\n'))
    const preview = await services.imports.preview(id, { header: false, labelColumn: 2, name: 'Mine' })
    expect(preview.options).toMatchObject({ header: false, labelColumn: 2, textColumn: 1, name: 'Mine' })
    expect(preview.detected).not.toHaveProperty('header')
    expect(preview.detected).toHaveProperty('textColumn')
    expect(preview.rows).toEqual([
      { line: 1, cells: ['x', 'first words', 'a'] },
      { line: 2, cells: ['y', 'second words', 'b'] },
    ])
    expect(preview.labelValues).toEqual([
      { value: 'a', count: 1 },
      { value: 'b', count: 1 },
    ])
  })

  it('leaves nothing of a cancelled import, neither rows nor bytes', async () => {
    const folder = temporaryFolder()
    const services = await temporaryServices(folder)
    const long = `text,label\n${'some words of a review,1\nother words,0\n'.repeat(20_000)}`
    const { id, options } = await services.imports.open('long.csv', upload(long, 65536))
    const midway = new Promise<void>((resolve) =>
      services.events.subscribe((event) => event.kind === 'import' && event.state.rowsKept > 0 && resolve()),
    )
    services.imports.commit(id, options)
    const end = services.imports.finished(id)
    const refusal = expect(end).rejects.toMatchObject({ code: 'import-cancelled' })
    await midway
    await services.imports.cancel(id)
    await refusal
    expect(services.datasets.list()).toEqual([])
    expect(() => services.imports.state(id)).toThrow('does not exist')
    expect(
      readdirSync(join(folder, 'incoming'), { recursive: true }).filter((name) => `${name}`.includes('import-')),
    ).toEqual([])
  })

  it('tells of its progress and its end', async () => {
    const services = await temporaryServices()
    const events: ChangeEvent[] = []
    services.events.subscribe((event) => events.push(event))
    const dataset = await importContent(services, 'r.csv', reviews)
    const states = events.flatMap((event) => (event.kind === 'import' ? [event.state] : []))
    expect(states[0]).toMatchObject({ state: 'running', bytesTotal: reviews.length })
    expect(states.at(-1)).toMatchObject({
      state: 'done',
      datasetId: dataset.id,
      bytesRead: reviews.length,
      rowsKept: 40,
    })
    expect(events.at(-1)).toEqual({ kind: 'datasets' })
  })

  it('gives the same rows the same fingerprint and other rows another', async () => {
    const services = await temporaryServices()
    const first = await importContent(services, 'a.csv', reviews)
    const again = await importContent(services, 'b.csv', reviews.replaceAll('\n', '\r\n'))
    const other = await importContent(services, 'c.csv', reviews.replace('number 3', 'number three'))
    expect(again.fingerprint).toBe(first.fingerprint)
    expect(other.fingerprint).not.toBe(first.fingerprint)
  })

  it('finds rows by text (letter case aside) and label, taking % and _ for themselves', async () => {
    const services = await temporaryServices()
    const { id } = await importContent(services, 'p.csv', 'text,label\n100 % good,1\n100 bad,0\na_b,1\naxb Über,0\n')
    const texts = (query: object) => services.datasets.rows(id, query).rows.map((row) => row.text)
    expect(texts({ search: '%' })).toEqual(['100 % good'])
    expect(texts({ search: 'a_b' })).toEqual(['a_b'])
    expect(texts({ search: 'ÜBER' })).toEqual(['axb Über'])
    expect(texts({ label: 0 })).toEqual(['100 bad', 'axb Über'])
    expect(services.datasets.rows(id, { offset: 1, limit: 2 })).toMatchObject({
      total: 4,
      rows: [{ id: 1 }, { id: 2 }],
    })
  })
})
