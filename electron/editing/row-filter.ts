import type { ListedRow, RowFilter, RowSort } from '../../shared/contract/edits.ts'
import type { TextSpec } from '../../shared/contract/spec.ts'
import { words } from '../../shared/text/tokenise.ts'
import { folded } from '../storage/database.ts'
import { wordsIn } from './words-in.ts'

export interface RowQuestion extends RowFilter {
  sort?: RowSort
  order?: 'up' | 'down'
}

/** The words that an experiment's models know. */
export interface KnownWords {
  text: TextSpec
  index: ReadonlyMap<string, number>
}

/** What a question comes to for one row: null when it does not fit, else the number that it is sorted by. */
export type RowTest = (row: ListedRow) => number | null

/** True when every row fits, and they stand by id: then no text has to be read. */
export const asksNothing = ({ sort = 'id', order = 'up', judgedBy: _, ...filter }: RowQuestion): boolean =>
  sort === 'id' && order === 'up' && Object.values(filter).every((value) => value === undefined || value === '')

/** @param known of the experiment in `unknownIn`, if there is one. */
export function rowTest(question: RowQuestion, known: KnownWords | null): RowTest {
  const { search = '', label, part, shortest, longest, edited, sort = 'id', order = 'up' } = question
  const needle = folded(search)
  const needsLength = shortest !== undefined || longest !== undefined || sort === 'words'
  const sign = order === 'up' ? 1 : -1
  return (row) => {
    if (label !== undefined && row.label !== label) return null
    if (part !== undefined && (row.part ?? 'none') !== part) return null
    if (edited && row.since === 0) return null
    if (needle && !folded(row.text).includes(needle)) return null
    const length = needsLength ? wordsIn(Buffer.from(row.text)) : 0
    if (shortest !== undefined && length < shortest) return null
    if (longest !== undefined && length > longest) return null
    if (known && !words(row.text, known.text).some((word) => !known.index.has(word))) return null
    return sort === 'words' ? sign * length : sort === 'label' ? sign * row.label : sign === 1 ? 0 : -row.id
  }
}
