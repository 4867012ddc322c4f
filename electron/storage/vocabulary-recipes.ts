import { hash } from 'node:crypto'
import { UnrollError } from '../../shared/contract/errors.ts'
import type { Recipe, RecipeChange, RecipeOrigin, RecipeSummary, RecipeVersion } from '../../shared/contract/recipe.ts'
import { completeText } from '../../shared/contract/text-spec.ts'
import type { TextSpec, VocabularyRules } from '../../shared/contract/text-spec.ts'
import type { Database } from './database.ts'
import { newId } from './new-id.ts'

interface Row {
  key: number
  id: string
  dataset: string
  name: string
  version: number
  ignored: string
  created_at: string
  updated_at: string
}
interface VersionRow {
  version: number
  parent: number | null
  next: number | null
  rules: string
  change: string
  created_at: string
}

const select = `
  SELECT r.key, r.id, d.id AS dataset, r.name, r.version, r.ignored, r.created_at, r.updated_at
  FROM recipes r JOIN datasets d ON d.key = r.dataset`

/** The rules of a text, in an order that does not depend on who wrote them: equal rules have equal hashes. */
export function rulesHash(text: VocabularyRules | TextSpec): string {
  const { lowercase, punctuation, numbers, stopWords, level, phrases, edits, minCount, maxSize } = text
  const replace = edits.replace.map(({ word, by }) => [word, by]).sort(([a], [b]) => (a < b ? -1 : 1))
  const stop = stopWords.kind === 'own' ? [...stopWords.words].sort() : stopWords.kind
  const by = [replace, [...edits.drop].sort(), [...edits.pin].sort()]
  const list = [lowercase, punctuation, numbers, stop, level, phrases.longest, phrases.minCount, by, minCount, maxSize]
  return hash('sha256', JSON.stringify(list), 'hex')
}

