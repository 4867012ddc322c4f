import type { ModelSpec } from '../../shared/contract/spec.ts'
import { modelFields, sharedFields } from './spec-fields.ts'
import type { DraftSpec, SpecField } from './spec-fields.ts'
import { say } from '../messages.ts'

/** One setting that differs. `before` or `after` is null for a model that only one side has. */
export interface SpecChange {
  path: string
  label: string
  before: string | null
  after: string | null
}

/** What a draft changes, in the order in which the settings are shown. Model paths are 'models.INDEX.…' of the draft. */
export function diffSpecs(before: DraftSpec, after: DraftSpec): SpecChange[] {
  return [...diffFields(sharedFields(before), sharedFields(after)), ...diffModels(before.models, after.models)]
}

function diffFields(before: SpecField[], after: SpecField[], prefix = ''): SpecChange[] {
  return after.flatMap(({ path, label, value }, at) =>
    before[at].value === value ? [] : [{ path, label: `${prefix}${label}`, before: before[at].value, after: value }],
  )
}

function diffModels(before: readonly ModelSpec[], after: readonly ModelSpec[]): SpecChange[] {
  const partner = pairModels(before, after)
  const changes = after.flatMap((model, at): SpecChange[] => {
    const path = `models.${at}.`
    const old = partner.get(at)
    if (old === undefined) return [{ path: `${path}added`, label: model.name, before: null, after: 'added' }]
    const fields = diffFields(modelFields(before[old]), modelFields(model, path), `${model.name}: `)
    if (before[old].name === model.name) return fields
    return [{ path: `${path}name`, label: say.stores.nameWord, before: before[old].name, after: model.name }, ...fields]
  })
  const kept = new Set(partner.values())
  const removed = before.flatMap(({ name }, at): SpecChange[] =>
    kept.has(at) ? [] : [{ path: `removed.${name}`, label: name, before: 'removed', after: null }],
  )
  return [...changes, ...removed]
}

/** Which model of `before` each model of `after` was: the one of its name, else the next of its cell (a new name). */
function pairModels(before: readonly ModelSpec[], after: readonly ModelSpec[]): Map<number, number> {
  const partner = new Map<number, number>()
  const free = new Set(before.keys())
  const pair = (fits: (old: ModelSpec, now: ModelSpec) => boolean) =>
    after.forEach((model, at) => {
      if (partner.has(at)) return
      const old = [...free].find((index) => fits(before[index], model))
      if (old === undefined) return
      partner.set(at, old)
      free.delete(old)
    })
  pair((old, now) => old.name === now.name)
  pair((old, now) => old.cell === now.cell)
  return partner
}

/** The fields whose values are not the same for all, with a value per column; with one column all fields. */
export function differingFields(columns: readonly SpecField[][]): { path: string; label: string; values: string[] }[] {
  if (!columns.length) return []
  return columns[0]
    .map(({ path, label }, at) => ({ path, label, values: columns.map((fields) => fields[at].value) }))
    .filter(({ values }) => columns.length === 1 || new Set(values).size > 1)
}
