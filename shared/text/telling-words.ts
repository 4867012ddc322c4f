/**
 * How much each word tells of a class: log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi & Quinn 2008, "Fightin'
 * Words", doi:10.1093/pan/mpn018, equations 16 to 22), as a z-score.
 *
 *   δ_w = ln (y_w + α_w)/(n + α₀ - y_w - α_w) - ln (y'_w + α_w)/(n' + α₀ - y'_w - α_w)
 *   σ²  = 1/(y_w + α_w) + 1/(y'_w + α_w)            z = δ/σ
 *
 * y_w of the n tokens of the class are the word, y'_w of the n' tokens of all others. The prior has the word's share of all texts,
 * α_w = α₀ (y_w + y'_w)/(n + n'), so a word that is rare everywhere is pulled to 0 instead of looking extreme.
 * Above about 2 in size it is hardly chance; unlike a bare ratio it ranks neither by frequency nor by rarity alone.
 *
 * @param ofClass occurrences of each word in the class
 * @param all occurrences of each word in all classes
 * @param prior α₀ in tokens: how many a word's share of all texts is worth
 */
export function tellingScores(ofClass: ArrayLike<number>, all: ArrayLike<number>, prior = 500): Float64Array {
  let inside = 0
  let total = 0
  for (let word = 0; word < all.length; word++) {
    inside += ofClass[word]
    total += all[word]
  }
  const outside = total - inside
  return Float64Array.from({ length: all.length }, (_, word) => {
    if (all[word] === 0) return 0
    const alpha = (prior * all[word]) / total
    const a = ofClass[word] + alpha
    const b = all[word] - ofClass[word] + alpha
    const [restA, restB] = [inside + prior - a, outside + prior - b]
    // A text of one single word has no odds.
    if (restA <= 0 || restB <= 0) return 0
    return (Math.log(a / restA) - Math.log(b / restB)) / Math.sqrt(1 / a + 1 / b)
  })
}
