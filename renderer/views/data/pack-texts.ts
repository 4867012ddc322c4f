/** So many files are not tables to be joined, but texts, one a file, as aclImdb has them. */
const TEXTS_FROM = 21
const PIECE = 500

/**
 * Many small text files become one file of JSON lines with the text of each, the name of its folder as label and its path, from
 * which the part can be told; a few files stay as they are.
 */
export async function packTexts(files: readonly File[]): Promise<readonly File[]> {
  if (files.length < TEXTS_FROM) return files
  const texts = files.filter(({ name }) => /\.txt$/i.test(name))
  const pieces: Blob[] = []
  for (let at = 0; at < texts.length; at += PIECE) {
    const lines = await Promise.all(texts.slice(at, at + PIECE).map(lineOf))
    pieces.push(new Blob([lines.join('')]))
  }
  const [folder] = (texts[0] ?? files[0]).webkitRelativePath.split('/')
  return texts.length === 0 ? files.slice(0, TEXTS_FROM - 1) : [new File(pieces, `${folder || 'texts'}.jsonl`)]
}

async function lineOf(file: File): Promise<string> {
  const bytes = await file.arrayBuffer()
  const folders = file.webkitRelativePath.split('/').slice(0, -1)
  const part = folders.find((name) => /^(train|dev|valid|validation|test)$/i.test(name)) ?? ''
  return `${JSON.stringify({ text: decode(bytes), label: folders.at(-1) ?? '', part, file: file.name })}\n`
}

/** UTF-8, or where it is not that, Windows-1252: one file alone is too little to tell more. */
function decode(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
