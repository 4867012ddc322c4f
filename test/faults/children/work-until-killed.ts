// Imports a small file (in the process) and a large one (in threads), renames, changes settings and deletes, again and again until it
// is killed. Says 'made <id> <name>', 'renamed <id> <name>', 'setting <theme>' and 'deleted <id>' once each is done, and 'rows <n>'
// while an import goes on.
import { openServices } from '../../../electron/services.ts'

const [dataFolder, small, large] = process.argv.slice(2)
const services = await openServices({ dataFolder, resources: null })
services.events.subscribe((event) => {
  if (event.kind === 'import' && event.state.state === 'running') console.log(`rows ${event.state.rowsKept}`)
})
console.log('ready')
for (let round = 0; ; round++) {
  const file = round % 3 === 2 ? large : small
  const { id, options } = await services.imports.open('reviews.csv', file)
  services.imports.commit(id, { ...options, name: `first ${round}` })
  const dataset = await services.imports.finished(id)
  console.log(`made ${dataset.id} first ${round}`)
  services.datasets.rename(dataset.id, `second ${round}`)
  console.log(`renamed ${dataset.id} second ${round}`)
  const { theme } = services.settings.update({ theme: round % 2 ? 'dark' : 'light' })
  console.log(`setting ${theme}`)
  if (round >= 3) {
    const oldest = services.datasets.list().at(-1)
    if (oldest) console.log(`deleted ${services.datasets.remove(oldest.id).id}`)
  }
}
