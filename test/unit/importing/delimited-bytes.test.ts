import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ImportOptions } from '../../../shared/contract/dataset.ts'
import { stream } from '../../../shared/engine/training/random.ts'
import type { Random } from '../../../shared/engine/training/random.ts'
import { DelimitedBytes, rawRow } from '../../../electron/importing/delimited-bytes.ts'
import { DelimitedReader } from '../../../electron/importing/delimited.ts'
import { decoderFor } from '../../../electron/importing/encoding.ts'
import type { RawRow } from '../../../electron/importing/formats/record-reader.ts'
import { readFileRows } from '../../../electron/importing/read-file.ts'
import { BlockBuilder } from '../../../electron/importing/row-block.ts'
import { ReportBuilder } from '../../../electron/importing/report.ts'
import { RowGatherer } from '../../../electron/importing/row-gatherer.ts'
import { rowReader } from '../../../electron/importing/row-reader.ts'
import type { ReadRow } from '../../../electron/importing/row-reader.ts'
import { temporaryFolder } from '../electron/temporary-services.ts'

const FILES = 10_000
const bits = ['"', '""', ',', ';', '\t', '\n', '\n', '\r\n', '\r', ' ', 'a', 'b c', 'é', '漢', '😀', '\0', '","', '"\n']
const invalid = [0xff, 0xc3, 0xe6, 0xf0, 0x80]

/** Mostly well-formed rows with something odd now and then. */
function file(random: Random): Uint8Array {
  const newline = ['\n', '\r\n', '\r'][Math.max(0, random.int(6) - 3)]
  const odd = random.int(12)
  const cell = () => {
    const text = Array.from({ length: random.int(4) }, () => bits[9 + random.int(7)]).join('')
    return random.int(2) ? `"${text}${random.int(3) ? '' : '""'}${random.int(4) ? '' : newline},"` : text
  }
  const rows = Array.from({ length: 1 + random.int(12) }, () =>
    random.int(12) < odd && random.int(4) === 0
      ? Array.from({ length: random.int(6) }, () => bits[random.int(bits.length)]).join('')
      : `${cell()},${cell()}`,
  )
  const bytes = Buffer.from((random.int(4) ? '' : '\uFEFF') + rows.join(newline) + (random.int(2) ? newline : ''))
  if (random.int(6) === 0 && bytes.length > 0) bytes[random.int(bytes.length)] = invalid[random.int(invalid.length)]
  return bytes
}

/** Pieces of any length, as long as the first shows a line end if the file has one: from that both readers learn. */
function cuts(bytes: Uint8Array, random: Random): Uint8Array[] {
  const pieces: Uint8Array[] = []
  let at = Math.min(bytes.length, Math.max(bytes.indexOf(10) + 1, 1) + random.int(20))
  pieces.push(bytes.subarray(0, at))
  while (at < bytes.length) {
    const to = Math.min(bytes.length, at + 1 + random.int(30))
    pieces.push(bytes.subarray(at, to))
    at = to
  }
  return pieces
}

