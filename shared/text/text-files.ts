/** So many files of a folder are not tables to be joined, but texts, one a file, as aclImdb has them. */
export const TEXTS_FROM = 21

const partName = /^(train|training|dev|val|valid|validation|test)$/i
const foldersOf = (path: string) => path.split(/[/\\]/).slice(0, -1)

/**
 * Which of a folder's text files are labelled texts: those in a folder of their own kind (`aclImdb/train/pos/0_9.txt`), not
 * what lies beside such folders (`aclImdb/README.txt`, `aclImdb/train/urls_pos.txt`). All, where there are no such folders.
 */
export function labelledTexts(paths: readonly string[]): string[] {
  const texts = paths.filter((path) => /\.txt$/i.test(path))
  const labelled = texts.filter((path) => foldersOf(path).length > 1 && !partName.test(foldersOf(path).at(-1) ?? ''))
  return labelled.length > 0 ? labelled : texts
}

/** A text file as a line of JSON: its folder is the label, a folder above it may name the part. */
export function textFileLine(path: string, text: string): string {
  const folders = foldersOf(path)
  const part = folders.find((name) => partName.test(name)) ?? ''
  const file = path.split(/[/\\]/).at(-1)
  return `${JSON.stringify({ text, label: folders.at(-1) ?? '', part, file })}\n`
}
