import type { SpecChange } from './spec-diff.ts'

/** A name longer than this does not fit where experiments are told apart: the side bar and the table of results. */
export const NAME_LENGTH = 60
const SEPARATOR = ' · '
/** Changes named in full; of more only the number is said. */
const MOST_CHANGES = 3

/** What a setting is called in a name, by the last part of its path; the others keep the words of the set-up. */
const shortLabels: Record<string, string> = {
  minCount: 'min. count',
  maxSize: 'vocabulary',
  maxLength: 'words',
  truncation: 'cut off at',
  useGiven: "file's split",
  train: 'training part',
  validation: 'validation part',
  clipNorm: 'clipping',
  recordEvery: 'recorded every',
  hidden: 'hidden',
  pooling: 'output sees',
}
/** The test part is what the other two leave: it says nothing of its own. */
const implied = new Set(['split.test'])

/** One change in a name. `setting` is what an older change of the same setting begins with. */
interface Part {
  setting: string
  text: string
}

export interface Naming {
  /** What differs from the comparison that was open, as diffSpecs gives it. */
  changes: readonly SpecChange[]
  /** Name of the comparison that was open. */
  parent: string
  /** Names of all models of the new comparison. */
  models: readonly string[]
  /** Names of the data sets before and after, where another one was chosen. */
  data?: { before: string; after: string }
  /** Names that other experiments have. */
  taken: readonly string[]
}

/**
 * A name for a new comparison that begins with what it changes, for the end is cut off where there is little room:
 * 'Clipping off · ANN, RNN and LSTM on reviews'. At most 60 characters, and different from every name in `taken`
 * (upper and lower case count as the same).
 */
export function comparisonName({ changes, parent, models, data, taken }: Naming): string {
  const parts = partsOf(changes, models)
  let rest = parent.split(SEPARATOR).filter((old) => !parts.some((part) => says(old, part)))
  if (data) {
    const ending = ` on ${data.before}`
    const last = rest.at(-1)
    if (last?.endsWith(ending)) rest = [...rest.slice(0, -1), `${last.slice(0, -ending.length)} on ${data.after}`]
    else parts.unshift({ setting: 'on', text: `on ${data.after}` })
  }
  const named = parts.length > MOST_CHANGES ? parts.slice(0, MOST_CHANGES - 1) : parts
  const more = parts.length - named.length
  const texts = [...named.map(({ text }) => text), ...(more ? [`${more} more changes`] : [])]
  return unique(capital([...texts, ...rest].join(SEPARATOR)), taken)
}

/** The changes in short words. One that all models share is said once, without their names. */
function partsOf(changes: readonly SpecChange[], models: readonly string[]): Part[] {
  const said = changes.filter(({ path }) => !implied.has(path)).map((change) => sayChange(change, models))
  const shared = ({ model, words, value }: Saying) =>
    model !== '' &&
    models.length > 1 &&
    said.filter((other) => other.words === words && other.value === value).length === models.length
  const parts = said.map((one) => {
    const setting = one.model && !shared(one) ? `${one.model} ${one.words}` : one.words
    return { setting, text: `${setting} ${one.value}`.trim() }
  })
  return parts.filter(({ text }, at) => parts.findIndex((part) => part.text === text) === at)
}

/** One change as model (empty: of all), setting and value; a whole change may stand in `words`. */
interface Saying {
  model: string
  words: string
  value: string
}

function sayChange({ path, label, before, after }: SpecChange, models: readonly string[]): Saying {
  if (path.startsWith('removed.')) return { model: '', words: `without ${label}`, value: '' }
  const key = path.slice(path.lastIndexOf('.') + 1)
  const value = after ?? ''
  if (key === 'added') return { model: '', words: `with ${label}`, value: '' }
  if (key === 'name') return { model: '', words: `${before} as`, value }
  const index = /^models\.(\d+)\./.exec(path)?.[1]
  const model = index === undefined ? '' : models[Number(index)]
  return { model, words: shortLabels[key] ?? lowerFirst(model ? label.slice(`${model}: `.length) : label), value }
}

/** True when an older part of a name speaks of the setting that a new part changes. */
function says(old: string, { setting }: Part): boolean {
  const [was, now] = [old.toLowerCase(), setting.toLowerCase()]
  return was === now || was.startsWith(`${now} `)
}

function unique(wanted: string, taken: readonly string[]): string {
  const others = new Set(taken.map((name) => name.toLowerCase()))
  for (let number = 1; ; number++) {
    const name = number === 1 ? shorten(wanted, NAME_LENGTH) : numbered(wanted, number)
    if (!others.has(name.toLowerCase())) return name
  }
}

function numbered(wanted: string, number: number): string {
  const ending = ` (${number})`
  return shorten(wanted, NAME_LENGTH - ending.length) + ending
}

/** Cuts by whole characters, so that no half of one is left. */
function shorten(text: string, length: number): string {
  if (text.length <= length) return text
  let short = ''
  for (const character of text) {
    if (short.length + character.length > length - 1) break
    short += character
  }
  return `${short.trimEnd()}…`
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
/** 'Batch size' → 'batch size', but 'SGD' stays. */
const lowerFirst = (text: string) => (/^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text)
