import { randomInt } from 'node:crypto'
import type { IdKind } from '../../shared/contract/ids.ts'

const letters = '0123456789abcdefghijklmnopqrstuvwxyz'

/** An opaque id, e.g. `run-` and sixteen characters (83 bits). */
export function newId<Kind extends IdKind>(kind: Kind): `${Kind}-${string}` {
  return `${kind}-${Array.from({ length: 16 }, () => letters[randomInt(letters.length)]).join('')}`
}
