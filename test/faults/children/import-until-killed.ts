// Imports a file again and again until it is killed. Says 'committed <id> <fingerprint>' for each import that is done, and
// 'rows <n>' while one is going on.
import { openServices } from '../../../electron/services.ts'

const [dataFolder, file] = process.argv.slice(2)
const services = await openServices({ dataFolder, resources: null })
services.events.subscribe((event) => {
  if (event.kind === 'import' && event.state.state === 'running') console.log(`rows ${event.state.rowsKept}`)
})
console.log('ready')
for (;;) {
  const { id, options } = await services.imports.open('reviews.csv', file)
  services.imports.commit(id, options)
  const dataset = await services.imports.finished(id)
  console.log(`committed ${dataset.id} ${dataset.fingerprint}`)
}
