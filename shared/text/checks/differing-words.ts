export interface TextPiece {
  text: string
  differs: boolean
}

/** Longer texts are only compared from both ends: the table of the middle grows with the square. */
const MOST_COMPARED = 400

/**
 * What differs between two texts, word by word, for marking: both sides in pieces that together are the text as given. The
 * longest common run of words, in order, is common (letter case aside).
 */
export function differingWords(a: string, b: string): [TextPiece[], TextPiece[]] {
  const [left, right] = [parts(a), parts(b)]
  const [keysLeft, keysRight] = [left.map(keyOf), right.map(keyOf)]
  const common = commonRun(keysLeft, keysRight)
  return [join(left, common.left), join(right, common.right)]
}

/** Words with the space in front of them. */
const parts = (text: string): string[] => text.match(/\s*[\p{L}\p{N}]+|\s*[^\s\p{L}\p{N}]|\s+$/gu) ?? []
const keyOf = (part: string) => part.trim().toLowerCase().normalize('NFC')

function commonRun(a: readonly string[], b: readonly string[]) {
  const [left, right] = [new Set<number>(), new Set<number>()]
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) {
    left.add(start)
    right.add(start++)
  }
  let end = 0
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) {
    end++
    left.add(a.length - end)
    right.add(b.length - end)
  }
  const [m, n] = [a.length - start - end, b.length - start - end]
  if (m <= 0 || n <= 0 || m > MOST_COMPARED || n > MOST_COMPARED) return { left, right }
  // lengths[i][j]: of the longest common run of what follows word i of a and word j of b.
  const width = n + 1
  const lengths = new Uint16Array((m + 1) * width)
  for (let i = m - 1; i >= 0; i--)
    for (let j = n - 1; j >= 0; j--)
      lengths[i * width + j] =
        a[start + i] === b[start + j]
          ? lengths[(i + 1) * width + j + 1] + 1
          : Math.max(lengths[(i + 1) * width + j], lengths[i * width + j + 1])
  for (let i = 0, j = 0; i < m && j < n;) {
    if (a[start + i] === b[start + j]) {
      left.add(start + i++)
      right.add(start + j++)
    } else if (lengths[(i + 1) * width + j] >= lengths[i * width + j + 1]) i++
    else j++
  }
  return { left, right }
}

function join(words: readonly string[], common: ReadonlySet<number>): TextPiece[] {
  const pieces: TextPiece[] = []
  words.forEach((text, at) => {
    const differs = !common.has(at)
    const last = pieces[pieces.length - 1]
    if (last && last.differs === differs) last.text += text
    else pieces.push({ text, differs })
  })
  return pieces
}
