import { labelledTexts, textFileLine, TEXTS_FROM } from '../../../shared/text/text-files.ts'

const PIECE = 500

/**
 * Many small text files become one file of JSON lines with the text of each, the name of its folder as label and its path, from
 * which the part can be told; a few files stay as they are.
 */
export async function packTexts(files: readonly File[]): Promise<readonly File[]> {
  if (files.length < TEXTS_FROM) return files
  const wanted = new Set(labelledTexts(files.map(pathOf)))
  const texts = files.filter((file) => wanted.has(pathOf(file)))
  if (texts.length === 0) return files.slice(0, TEXTS_FROM - 1)
  const pieces: Blob[] = []
  for (let at = 0; at < texts.length; at += PIECE) {
    const lines = await Promise.all(texts.slice(at, at + PIECE).map(lineOf))
    pieces.push(new Blob([lines.join('')]))
  }
  const [folder] = texts[0].webkitRelativePath.split('/')
  return [new File(pieces, `${folder || 'texts'}.jsonl`)]
}

/** Its path within the folder that was chosen; files chosen one by one have none. */
const pathOf = (file: File) => file.webkitRelativePath || file.name

async function lineOf(file: File): Promise<string> {
  return textFileLine(pathOf(file), decode(await file.arrayBuffer()))
}

/** UTF-8, or where it is not that, Windows-1252: one file alone is too little to tell more. */
function decode(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
