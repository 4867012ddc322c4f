// Imports generated reviews into a data folder, in a process of its own: node prepare.ts FOLDER ROWS WORDS. Prints JSON.
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { openServices } from '../../../electron/services.ts'
import { writeReviews } from './review-rows.ts'

const [folder, rows, words] = process.argv.slice(2)
mkdirSync(folder, { recursive: true })
const path = join(folder, 'reviews.csv')
const bytes = await writeReviews(path, Number(rows), Number(words))
const services = await openServices({ dataFolder: folder, resources: null })
const began = performance.now()
const { id, options } = await services.imports.open('reviews.csv', path)
services.imports.commit(id, options)
const dataset = await services.imports.finished(id)
const importSeconds = (performance.now() - began) / 1000
await services.close()
rmSync(path)
console.log(JSON.stringify({ dataset: dataset.id, bytes, rows: dataset.report.rowsKept, importSeconds }))
