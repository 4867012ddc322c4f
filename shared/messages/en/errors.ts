/**
 * Errors by code, for the languages in which the main process does not speak: it words its errors in English itself, with
 * names and places in them, and that sentence is shown in English, and everywhere for a code that is not here.
 */
export const errors = {
  'dataset-not-found': 'This data set does not exist (any more). Choose another one.',
  'import-not-found': 'This import does not exist (any more). Open the file again.',
  'experiment-not-found': 'This experiment does not exist (any more). Choose another one.',
  'run-not-found': 'This run does not exist (any more). Choose another one.',
  'recipe-not-found': 'This vocabulary or version does not exist (any more). Choose another one.',
  'file-empty': 'The file is empty: there is nothing to import.',
  'file-binary': 'This is no text file. Save it as CSV or TSV, then open that file.',
  'csv-one-column':
    'The file has only one column with any of the usual delimiters. A text column and a label column are needed. Choose another delimiter, or add the labels.',
  'csv-no-rows': 'The file has no rows that can be used. Check the chosen columns.',
  'labels-one-class':
    'All rows belong to one class. A model needs at least two to tell apart: choose another label column, threshold or file.',
  'labels-unmapped': 'The labels make no set of classes. Choose another label column, or give the labels classes.',
  'import-cancelled': 'The import was cancelled. Nothing of it was kept.',
  'experiment-frozen':
    'A run of this experiment has started, so its settings no longer change: its results would not belong to them. Make another experiment with the new settings.',
  'recipe-changed':
    'This vocabulary was changed in another window meanwhile. It is shown as it is now; make your change again.',
  'disk-full':
    'The disk that holds the data folder is full, so nothing more could be saved. What was saved before is intact. Make room on the disk, then try again.',
}