describe('reading delimited rows as bytes', () => {
  it(`gives the rows that the reader of text gives, in ${FILES.toLocaleString('en')} files with odd rows, however they arrive`, () => {
    const random = stream(8, 'delimited-bytes')
    let [clean, other] = [0, 0]
    for (let n = 0; n < FILES; n++) {
      const bytes = file(random)
      const delimiter = [',', ';', '\t', '\n'][Math.max(0, random.int(7) - 3)]
      // Lines of plain text have no quotes; a line end cannot divide cells as well as rows.
      const dialect = { delimiter, quoting: delimiter !== '\n' && random.int(4) > 0 }
      const found: RawRow[] = []
      const reader = new DelimitedBytes(dialect, {
        clean: (row) => {
          clean++
          found.push(rawRow(row))
        },
        other: (row) => {
          other++
          found.push(row)
        },
      })
      for (const piece of cuts(bytes, random)) reader.push(piece)
      reader.push(new Uint8Array(0), true)
      const decoder = decoderFor('utf-8')
      const expected = new DelimitedReader(dialect).push(decoder.write(bytes) + decoder.end(), true)
      if (JSON.stringify(found) !== JSON.stringify(expected))
        expect({ file: JSON.stringify(Buffer.from(bytes).toString()), dialect, found }).toEqual({
          file: JSON.stringify(Buffer.from(bytes).toString()),
          dialect,
          found: expected,
        })
    }
    // Both ways are gone often, else this would show little.
    expect(clean).toBeGreaterThan(FILES)
    expect(other).toBeGreaterThan(FILES)
  })

  it('keeps and refuses the rows that the row reader keeps and refuses, with their texts', async () => {
    const random = stream(9, 'delimited-bytes')
    const folder = temporaryFolder()
    const options: ImportOptions = {
      ...{ name: 'f', encoding: 'utf-8', delimiter: ',', quoting: true, header: true },
      ...{ textColumn: 1, labelColumn: 0, partColumn: 2 },
      labels: { kind: 'values', classes: ['bad', 'good'], map: { bad: 0, good: 1, skip: null } },
    }
    const labels = ['good', ' bad ', '"good"', 'skip', 'other', '', 'good']
    const texts = ['fine', '" fine"', '"é ""so"""', '""""', '', ' ', '"two\nlines"', '漢字', 'x'.repeat(100_001), 'ok']
    const parts = ['train', ' Test ', '', 'dev', 'nowhere', 'train,more', 'train,']
    const one = (from: string[]) => from[random.int(from.length)]
    const rows = Array.from({ length: 400 }, () => `${one(labels)},${one(texts)},${one(parts)}`)
    const content = `label,text,part\n${rows.join('\n')}\n`
    const path = join(folder, 'f.csv')
    writeFileSync(path, content)

    const kept: ReadRow[] = []
    const report = new ReportBuilder(2)
    const gatherer = new RowGatherer(report)
    const refusals: unknown[] = []
    const take = {
      kept: (row: ReadRow) => gatherer.kept(row),
      keptBytes: (...row: Parameters<RowGatherer['keptBytes']>) => gatherer.keptBytes(...row),
      refused: (row: Parameters<RowGatherer['refused']>[0]) => void refusals.push(row),
    }
    for await (const done of readFileRows([{ path, fileName: 'f.csv', bytes: 1 }], options, take))
      expect(done).toBeGreaterThan(0)
    await gatherer.flush((block) => {
      if (!block) return
      for (let n = 0; n < block.rows; n++)
        kept.push({
          line: block.lines[n],
          text: Buffer.from(block.texts.subarray(n && block.ends[n - 1], block.ends[n])).toString(),
          label: block.labels[n],
          originalLabel: block.originals[block.original[n]],
          part: ([null, 'train', 'validation', 'test'] as const)[block.parts[n]],
        })
    }, true)

    const read = rowReader(options, 3)
    const expected = new DelimitedReader(options).push(content, true).map(read)
    expect(kept).toEqual(expected.flatMap((row) => (row && 'kept' in row ? [row.kept] : [])))
    expect(refusals).toEqual(expected.flatMap((row) => (row && 'refused' in row ? [row.refused] : [])))
    expect(kept.length).toBeGreaterThan(30)
    expect(refusals.length).toBeGreaterThan(30)
  })

  it('fills blocks of at most 4,000 rows, and makes room for a text that is larger than a block', () => {
    const blocks = new BlockBuilder()
    for (let n = 0; n < 4001; n++) blocks.add(blocks.place(1).at + 1, n, 0, 'a', null)
    const { bytes, at } = blocks.place(3_000_000)
    bytes.fill(120, at, at + 3_000_000)
    blocks.add(at + 3_000_000, 4001, 1, 'b', 'test')
    blocks.end()
    expect(blocks.full.map(({ first, rows }) => [first, rows])).toEqual([
      [0, 4000],
      [4000, 1],
      [4001, 1],
    ])
    expect(blocks.full[2].ends[0]).toBe(3_000_000)
  })
})
