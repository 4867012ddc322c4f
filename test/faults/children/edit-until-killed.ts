// Edits, undoes and redoes the rows of a data set, as a seed says, until it is killed. Says 'done <revision>' after each act; which
// acts follows from test/faults/edit-acts.ts.
import { openServices } from '../../../electron/services.ts'
import { editActs } from '../edit-acts.ts'

const [dataFolder, dataset, seed] = process.argv.slice(2)
const services = await openServices({ dataFolder, resources: null })
const { edits } = services
console.log('ready')
for (const act of editActs(Number(seed))) {
  const log = edits.log(dataset)
  if (act.kind === 'edit') {
    const { rows } = await edits.rows(dataset, { limit: 1000 })
    await edits.edit(dataset, { revision: log.revision, edit: act.edit(rows) })
  } else {
    const to = log[act.kind].at(act.back)
    if (to !== undefined) await edits[act.kind](dataset, to)
  }
  console.log(`done ${edits.log(dataset).revision}`)
  // What follows an edit in the background comes between two of them too.
  await new Promise((resolve) => setImmediate(resolve))
}
