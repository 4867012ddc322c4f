import { first } from './001-first.ts'
import { snapshots } from './002-snapshots.ts'
import { recipes } from './005-recipes.ts'
import { rowFacts } from './006-row-facts.ts'
import { rowsInPlace } from './003-rows-in-place.ts'
import { edits } from './004-edits.ts'

/** Steps that bring a database from version n (SQLite's user_version) to n + 1. Append only. */
export const migrations: readonly string[] = [first, snapshots, rowsInPlace, edits, recipes, rowFacts]
