import Papa from 'papaparse'
import { expect, it } from 'vitest'
import { refusedCsv } from '../../../../renderer/views/data/refused-file.ts'

it('refused rows are written as CSV that another reader reads back, with formulas made text', () => {
  const raws = ['a,b "quoted"', '=HYPERLINK("http://x")', '+1', '-2', '@x', '\tx', 'two\nlines', 'plain']
  const rows = raws.map((raw, n) => ({
    line: n + 2,
    reason: 'empty-text' as const,
    message: 'The text is empty.',
    raw,
  }))
  const csv = refusedCsv(rows)
  expect(csv.startsWith('line,reason,message,row\r\n')).toBe(true)
  const { data } = Papa.parse<string[]>(csv.trimEnd())
  expect(data.slice(1)).toEqual(
    raws.map((raw, n) => [String(n + 2), 'no text', 'The text is empty.', /^[=+\-@\t]/.test(raw) ? `'${raw}` : raw]),
  )
})
