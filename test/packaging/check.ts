// `npm run pack:check`: packs the application around a stand-in for Electron, prints what is inside by size, and fails when
// something is inside that should not be, something is missing, or the budget is exceeded.
import { contentsTable, problemsOf } from './problems.ts'
import { pack, root } from './pack.ts'

const packed = await pack()
try {
  console.log(contentsTable(packed.files))
  const problems = problemsOf(packed.files, root)
  for (const problem of problems) console.error(`PROBLEM ${problem}`)
  console.log(problems.length === 0 ? 'The package is as it should be.' : `${problems.length} problems.`)
  process.exitCode = problems.length === 0 ? 0 : 1
} finally {
  packed.remove()
}
