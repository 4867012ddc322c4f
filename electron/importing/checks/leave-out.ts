import type { Cleaning, Oddity, RefusalReason } from '../../../shared/contract/dataset.ts'
import type { Gathered } from './gather.ts'

/** From this on two texts are nearly the same, unless the person says otherwise. */
export const USUAL_SIMILARITY = 0.8
const TRAINS = 0b0011
const TESTS = 0b1100

/** Why a row is left out; `other`: the row that it has to do with. */
export interface LeftOut {
  reason: RefusalReason
  other: number | null
  oddity: Oddity | null
}

/** Texts that stand on the other side of the line between training and testing, for texts that nearly stand there too. */
export function nearAcross(gathered: Gathered): Map<number, { of: number; similarity: number }> {
  const across = new Map<number, { of: number; similarity: number }>()
  const put = (trained: number, of: number, similarity: number) => {
    const best = across.get(trained)
    if (!best || similarity > best.similarity) across.set(trained, { of, similarity })
  }
  for (const [text, matches] of gathered.near)
    for (const { of, similarity } of matches) {
      const [here, there] = [gathered.partsOfText.at(text), gathered.partsOfText.at(of)]
      if (here & TRAINS && there & TESTS) put(text, of, similarity)
      if (there & TRAINS && here & TESTS) put(of, text, similarity)
    }
  return across
}

/** Whether some rows are given for validation or test: only then can a file leak. */
export function namesTests(gathered: Gathered): boolean {
  for (let row = 0; row < gathered.rows; row++) if (gathered.parts.at(row) >= 2) return true
  return false
}

export const trainsAndTests = (parts: number): boolean => (parts & TRAINS) !== 0 && (parts & TESTS) !== 0

/**
 * Which rows a choice of cleaning leaves out. In this order, so that each is counted once: odd texts, conflicting labels, leaks
 * into training, repeats, near-repeats. Of repeats the first row that is left stays.
 */
export function leaveOut(gathered: Gathered, cleaning: Cleaning): (row: number) => LeftOut | null {
  const similarity = cleaning.similarity ?? USUAL_SIMILARITY
  const isOdd = gathered.oddityTest()
  const leaking = cleaning.leaks !== undefined && namesTests(gathered)
  const across = leaking && cleaning.leaks === 'near' ? nearAcross(gathered) : null
  const seen = new Map<number, number>()
  const left = new Map<number, LeftOut>()
  /** First row of a text that stands in validation or test. */
  const tested = new Map<number, number>()
  if (leaking)
    for (let row = 0; row < gathered.rows; row++)
      if (gathered.parts.at(row) >= 2 && !tested.has(gathered.texts.at(row))) tested.set(gathered.texts.at(row), row)

  for (let row = 0; row < gathered.rows; row++) {
    const found = reasonFor(row)
    if (found) left.set(row, found)
  }
  return (row) => left.get(row) ?? null

  function reasonFor(row: number): LeftOut | null {
    const text = gathered.texts.at(row)
    const label = gathered.labels.at(row)
    const first = gathered.firstRows.at(text)
    const oddity = cleaning.odd?.find((one) => isOdd(row, one))
    if (oddity) return { reason: 'odd-text', other: null, oddity }
    if (cleaning.conflicts && gathered.conflicting.at(text) === 1)
      return { reason: 'conflicting-label', other: first === row ? null : first, oddity: null }
    if (leaking && gathered.parts.at(row) < 2) {
      const same = tested.get(text)
      if (same !== undefined) return { reason: 'leak', other: same, oddity: null }
      const near = across?.get(text)
      if (near && near.similarity >= similarity)
        return { reason: 'leak', other: tested.get(near.of) ?? gathered.firstRows.at(near.of), oddity: null }
    }
    const key = text * 128 + label
    if (cleaning.repeats) {
      const before = seen.get(key)
      if (before !== undefined) return { reason: 'duplicate', other: before, oddity: null }
    }
    if (cleaning.near) {
      const near = gathered.near
        .get(text)
        ?.find((match) => match.similarity >= similarity && gathered.firstLabels.at(match.of) === label)
      if (near && gathered.conflicting.at(text) === 0)
        return { reason: 'near-duplicate', other: gathered.firstRows.at(near.of), oddity: null }
    }
    if (cleaning.repeats) seen.set(key, row)
    return null
  }
}

/** Whether a choice leaves anything out at all: else the file need not be looked at before it is read. */
export const leavesOut = (cleaning: Cleaning | undefined): cleaning is Cleaning =>
  cleaning !== undefined &&
  Boolean(cleaning.repeats || cleaning.conflicts || cleaning.near || cleaning.leaks || cleaning.odd?.length)
