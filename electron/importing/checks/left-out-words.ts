import type { Oddity } from '../../../shared/contract/dataset.ts'
import type { Gathered } from './gather.ts'
import type { LeftOut } from './leave-out.ts'

const odd: Record<Oddity, string> = {
  mojibake: 'its characters were read in a wrong encoding',
  'broken-characters': 'it holds characters that could not be read',
  'control-characters': 'it holds control characters',
  markup: 'it holds markup',
  address: 'it holds a web address',
  'nearly-empty': 'it is nearly empty',
  enormous: 'it is far longer than the others',
  'repeated-characters': 'it repeats a character many times',
  'other-language': 'it is in another language than the others',
}

/** Why a row was left out by choice, for the list of refused rows. */
export function leftOutWords({ reason, other, oddity }: LeftOut, gathered: Gathered): string {
  const at = other === null ? 'elsewhere' : `on line ${gathered.lines.at(other)}`
  if (oddity) return `Left out by choice: ${odd[oddity]}.`
  if (reason === 'duplicate') return `Left out by choice: the same text with the same label stands ${at}.`
  if (reason === 'near-duplicate') return `Left out by choice: nearly the same text stands ${at}.`
  if (reason === 'conflicting-label') return `Left out by choice: the same text stands ${at} with another label.`
  return `Left out by choice: the same or nearly the same text stands ${at}, in validation or test.`
}
