import type { EncodedPart } from '../../contract/encoded.ts'

/** What the sentences of a part say about every word, by token id. */
export interface WordOdds {
  /** Sentences with the word. */
  sentences: Int32Array
  /** Of them those of the class. */
  ofClass: Int32Array
  /** How much the word speaks for the class, in nats; 0 where it says nothing. */
  logOdds: Float64Array
}

/**
 * For every word the logarithm of an odds ratio: how much likelier a sentence of the class holds it than one of another class.
 *
 *   ln (a + ½)/(A - a + ½) - ln (b + ½)/(B - b + ½)
 *
 * a of the A sentences of the class hold the word, b of the B others. The halves (Haldane 1956; Anscombe 1956) keep a word
 * of one side finite. A word counts once per sentence.
 * @param V entries of the vocabulary
 */
export function wordOdds(
  { labels, offsets, ids }: Omit<EncodedPart, 'rowIds'>,
  V: number,
  classIndex: number,
): WordOdds {
  const [sentences, ofClass] = [new Int32Array(V), new Int32Array(V)]
  /** The last sentence, counted from 1, in which a word was seen. */
  const seen = new Int32Array(V)
  let A = 0
  for (let n = 0; n < labels.length; n++) {
    const inside = labels[n] === classIndex ? 1 : 0
    A += inside
    for (let at = offsets[n]; at < offsets[n + 1]; at++) {
      const id = ids[at]
      if (seen[id] === n + 1) continue
      seen[id] = n + 1
      sentences[id]++
      ofClass[id] += inside
    }
  }
  const B = labels.length - A
  const logOdds = Float64Array.from(sentences, (count, id) => {
    const [a, b] = [ofClass[id], count - ofClass[id]]
    return Math.log((a + 0.5) / (A - a + 0.5)) - Math.log((b + 0.5) / (B - b + 0.5))
  })
  return { sentences, ofClass, logOdds }
}
