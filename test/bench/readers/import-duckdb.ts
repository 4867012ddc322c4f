// DuckDB's read_csv into a table of a file, in a process of its own: node import-duckdb.ts FILE FOLDER. Prints a Timing as
// JSON, or null where DuckDB is not installed. It is no dependency, so its few calls are typed here.
import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

interface DuckDb {
  DuckDBInstance: {
    create(path: string): Promise<{
      connect(): Promise<{ run(sql: string): Promise<{ getRows(): Promise<unknown[][]> }> }>
    }>
  }
}

const [path, folder] = process.argv.slice(2)
const name = '@duckdb/node-api'
const duckdb = await (import(name) as Promise<DuckDb>).catch(() => null)
if (duckdb === null) console.log('null')
else {
  const database = join(folder, 'bench.duckdb')
  const connection = await (await duckdb.DuckDBInstance.create(database)).connect()
  const [began, cpu] = [performance.now(), process.cpuUsage()]
  await connection.run(`CREATE TABLE reviews AS SELECT * FROM read_csv('${path.replaceAll("'", "''")}')`)
  await connection.run('CHECKPOINT') // ours is on the disk when it is done, so this must be too
  const seconds = (performance.now() - began) / 1000
  const { user, system } = process.cpuUsage(cpu)
  const [[count]] = await (await connection.run('SELECT count(*) FROM reviews')).getRows()
  const peakMegabytes = (process.resourceUsage().maxRSS * 1024) / 1e6
  console.log(
    JSON.stringify({
      ...{ reader: 'DuckDB', seconds, megabytesPerSecond: statSync(path).size / 1e6 / seconds },
      ...{ peakMegabytes, rows: Number(count), cpuSeconds: (user + system) / 1e6 },
    }),
  )
  rmSync(database, { force: true })
}
