import type { Value } from '../value.ts'

/** The editor of a sentence, and its words as ids and one-hot vectors. */
export const sentence = {
  textOfTheRow: 'Text of the row',
  keys: 'Ctrl+Enter keeps the text, Escape takes it back, Tab leaves the field.',
  readAsIn: 'Words as read in',
  noComparison: 'No comparison uses this data yet; one gives the words their ids.',
  readingVocabulary: 'Reading the vocabulary …',
  known: (word: string, id: Value, count: Value) => `“${word}”: id ${id}, ${count} × in the training rows`,
  unknown: (typed: string, id: Value) => `“${typed}” is not in the vocabulary: the model reads id ${id}, unknown`,
  cut: (typed: string, most: Value) => `“${typed}” is cut off: the model reads ${most} words`,
  tooLong: (most: Value) => `A row holds at most ${most} characters; this would have been more.`,
  wordsAsNumbers: 'Words, ids and one-hot vectors',
  oneAt: (id: Value, size: Value) => `one-hot vector: 1 at place ${id} of ${size}`,
  drawLookUp: 'Press a word to see the row look-up.',
  padding: 'padding',
  cutOff: 'cut off',
  more: (count: Value) => `and ${count} more`,
  history: 'History',
  historyOfEdits: 'History of the edits',
  noEdit: 'No edit yet. Each one is listed here and can be undone, also after a restart.',
  undoToHere: 'Undo to here',
  undoToEdit: (revision: Value) => `Undo to here: edit ${revision} and all after it`,
  undone: 'undone',
  redoToHere: 'Redo to here',
  redoToEdit: (revision: Value) => `Redo to here: up to edit ${revision}`,
}
