import { setImmediate } from 'node:timers/promises'
import { CHANCE_PARTS, NOT_JUDGED } from '../../../shared/contract/verdicts.ts'
import { words } from '../../../shared/text/tokenise.ts'
import { folded } from '../../storage/database.ts'
import type { Database } from '../../storage/database.ts'
import type { KnownWords, RowQuestion } from '../row-filter.ts'
import { placeOf, sortsById } from '../row-place.ts'
import { AS_IMPORTED, GONE } from './facts-at.ts'
import type { FactsAt } from './facts-at.ts'
import { STRETCH, partCodes } from './imported-facts.ts'
import { textsThatPass } from './text-search.ts'
import type { VerdictsAt } from './verdicts-at.ts'

/** News of a search: rows that fit, in order of id, and how far it has come. */
export interface FoundRows {
  places: Float64Array<ArrayBuffer>
  at: number
}

/** How long the thread may go without hearing that nobody waits any more, in ms. */
const TURN = 20

/**
 * Looks for the rows that answer a question. In order of id they are told as they are found; in any other order at the end.
 * @throws {DOMException} AbortError
 */
export async function findRows(
  database: Database,
  dataset: number,
  question: RowQuestion,
  { at, known, judged }: { at: FactsAt; known: KnownWords | null; judged: VerdictsAt | null },
  { signal, tell }: { signal: AbortSignal; tell: (found: FoundRows) => void },
): Promise<void> {
  const fits = factTest(question, at, judged)
  const keyOf = keyTest(question, at, judged)
  const needle = folded(question.search ?? '')
  const readsText = needle !== '' || known !== null
  const test = (text: string) =>
    (needle === '' || folded(text).includes(needle)) &&
    (known === null || words(text, known.text).some((word) => !known.index.has(word)))
  const kept: Float64Array<ArrayBuffer>[] = []
  const inOrder = sortsById(question)
  let turn = performance.now()
  let [waiting, count]: [Float64Array<ArrayBuffer>[], number] = [[], 0]
  for (let first = 0; first < at.end; first += STRETCH) {
    const to = Math.min(at.end, first + STRETCH)
    at.prepare(first)
    const passed = readsText
      ? textsThatPass(database, dataset, at, [first, to], { search: needle, test, isCandidate: fits })
      : null
    const places = new Float64Array(to - first)
    let found = 0
    for (let id = first; id < to; id++) if (passed ? passed.has(id) : fits(id)) places[found++] = placeOf(keyOf(id), id)
    waiting.push(places.slice(0, found))
    count += found
    if (performance.now() - turn < TURN && to < at.end) continue
    if (inOrder) tell({ places: joined(waiting), at: to })
    else {
      kept.push(...waiting)
      tell({ places: new Float64Array(0), at: to })
    }
    waiting = []
    await setImmediate()
    signal.throwIfAborted()
    turn = performance.now()
  }
  if (!inOrder && count > 0) tell({ places: joined(kept).sort(), at: at.end })
}

function joined(pieces: readonly Float64Array<ArrayBuffer>[]): Float64Array<ArrayBuffer> {
  const all = new Float64Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}

/** What of a question needs no text. */
function factTest(
  question: RowQuestion,
  { facts, states }: FactsAt,
  judged: VerdictsAt | null,
): (id: number) => boolean {
  const { label, part, shortest = 0, longest = Infinity, edited } = question
  const code = part === undefined ? -1 : part === 'none' ? 0 : partCodes.indexOf(part)
  const { words, labels, parts } = facts
  const said = judged ? verdictTest(question, judged, labels) : () => true
  return (id) =>
    states[id] !== GONE &&
    (label === undefined || labels[id] === label) &&
    (code < 0 || parts[id] === code) &&
    (!edited || states[id] !== AS_IMPORTED) &&
    words[id] >= shortest &&
    words[id] <= longest &&
    said(id)
}

function verdictTest(
  { verdict, predicted }: RowQuestion,
  { classes }: VerdictsAt,
  labels: Uint8Array,
): (id: number) => boolean {
  return (id) => {
    const said = classes[id]
    if (predicted !== undefined && said !== predicted) return false
    if (verdict === undefined) return true
    if (verdict === 'none' || said === NOT_JUDGED) return verdict === 'none' && said === NOT_JUDGED
    return (said === labels[id]) === (verdict === 'right')
  }
}

function keyTest(
  { sort = 'id', order = 'up' }: RowQuestion,
  { facts }: FactsAt,
  judged: VerdictsAt | null,
): (id: number) => number {
  const sign = order === 'up' ? 1 : -1
  if (sort === 'words') return (id) => sign * facts.words[id]
  if (sort === 'label') return (id) => sign * facts.labels[id]
  // Rows of which nothing is known come last in either direction.
  if (sort === 'sure' && judged)
    return (id) => (judged.classes[id] === NOT_JUDGED ? CHANCE_PARTS + 1 : sign * judged.chances[id])
  return sign === 1 ? () => 0 : (id) => -id
}
