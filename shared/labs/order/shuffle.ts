import type { EncodedPart } from '../../contract/encoded.ts'
import { stream } from '../../engine/training/random.ts'

/**
 * A part whose sentences have a share of their words moved: round(share · L) of the L places are drawn, and the words in them
 * change places at random. The words of every sentence stay the same; a share of 0 changes nothing.
 */
export function shuffled(part: EncodedPart, share: number, seed: number): EncodedPart {
  const ids = part.ids.slice()
  for (let sentence = 0; sentence < part.labels.length; sentence++) {
    const from = part.offsets[sentence]
    const length = part.offsets[sentence + 1] - from
    // A stream per sentence: the places drawn for a share are among those of every larger one.
    const random = stream(seed, 'shuffle', sentence)
    const places = random.shuffle(Array.from({ length }, (_, k) => from + k)).slice(0, Math.round(share * length))
    const moved = random.shuffle([...places])
    places.forEach((place, k) => (ids[place] = part.ids[moved[k]]))
  }
  return { ...part, ids }
}
