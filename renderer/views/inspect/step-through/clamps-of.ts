import type { ClampSpec } from '../../../../shared/contract/clamps.ts'
import type { Intervention } from '../../../../shared/engine/inspect/interventions.ts'

/** A change by hand as clamps to train with: a gate or state that is held at every word; null for anything else. */
export function clampsOf(one: Intervention): ClampSpec[] | null {
  if ((one.kind !== 'gate' && one.kind !== 'state') || one.words !== 'all') return null
  const shared = {
    what: one.kind === 'gate' ? one.gate : one.state,
    value: one.value,
    layer: one.layer,
    direction: one.direction ?? 'forward',
  }
  return (one.units === 'all' ? ['all' as const] : one.units).map((unit) => ({ ...shared, unit }))
}

const target = ({ what, unit, layer, direction }: ClampSpec) => `${layer} ${direction} ${what} ${unit}`

/** The clamps that a model has, and new ones, which take the place of those on the same gate of the same unit. */
export function withClamps(before: readonly ClampSpec[], added: readonly ClampSpec[]): ClampSpec[] {
  const replaced = (old: ClampSpec) =>
    added.some((one) => target(one) === target(old) || target(one) === target({ ...old, unit: 'all' }))
  return [...before.filter((old) => !replaced(old)), ...added]
}