/** Recipes with all of their versions: a change adds one, undo and redo move among them. */
export function recipeStore(database: Database) {
  const now = () => new Date().toISOString()
  const find = (id: string, { hidden = false } = {}): Row => {
    const row = database.get<Row>(`${select} WHERE r.id = ? AND (r.deleted_at IS NULL OR ?)`, id, hidden ? 1 : 0)
    if (row) return row
    throw new UnrollError('recipe-not-found', 'This vocabulary does not exist (any more). Choose another one.', { id })
  }
  const versionOf = (key: number, version: number): VersionRow => {
    const row = database.get<VersionRow>(
      `SELECT version, parent, next, rules, change, created_at FROM recipe_versions WHERE recipe = ? AND version = ?`,
      ...[key, version],
    )
    if (row) return row
    throw new UnrollError('recipe-not-found', `This vocabulary has no version ${version}.`, { version })
  }
  const rulesOf = ({ rules }: VersionRow): VocabularyRules => {
    const { maxLength: _, padding: __, truncation: ___, ...kept } = completeText(JSON.parse(rules) as TextSpec)
    return kept
  }
  const read = (id: string): Recipe => {
    const row = find(id)
    const versions = database.all<VersionRow>(
      'SELECT version, parent, next, change, created_at FROM recipe_versions WHERE recipe = ? ORDER BY version',
      row.key,
    )
    const current = versionOf(row.key, row.version)
    return {
      ...summaryOf(row),
      rules: rulesOf(current),
      before: current.parent === null ? null : rulesOf(versionOf(row.key, current.parent)),
      canUndo: current.parent !== null,
      canRedo: current.next !== null,
      ignored: JSON.parse(row.ignored) as string[],
      versions: versions.map(({ version, parent, change, created_at }): RecipeVersion => ({
        ...{ version, parent, createdAt: created_at },
        change: JSON.parse(change) as RecipeChange,
      })),
    }
  }
  const go = (key: number, version: number) =>
    database.run('UPDATE recipes SET version = ?, updated_at = ? WHERE key = ?', version, now(), key)
  const add = (
    { key, version: parent }: Pick<Row, 'key' | 'version'>,
    rules: VocabularyRules,
    change: RecipeChange,
  ) => {
    const { last } = database.get<{ last: number }>(
      'SELECT coalesce(max(version), 0) AS last FROM recipe_versions WHERE recipe = ?',
      key,
    ) as { last: number }
    const version = last + 1
    database.run(
      `INSERT INTO recipe_versions (recipe, version, parent, rules, hash, change, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
      ...[key, version, last === 0 ? null : parent, JSON.stringify(rules), rulesHash(rules), JSON.stringify(change)],
      now(),
    )
    if (last > 0)
      database.run('UPDATE recipe_versions SET next = ? WHERE recipe = ? AND version = ?', version, key, parent)
    go(key, version)
  }
  const move = (id: string, to: (version: VersionRow) => number | null): Recipe =>
    database.transaction(() => {
      const { key, version } = find(id)
      const target = to(versionOf(key, version))
      // Nothing left to undo or redo: a second press is no mistake.
      if (target !== null) go(key, target)
      return read(id)
    })

  return {
    read,
    list: (dataset: number): RecipeSummary[] =>
      database
        .all<Row>(`${select} WHERE r.dataset = ? AND r.deleted_at IS NULL ORDER BY r.key`, dataset)
        .map(summaryOf),
    create: (dataset: number, name: string, rules: VocabularyRules): Recipe =>
      database.transaction(() => {
        const id = newId('recipe')
        database.run(
          'INSERT INTO recipes (id, dataset, name, version, created_at, updated_at) VALUES (?, ?, ?, 1, ?, ?)',
          ...[id, dataset, name, now(), now()],
        )
        add(find(id), rules, { kind: 'made', words: [] })
        return read(id)
      }),
    /** @throws {UnrollError} recipe-changed when another version than `from` holds by now. */
    change: (id: string, from: number, rules: VocabularyRules, change: RecipeChange): Recipe =>
      database.transaction(() => {
        const row = find(id)
        if (row.version !== from)
          throw new UnrollError(
            'recipe-changed',
            'This vocabulary was changed in another window meanwhile. It is shown as it is now; make your change again.',
            { version: row.version },
          )
        add(row, rules, change)
        return read(id)
      }),
    undo: (id: string) => move(id, ({ parent }) => parent),
    redo: (id: string) => move(id, ({ next }) => next),
    /** Goes back to an earlier version by a step that can itself be undone. */
    restoreVersion: (id: string, version: number): Recipe =>
      database.transaction(() => {
        const row = find(id)
        add(row, rulesOf(versionOf(row.key, version)), { kind: 'restored', words: [], by: String(version) })
        return read(id)
      }),
    update: (id: string, { name, ignored }: { name?: string; ignored?: string[] }): Recipe => {
      database.run(
        'UPDATE recipes SET name = coalesce(?, name), ignored = coalesce(?, ignored), updated_at = ? WHERE key = ?',
        ...[name ?? null, ignored ? JSON.stringify(ignored) : null, now(), find(id).key],
      )
      return read(id)
    },
    setDeleted: (id: string, deleted: boolean): void => {
      const { key } = find(id, { hidden: !deleted })
      database.run('UPDATE recipes SET deleted_at = ? WHERE key = ?', deleted ? now() : null, key)
    },
    /** The latest version with exactly these rules among the recipes of a data set. */
    originOf: (dataset: number, text: TextSpec): RecipeOrigin['recipe'] =>
      database.get<{ id: string; name: string; version: number }>(
        `SELECT r.id, r.name, v.version FROM recipe_versions v JOIN recipes r ON r.key = v.recipe
         WHERE r.dataset = ? AND r.deleted_at IS NULL AND v.hash = ? ORDER BY v.created_at DESC, v.version DESC`,
        ...[dataset, rulesHash(text)],
      ) ?? null,
  }
}
export type RecipeStore = ReturnType<typeof recipeStore>

const summaryOf = ({ id, dataset, name, version, created_at, updated_at }: Row): RecipeSummary => ({
  ...{ id, dataset, name, version, createdAt: created_at, updatedAt: updated_at },
})
