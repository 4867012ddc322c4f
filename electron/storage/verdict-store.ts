import { CHANCE_PARTS, NOT_JUDGED, VERDICT_STRETCH } from '../../shared/contract/verdicts.ts'
import type { StretchVerdicts, Verdict } from '../../shared/contract/verdicts.ts'
import type { Database } from './database.ts'

export interface StoredVerdicts {
  first: number
  /** Of the data set, that was judged. */
  revision: number
  classes: Uint8Array
  /** Little-endian uint16. */
  chances: Uint8Array
}

/** A row's text at a revision, where it has one of its own. */
const ownText = (id: string, at: string) =>
  `(SELECT o.text FROM row_versions o WHERE o.dataset = ?1 AND o.id = ${id} AND o.since <= ${at} ORDER BY o.since DESC LIMIT 1)`

/** What runs say of rows. Verdicts of other weights than the ones a run would judge with now do not count. */
export function verdictStore(database: Database) {
  /** Step of the weights that judge: the best ones, else the last. */
  const weightsOf = (run: number): number | null =>
    database.get<{ step: number }>(
      `SELECT step FROM checkpoints WHERE run = ? ORDER BY kind = 'best' DESC LIMIT 1`,
      run,
    )?.step ?? null

  return {
    weightsOf,
    save(
      run: number,
      first: number,
      at: { revision: number; checkpoint: number },
      { classes, chances }: StretchVerdicts,
    ) {
      database.run(
        `INSERT OR REPLACE INTO verdicts (run, revision, checkpoint, first, classes, chances) VALUES (?, ?, ?, ?, ?, ?)`,
        ...[run, at.revision, at.checkpoint, first, classes, new Uint8Array(chances.buffer)],
      )
    },
    /** Which stretches have been judged, at which revision. */
    stretches: (run: number): { first: number; revision: number }[] =>
      database.all('SELECT first, revision FROM verdicts WHERE run = ? AND checkpoint = ?', run, weightsOf(run)),
    read: (run: number): StoredVerdicts[] =>
      database.all(
        'SELECT first, revision, classes, chances FROM verdicts WHERE run = ? AND checkpoint = ?',
        ...[run, weightsOf(run)],
      ),
    /** Another number whenever other verdicts have been written. */
    state: (run: number): string => {
      const { rows, newest } = database.get<{ rows: number; newest: number | null }>(
        'SELECT count(*) AS rows, max(rowid) AS newest FROM verdicts WHERE run = ?',
        run,
      ) ?? { rows: 0, newest: null }
      return `${rows}/${newest}/${weightsOf(run)}`
    },
    /** Rows whose text between two revisions was another one than at the earlier: what was said of them no longer holds. */
    changedTexts: (dataset: number, a: number, b: number): number[] =>
      a === b
        ? []
        : database
            .all<{ id: number }>(
              `SELECT DISTINCT n.id FROM row_versions n
               WHERE n.dataset = ?1 AND n.since > ?2 AND n.since <= ?3 AND n.text IS NOT ${ownText('n.id', '?2')}`,
              ...[dataset, Math.min(a, b), Math.max(a, b)],
            )
            .map(({ id }) => id),
    /** What a run says of some rows as they are at a revision; null: nothing that still holds. */
    ofRows(run: number, dataset: number, revision: number, ids: readonly number[]): (Verdict | null)[] {
      const weights = weightsOf(run)
      return ids.map((id) => {
        const first = id - (id % VERDICT_STRETCH)
        const found = database.get<{ at: number; predicted: Uint8Array; chance: Uint8Array }>(
          `SELECT revision AS at, substr(classes, ?1, 1) AS predicted, substr(chances, ?2, 2) AS chance FROM verdicts
           WHERE run = ?3 AND first = ?4 AND checkpoint = ?5`,
          ...[id - first + 1, 2 * (id - first) + 1, run, first, weights],
        )
        if (!found || found.predicted.length === 0 || found.predicted[0] === NOT_JUDGED) return null
        const changed =
          found.at !== revision &&
          database.get(
            `SELECT 1 FROM row_versions n WHERE n.dataset = ?1 AND n.id = ?4 AND n.since > ?2 AND n.since <= ?3
             AND n.text IS NOT ${ownText('?4', '?2')} LIMIT 1`,
            ...[dataset, Math.min(found.at, revision), Math.max(found.at, revision), id],
          )
        if (changed) return null
        const [low, high] = found.chance
        return { predicted: found.predicted[0], chance: (low + 256 * high) / CHANCE_PARTS }
      })
    },
  }
}
export type VerdictStore = ReturnType<typeof verdictStore>
