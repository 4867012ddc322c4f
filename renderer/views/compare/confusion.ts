import { say } from '../../messages.ts'

/** A confusion matrix ready to show: rows are the actual classes. */
export interface ConfusionView {
  rows: { name: string; total: number; cells: { count: number; share: number; right: boolean }[] }[]
  /** The class whose sentences are most often mistaken, in words; null when nothing is. */
  worst: string | null
}

/** Shares are of the row: of all sentences that are of this class. */
export function confusionView(confusion: readonly (readonly number[])[], classes: readonly string[]): ConfusionView {
  const name = (at: number) => classes[at] ?? say.compare.classWord(at)
  const rows = confusion.map((counts, actual) => {
    const total = counts.reduce((sum, count) => sum + count, 0)
    return {
      name: name(actual),
      total,
      cells: counts.map((count, predicted) => ({
        count,
        share: total ? count / total : 0,
        right: actual === predicted,
      })),
    }
  })
  let worst: { share: number; words: string } | null = null
  rows.forEach(({ cells, total }, actual) =>
    cells.forEach(({ count, share, right }, predicted) => {
      if (!right && count > 0 && (!worst || share > worst.share))
        worst = { share, words: say.compare.takenForOf(name(actual), name(predicted), count, total) }
    }),
  )
  return { rows, worst: (worst as { words: string } | null)?.words ?? null }
}
