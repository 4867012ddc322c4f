import { compareOptions } from './options.ts'

/** The text of --help. */
export function usage(): string {
  const lines = Object.entries(compareOptions).map(([name, { value, help }]) => [`--${name} ${value}`, help])
  lines.push(['--help', 'this text'])
  const width = Math.max(...lines.map(([left]) => left.length))
  return `Trains models on a file of labelled texts, side by side where there are cores, and compares them.

  npm run compare -- FILE.csv [options]

FILE is a CSV or TSV with a text and a label in each row. Encoding, delimiter, columns and labels are found by looking at
it; rows may name their part (train, validation, test) in a column of their own.

${lines.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n')}

The experiment is kept in the data folder, where the application finds it. Ctrl+C stops after the current step and keeps
what was learnt. Exit status: 0 done, 1 a model diverged or something failed, 2 a bad argument or file, 130 stopped.

  npm run compare -- resources/samples/order-reviews.csv --models ann-mean,ann,rnn,lstm --seed 1`
}
