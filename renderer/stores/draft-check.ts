import { experimentSpec } from '../../shared/contract/spec.ts'
import type { ModelSpec } from '../../shared/contract/spec.ts'
import type { DraftSpec } from './spec-fields.ts'
import { say } from '../messages.ts'

const draftSpec = experimentSpec.omit({ data: true })

/** What keeps a draft from being trained, in words; empty when nothing does. */
export function complaints(spec: DraftSpec): string[] {
  const names = spec.models.map(({ name }) => name.trim().toLowerCase())
  const twice = spec.models.find(({ name }, at) => names.indexOf(name.trim().toLowerCase()) !== at)
  if (!spec.models.length) return [say.stores.addAtLeastOneModel]
  if (spec.models.length > 12) return [say.stores.aComparisonHoldsAtMostModels]
  if (twice) return [say.stores.twoModelsAreCalledGiveEach(twice.name)]
  if (names.includes('')) return [say.stores.giveEveryModelAName]
  const { success, error } = draftSpec.safeParse(spec)
  return success ? [] : error.issues.map(({ path, message }) => `${path.join(' → ')}: ${message}.`)
}

/** A name that no model has yet: 'LSTM', 'LSTM 2', 'LSTM 3' … */
export function freeName(wanted: string, models: readonly ModelSpec[]): string {
  const taken = new Set(models.map(({ name }) => name.toLowerCase()))
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted} ${number}`
    if (!taken.has(name.toLowerCase())) return name
  }
}
