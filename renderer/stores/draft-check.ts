import { experimentSpec } from '../../shared/contract/spec.ts'
import type { ModelSpec } from '../../shared/contract/spec.ts'
import type { DraftSpec } from './spec-fields.ts'

const draftSpec = experimentSpec.omit({ data: true })

/** What keeps a draft from being trained, in words; empty when nothing does. */
export function complaints(spec: DraftSpec): string[] {
  const names = spec.models.map(({ name }) => name.trim().toLowerCase())
  const twice = spec.models.find(({ name }, at) => names.indexOf(name.trim().toLowerCase()) !== at)
  if (!spec.models.length) return ['Add at least one model.']
  if (spec.models.length > 12) return ['A comparison holds at most 12 models: remove one.']
  if (twice) return [`Two models are called “${twice.name}”: give each a name of its own.`]
  if (names.includes('')) return ['Give every model a name.']
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
