import { formats } from '../languages.ts'

const { plural, whole } = formats.en
const counter = (one: string, other: string) => (n: number) =>
  plural(n, { one: `${whole(n)} ${one}`, other: `${whole(n)} ${other}` })

/** So many of something, to stand alone or as a part of a list; a sentence around them is a message of its own. */
export const counts = {
  row: counter('row', 'rows'),
  text: counter('text', 'texts'),
  word: counter('word', 'words'),
  sentence: counter('sentence', 'sentences'),
  class: counter('class', 'classes'),
  entry: counter('entry', 'entries'),
  edit: counter('edit', 'edits'),
  distinctText: counter('distinct text', 'distinct texts'),
  repeat: counter('repeat', 'repeats'),
  task: counter('task', 'tasks'),
  time: counter('time', 'times'),
  experiment: counter('experiment', 'experiments'),
  comparison: counter('comparison', 'comparisons'),
  trainingRow: counter('training row', 'training rows'),
  model: counter('model', 'models'),
  file: counter('file', 'files'),
  label: counter('label', 'labels'),
  step: counter('step', 'steps'),
  run: counter('run', 'runs'),
}
