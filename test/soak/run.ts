// `npm run soak -- --minutes 60`: an hour of simulated use with faults injected. See arguments.ts.
import { writeFileSync } from 'node:fs'
import { readSoakArguments, usage } from './arguments.ts'
import { inWords } from './report.ts'
import { soak } from './soak.ts'

const options = readSoakArguments(process.argv.slice(2))
if (options === 'help') console.log(usage)
else {
  const report = await soak(options, console.log)
  console.log(`\n${inWords(report)}`)
  if (options.json) writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`)
  process.exitCode = report.passed ? 0 : 1
}
