import { heldNames } from './clamp-option.ts'
import { compareOptions } from './options.ts'

/** The text of --help. */
export function usage(): string {
  const lines = Object.entries(compareOptions).map(([name, { value, help }]) => [`--${name} ${value}`, help])
  lines.unshift(
    ['--train FILE', 'rows of this file or folder are for training; may be given several times'],
    ['--validation FILE', 'likewise, for validation'],
    ['--test FILE', 'likewise, for the test'],
  )
  lines.push(
    ['--clamp TEXT', 'hold a gate or state of a model in training, as in lstm.forget=1; may be given several times'],
    ['--help', 'this text'],
  )
  const width = Math.max(...lines.map(([left]) => left.length))
  return `Trains models on a file of labelled texts, side by side where there are cores, and compares them.

  npm run compare -- FILE... [options]

FILE is CSV, TSV, JSON, JSON lines or Parquet with a text and a label in each row, or a folder of such files, or of texts
in a folder per label (pos/, neg/); gzipped or not. Several become one data set. Encoding, delimiter, columns and labels are
found by looking at them; rows may name their part (train, validation, test) in a column of their own.

${lines.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n')}

A clamp is MODEL.GATE=VALUE, MODEL.GATE:UNIT=VALUE for one unit, MODEL.GATE@LAYER=VALUE for another layer than the first.
Gates and states: ${heldNames}.

The experiment is kept in the data folder, where the application finds it. Ctrl+C stops after the current step and keeps
what was learnt. Exit status: 0 done, 1 a model diverged or something failed, 2 a bad argument or file, 130 stopped.

  npm run compare -- resources/samples/order-reviews.csv --models ann-mean,ann,rnn,lstm --seed 1`
}
