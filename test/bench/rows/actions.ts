import type { Services } from '../../../electron/services.ts'
import type { RowsQuery } from '../../../shared/contract/edits.ts'
import type { Random } from '../../../shared/engine/training/random.ts'
import type { Clock } from './clock.ts'

/** What the page asks of the host, one after the other. */
export async function timeActions(
  services: Services,
  dataset: string,
  meanWords: number,
  random: Random,
  time: Clock,
): Promise<void> {
  const rows = (query: RowsQuery) => services.edits.rows(dataset, query)
  const page = (query: RowsQuery) => rows({ limit: 100, offset: 0, ...query })
  /** Asks as the page does, until everything has been looked at; answers how many fit. */
  async function whole(query: RowsQuery): Promise<number> {
    for (;;) {
      const { total, looking } = await page(query)
      if (!looking) return total
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  /** Time to the first answer, and to the last. */
  async function question(name: string, query: RowsQuery): Promise<void> {
    await time(`${name}: first answer`, async () => `${(await page(query)).rows.length} rows`)
    await time(`${name}: everything looked at`, async () => `${(await whole(query)).toLocaleString('en')} rows`)
  }
  async function scroll(name: string, query: RowsQuery): Promise<void> {
    const { total } = await page(query)
    const times: number[] = []
    await time(`${name}: 200 pages anywhere`, async () => {
      for (let n = 0; n < 200; n++) {
        // As the page does: a request after the other, not all in one turn.
        await new Promise((resolve) => setImmediate(resolve))
        const began = performance.now()
        await page({ ...query, offset: random.int(Math.max(1, total - 100)) })
        times.push(performance.now() - began)
      }
      times.sort((a, b) => a - b)
      return `p50 ${times[100].toFixed(1)} ms, p95 ${times[190].toFixed(1)} ms a page`
    })
  }

  await time('first rows', async () => `${(await page({})).rows.length} rows`)
  await scroll('scroll, in order', {})
  await question('sort by words', { sort: 'words', order: 'down' })
  await scroll('scroll, longest first', { sort: 'words', order: 'down' })
  await question('20 to 30 words', { shortest: 20, longest: 30 })
  await question('one class', { label: 1 })
  await question('search, frequent word', { search: 'wonderful' })
  await question('search, rare', { search: 'zzqx' })
  await question('search beyond ASCII', { search: 'CAFÉ' })
  await time('search given up for another, five times', async () => {
    for (let n = 0; n < 5; n++)
      await Promise.race([page({ search: `given up ${n}` }), new Promise((done) => setTimeout(done, 30))])
    return `${(await page({ label: 0 })).total.toLocaleString('en')} rows`
  })

  // About a fifth of the rows have at most half of the mean length.
  const filter = { longest: Math.round(meanWords / 2) }
  const head = services.datasets.read(dataset).revision
  await time('bulk edit', async () => {
    const { entry } = await services.edits.edit(dataset, {
      revision: head,
      edit: { kind: 'part', target: { filter }, part: 'test' },
    })
    return `${entry?.touched.toLocaleString('en')} rows`
  })
  await time('first rows after it', async () => `${(await page({})).rows.length} rows`)
  await question('sort by words after it', { sort: 'words', order: 'down' })
  await time('undo', async () => {
    const { entry } = await services.edits.undo(dataset, null)
    return `${entry?.touched.toLocaleString('en')} rows`
  })
  await question('one class after the undo', { label: 1 })
  const { revision } = services.datasets.read(dataset)
  await time('bulk deletion', async () => {
    const edit = { kind: 'delete', target: { filter } } as const
    return `${(await services.edits.edit(dataset, { revision, edit })).entry?.touched.toLocaleString('en')} rows`
  })
  await time('first rows after it', async () => `${(await page({})).rows.length} rows`)
  await time(
    'undo of it',
    async () => `${(await services.edits.undo(dataset, null)).entry?.touched.toLocaleString('en')} rows`,
  )
}
