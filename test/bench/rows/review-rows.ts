import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { stream } from '../../../shared/engine/training/random.ts'

/** What stands in the English words of most texts, most frequent first. */
const COMMON =
  'the a of and to in is it that this was with as for on but film movie one an not have be are by you who all at from his so like they about just or has more some very story would there which can when time really see much well plot acting scene love ending'.split(
    ' ',
  )
/** Words that speak for a class: half of a sentence's tenth words are drawn from those of its class. */
const TELLING = [
  'boring awful worst bad dull terrible waste poor stupid mess'.split(' '),
  'wonderful best great superb funny lovely perfect excellent charming moving'.split(' '),
]
const WORDS = 60_000
/** Draws prepared for the Zipf distribution: one look-up a word. */
const DRAWS = 1 << 20
const ENDS = ['.', ',', '!', '...', ' (so they say)', '’s', ' café', ' 10/10']

/** Seeded reviews: words by Zipf's law, lengths log-normal, a tenth of the words telling, two classes, 1 % of the texts repeated. */
export function* reviewRows(rows: number, meanWords: number, seed = 1): Generator<{ text: string; label: 0 | 1 }> {
  const random = stream(seed, 'bench-rows')
  const draws = zipf(random)
  const spread = 0.6 // standard deviation of the logarithm of lengths, about that of film reviews
  const middle = Math.log(meanWords) - spread ** 2 / 2
  let before = ''
  for (let row = 0; row < rows; row++) {
    const label = random.int(2) as 0 | 1
    const length = Math.max(1, Math.round(Math.exp(middle + spread * random.normal())))
    const words: string[] = []
    for (let n = 0; n < length; n++) {
      const telling = n % 10 === 9 && random.int(2) === 1
      const word = telling ? TELLING[label][random.int(10)] : draws[random.int(DRAWS)]
      words.push(n % 12 === 11 ? word + ENDS[random.int(ENDS.length)] : word)
    }
    const text = row % 100 === 99 ? before : words.join(' ')
    before = text
    yield { text, label }
  }
}

/** Writes them as CSV; answers how many bytes. */
export async function writeReviews(path: string, rows: number, meanWords: number): Promise<number> {
  const file = createWriteStream(path)
  file.write('review,sentiment\n')
  let lines: string[] = []
  let bytes = 0
  const flush = async () => {
    const piece = Buffer.from(lines.join(''))
    bytes += piece.length
    lines = []
    if (!file.write(piece)) await once(file, 'drain')
  }
  for (const { text, label } of reviewRows(rows, meanWords)) {
    lines.push(`"${text}",${label ? 'positive' : 'negative'}\n`)
    if (lines.length === 2000) await flush()
  }
  await flush()
  file.end()
  await once(file, 'finish')
  return bytes
}

function zipf(random: ReturnType<typeof stream>): string[] {
  const letters = 'eaiotnrslhdcumfgpwybvk'
  const words = Array.from({ length: WORDS }, (_, rank) =>
    rank < COMMON.length
      ? COMMON[rank]
      : Array.from({ length: 3 + random.int(8) }, () => letters[random.int(letters.length)]).join(''),
  )
  const sums = new Float64Array(WORDS)
  let total = 0
  for (let rank = 0; rank < WORDS; rank++) sums[rank] = total += 1 / (rank + 1)
  let rank = 0
  return Array.from({ length: DRAWS }, (_, n) => {
    while (sums[rank] < ((n + 0.5) / DRAWS) * total) rank++
    return words[rank]
  })
}
