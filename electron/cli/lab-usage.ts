import { catalogue } from '../../shared/labs/catalogue.ts'
import { labNames } from '../../shared/labs/spec.ts'

/** The text of `npm run lab -- --help`. */
export function labUsage(): string {
  const width = Math.max(...labNames.map((name) => name.length))
  const names = labNames.map((name) => `  ${name.padEnd(width)}  ${catalogue[name].question}`)
  return `Trains small nets on a question and shows what they can and cannot do.

  npm run lab -- NAME [options]

${names.join('\n')}

  --seed N      the first seed (1); the same seed gives the same numbers
  --seeds K     how many seeds: mean and spread are over these
  --quick       one seed and little training: shows that it works, and proves nothing
  --set A=B     any setting of the laboratory, e.g. --set fillers=50,100 --set hidden=64; may be repeated
  --json        the whole result as JSON on standard output
  --save FILE   keep the result; the application opens it, too
  --rerun FILE  do a kept result again and report the largest deviation
  --jobs N      nets that train side by side, with the same results (one per core)
  --help        this text

Exit status: 0 done, 1 something failed or a rerun differs, 2 a bad argument or file, 130 stopped.

  npm run lab -- distance --seed 1 --json`
}
