import type { ImportOptions, Part, RefusalReason, RefusedRow } from '../../../shared/contract/dataset.ts'
import type { CheckedRow, ImportChecks, RowPair, TextChecks } from '../../../shared/contract/import-checks.ts'
import { findMojibake } from '../../../shared/text/checks/mojibake.ts'
import { findOddities } from '../../../shared/text/checks/odd-text.ts'
import type { ImportedFile } from '../row-source.ts'
import { findAll, findUnknownWords } from './findings.ts'
import type { Findings } from './findings.ts'
import { Gathered } from './gather.ts'
import { readingsOf } from './readings.ts'

const TEXT_SHOWN = 1000
const REFUSED_SHOWN = 1000
const REFUSED_CHARACTERS = 2_000_000

/** Takes in every row of a file that can be read. `onPiece` hears of what could not, too. */
export async function gatherRows(
  files: readonly ImportedFile[],
  options: ImportOptions,
  onPiece: (gathered: Gathered, refused: readonly RefusedRow[], bytesRead: number, mended: number) => void = () => {},
): Promise<Gathered> {
  const gathered = new Gathered()
  for await (const { kept, refused, bytesRead, file, mended } of readingsOf(files, options)) {
    for (const row of kept) gathered.add(row, file)
    onPiece(gathered, refused, bytesRead, mended)
  }
  return gathered
}

/** Looks at all rows of an import before anything of it is kept; `tell` hears of what is known so far. */
export async function lookAtRows(
  files: readonly ImportedFile[],
  options: ImportOptions,
  tell: (checks: ImportChecks) => void,
): Promise<ImportChecks> {
  const { cleaning: _, ...reading } = options
  const bytesTotal = files.reduce((sum, { bytes }) => sum + bytes, 0)
  const refused: RefusedRow[] = []
  const reasons: Partial<Record<RefusalReason, number>> = {}
  const counts = new Array<number>(options.labels.classes.length).fill(0)
  const parts: Record<Part, number> = { train: 0, validation: 0, test: 0 }
  let [rowsRefused, mendedByHand, characters, counted] = [0, 0, 0, 0]
  const snapshot = (gathered: Gathered, bytesRead: number): ImportChecks => ({
    ...{ state: 'running', error: null, bytesRead, bytesTotal },
    ...{ rowsRead: gathered.rows + rowsRefused, rowsKept: gathered.rows, rowsRefused, refusedByReason: { ...reasons } },
    ...{ refused: [...refused], mendedByHand, classes: options.labels.classes, classCounts: [...counts] },
    parts: parts.train + parts.validation + parts.test > 0 ? { ...parts } : null,
    lengths: [...gathered.lengths].sort(([a], [b]) => a - b),
    texts: null,
  })
  const gathered = await gatherRows(files, reading, (so, left, bytesRead, mended) => {
    for (; counted < so.rows; counted++) {
      counts[so.labels.at(counted)]++
      const part = so.partOf(counted)
      if (part) parts[part]++
    }
    for (const row of left) {
      rowsRefused++
      reasons[row.reason] = (reasons[row.reason] ?? 0) + 1
      characters += row.raw.length
      if (refused.length < REFUSED_SHOWN && characters < REFUSED_CHARACTERS) refused.push(row)
    }
    mendedByHand += mended
    tell(snapshot(so, bytesRead))
  })
  const findings = findAll(gathered)
  const texts = await textsOf(rowsIn(findings), files, reading)
  const row = (number: number): CheckedRow => ({
    ...{ file: gathered.files.at(number), line: gathered.lines.at(number), label: gathered.labels.at(number) },
    ...{ text: (texts.get(number) ?? '').slice(0, TEXT_SHOWN), part: gathered.partOf(number) },
  })
  return {
    ...snapshot(gathered, bytesTotal),
    state: 'done',
    texts: inWords(gathered, findings, row, options),
  }
}

function inWords(
  gathered: Gathered,
  { repeats, conflicts, near, leaks, odd }: Findings,
  row: (number: number) => CheckedRow,
  { encoding }: ImportOptions,
): TextChecks {
  const pairs = (found: Findings['repeats']['pairs']): RowPair[] =>
    found.map(({ first, second, similarity }) => ({ first: row(first), second: row(second), similarity }))
  const languages = gathered.languages()
  const main = languages.find(({ language }) => language !== null)?.language ?? null
  const shown = odd.map(({ oddity, rows, examples }) => ({
    ...{ oddity, rows },
    examples: examples.map((number) => {
      const example = row(number)
      const at = findOddities(example.text).find((found) => found.oddity === oddity)?.at ?? null
      return { ...example, at }
    }),
  }))
  return {
    distinctTexts: gathered.firstRows.length,
    repeats: { ...repeats, pairs: pairs(repeats.pairs) },
    conflicts: { ...conflicts, pairs: pairs(conflicts.pairs) },
    near: { ...near, pairs: pairs(near.pairs) },
    leaks: leaks && { ...leaks, pairs: pairs(leaks.pairs) },
    language: { found: languages, main },
    words: findUnknownWords(gathered),
    odd: shown,
    encoding: otherEncoding(encoding, shown),
  }
}

/** UTF-8 that was read byte by byte; or what is not UTF-8 and was read as such. */
function otherEncoding(encoding: string, odd: TextChecks['odd']): string | null {
  const has = (oddity: string) => odd.some((found) => found.oddity === oddity)
  const single = encoding === 'windows-1252' || encoding === 'iso-8859-1'
  if (single && odd.some(({ examples }) => examples.some(({ text }) => findMojibake(text)))) return 'utf-8'
  if (encoding === 'utf-8' && has('broken-characters')) return 'windows-1252'
  return !single && encoding !== 'utf-8' && has('broken-characters') ? 'utf-8' : null
}

function rowsIn({ repeats, conflicts, near, leaks, odd }: Findings): Set<number> {
  const pairs = [...repeats.pairs, ...conflicts.pairs, ...near.pairs, ...(leaks?.pairs ?? [])]
  return new Set([...pairs.flatMap(({ first, second }) => [first, second]), ...odd.flatMap(({ examples }) => examples)])
}

/** The texts of some rows, read a second time: to keep those of a large file would take its size in memory. */
async function textsOf(wanted: ReadonlySet<number>, files: readonly ImportedFile[], options: ImportOptions) {
  const texts = new Map<number, string>()
  if (wanted.size === 0) return texts
  let row = 0
  for await (const { kept } of readingsOf(files, options)) {
    for (const { text } of kept) if (wanted.has(row++)) texts.set(row - 1, text)
    if (texts.size === wanted.size) return texts
  }
  return texts
}
