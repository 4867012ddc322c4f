// Writes the generated files of resources/samples: `node electron/cli/write-samples.ts`. A test compares them.
import { mkdirSync, writeFileSync } from 'node:fs'
import { sampleFiles } from '../../shared/tasks/samples.ts'

const folder = new URL('../../resources/samples/', import.meta.url)
mkdirSync(folder, { recursive: true })
for (const [name, text] of sampleFiles()) {
  writeFileSync(new URL(name, folder), text)
  console.log(`${name}: ${text.split('\n').length - 2} rows`)
}
