import { expect, it } from 'vitest'
import { THREAD_ROWS } from '../../../electron/editing/thread/row-thread.ts'
import type { Services } from '../../../electron/services.ts'
import type { ListedRow, RowsQuery } from '../../../shared/contract/edits.ts'
import { words } from '../../../shared/text/tokenise.ts'
import { reviewRows } from '../../bench/rows/review-rows.ts'
import { importContent, temporaryServices } from '../electron/temporary-services.ts'

const ROWS = THREAD_ROWS + 1000
/** Folding makes ASCII of some of these characters, and letters of others. */
const odd = ['K is a kelvin', 'in İstanbul', 'a cafe\u0301 of 100 %', 'under_score \\ back', 'a\u037eb', 'ÉTÉ']
const count = (text: string) => words(text, { lowercase: false, punctuation: 'drop' }).length

async function everything(services: Services, id: string, query: RowsQuery): Promise<ListedRow[]> {
  const rows: ListedRow[] = []
  for (;;) {
    const answer = await services.edits.rows(id, { ...query, offset: rows.length, limit: 1000 })
    rows.push(...answer.rows)
    if (!answer.looking && rows.length >= answer.total) return rows
  }
}

it('the thread finds, orders and edits many rows as a plain look at all of them does', async () => {
  const services = await temporaryServices()
  const lines = [...reviewRows(ROWS - odd.length, 8)].map(({ text, label }) => `"${text}",${label}`)
  const content = `text,label\n${[...lines, ...odd.map((text) => `"${text}",1`)].join('\n')}\n`
  const { id } = await importContent(services, 'reviews.csv', content)
  const { edits } = services

  const questions: RowsQuery[] = [
    { search: 'wonderful', label: 0 },
    { search: 'k' },
    { search: 'IN i' },
    { search: 'café' },
    { search: 'cafe' },
    { search: '0 %' },
    { search: 'r_s' },
    { search: '\\' },
    { search: ';' },
    { search: 'été' },
    { shortest: 3, longest: 5, sort: 'words', order: 'down' },
    { label: 1, sort: 'label', order: 'up' },
    { part: 'test', order: 'down' },
    { part: 'none', shortest: 12, sort: 'words', order: 'up' },
    { edited: 'yes', search: 'the' },
  ]
  const folded = (text: string) => text.toLowerCase().normalize('NFC')
  async function check() {
    const all = await everything(services, id, {})
    const lengths = new Map(all.map((row) => [row.id, count(row.text)]))
    for (const query of questions) {
      const { search = '', label, part, shortest = 0, longest = Infinity, edited, sort = 'id', order = 'up' } = query
      const key = (row: ListedRow) =>
        sort === 'id' ? row.id : sort === 'label' ? row.label : (lengths.get(row.id) ?? 0)
      const wanted = all
        .filter(
          (row) =>
            folded(row.text).includes(folded(search)) &&
            (label === undefined || row.label === label) &&
            (part === undefined || (row.part ?? 'none') === part) &&
            (lengths.get(row.id) ?? 0) >= shortest &&
            (lengths.get(row.id) ?? 0) <= longest &&
            (!edited || row.since > 0),
        )
        .sort((a, b) => (order === 'up' ? key(a) - key(b) : key(b) - key(a)))
      const found = await everything(services, id, query)
      expect(
        found.map((row) => row.id),
        JSON.stringify(query),
      ).toEqual(wanted.map((row) => row.id))
    }
    return all
  }

  const before = await check()
  const { entry } = await edits.edit(id, {
    revision: 0,
    edit: { kind: 'part', target: { filter: { longest: 6 } }, part: 'test' },
  })
  expect(entry?.touched).toBe(before.filter((row) => count(row.text) <= 6).length)
  await edits.edit(id, { revision: 1, edit: { kind: 'delete', target: { filter: { search: 'wonderful' } } } })
  await edits.edit(id, { revision: 2, edit: { kind: 'text', id: ROWS - 1, text: 'now the KELVIN' } })
  const row = { text: 'a new row for the café', label: 0, part: null, line: 0, originalLabel: '' }
  await edits.edit(id, { revision: 3, edit: { kind: 'add', rows: [row] } })
  const after = await check()
  expect(after.length).toBe(before.length + 1 - before.filter((row) => folded(row.text).includes('wonderful')).length)
  const { entry: undone } = await edits.undo(id, 1)
  expect(undone?.kind).toBe('undo')
  const strip = ({ since: _, ...row }: ListedRow) => row
  expect((await check()).map(strip)).toEqual(before.map(strip))
}, 60_000)

it('a search for which nobody waits any more is given up', async () => {
  const services = await temporaryServices()
  const lines = [...reviewRows(ROWS, 8)].map(({ text, label }) => `"${text}",${label}`)
  const { id } = await importContent(services, 'reviews.csv', `text,label\n${lines.join('\n')}\n`)
  const stopper = new AbortController()
  const asked = services.edits.rows(id, { sort: 'words' }, stopper.signal)
  stopper.abort()
  await expect(asked).rejects.toMatchObject({ name: 'AbortError' })
  // It can be asked anew.
  expect((await everything(services, id, { sort: 'words' })).length).toBe(ROWS)
})
