/** Of rows with these lengths, [words, rows] rising: how many fit whole into `maxLength`, and how many are cut. */
export function lengthCover(lengths: readonly (readonly [words: number, rows: number])[], maxLength: number) {
  let [whole, cut, wordsKept, words] = [0, 0, 0, 0]
  for (const [length, rows] of lengths) {
    if (length <= maxLength) whole += rows
    else cut += rows
    words += length * rows
    wordsKept += Math.min(length, maxLength) * rows
  }
  return {
    ...{ whole, cut },
    /** Shares from 0 to 1; 1 where there is nothing. */
    share: whole + cut === 0 ? 1 : whole / (whole + cut),
    wordShare: words === 0 ? 1 : wordsKept / words,
  }
}
