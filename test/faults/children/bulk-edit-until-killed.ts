// Gives all rows of a class to the other and takes it back, in the thread for edits of many rows, until it is killed. Says
// 'done <revision>' after each. Takes: folder, data set.
import { openServices } from '../../../electron/services.ts'

const [folder, dataset] = process.argv.slice(2)
const { edits } = await openServices({ dataFolder: folder, resources: null })
console.log('ready')
for (let turn = 0; ; turn++) {
  const { revision } = edits.log(dataset)
  if (turn % 3 === 2) await edits.undo(dataset, null)
  else {
    const target = { filter: { label: turn % 2 } }
    await edits.edit(dataset, { revision, edit: { kind: 'relabel', target, label: (turn + 1) % 2 } })
  }
  console.log(`done ${edits.log(dataset).revision}`)
}
