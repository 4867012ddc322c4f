import type { SQLInputValue } from 'node:sqlite'
import { folded } from '../../storage/database.ts'
import type { Database } from '../../storage/database.ts'
import { AS_IMPORTED, EDITED } from './facts-at.ts'
import type { FactsAt } from './facts-at.ts'

/** What folding turns into a character of ASCII, by that character. */
const FOLDED_TO: Record<string, string> = { k: '\u212a', i: '\u0130', ';': '\u037e', '`': '\u1fef' }

/**
 * A condition that every text holding the search fulfils, and few others: SQLite compares the longest stretch of ASCII in it many
 * times faster than folded texts can be compared. What is left is looked at in full.
 */
export function roughSearch(search: string): { where: string; parameters: SQLInputValue[] } {
  const runs = folded(search).match(/[\x20-\x7e]+/g) ?? []
  const run = runs.reduce((best, one) => (one.length > best.length ? one : best), '')
  if (run === '') return { where: '', parameters: [] }
  const others = Object.entries(FOLDED_TO).flatMap(([letter, other]) => (run.includes(letter) ? [other] : []))
  return {
    where: `AND (text LIKE ? ESCAPE '\\'${' OR instr(text, ?)'.repeat(others.length)})`,
    parameters: [`%${run.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`, ...others],
  }
}

/** Ids of one stretch whose text at a revision passes a test, of those that are candidates. */
export function textsThatPass(
  database: Database,
  dataset: number,
  at: FactsAt,
  [first, to]: readonly [number, number],
  {
    search,
    test,
    isCandidate,
  }: { search: string; test: (text: string) => boolean; isCandidate: (id: number) => boolean },
): Set<number> {
  const { where, parameters } = roughSearch(search)
  const passed = new Set<number>()
  for (const { id, text } of database.all<{ id: number; text: string }>(
    `SELECT id, text FROM rows WHERE dataset = ? AND id >= ? AND id < ? ${where}`,
    ...[dataset, first, to, ...parameters],
  ))
    if ((at.states[id] === AS_IMPORTED || at.ownText[id] === 0) && isCandidate(id) && test(text)) passed.add(id)
  if (at.revision > 0) {
    const newest = new Map<number, string | null>()
    for (const { id, text } of database.all<{ id: number; text: string | null }>(
      `SELECT id, text FROM row_versions WHERE dataset = ? AND id >= ? AND id < ? AND since <= ? ORDER BY id, since`,
      ...[dataset, first, to, at.revision],
    ))
      newest.set(id, text)
    for (const [id, text] of newest)
      if (text !== null && at.states[id] === EDITED && isCandidate(id) && test(text)) passed.add(id)
  }
  return passed
}
