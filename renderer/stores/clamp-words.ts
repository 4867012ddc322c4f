import type { ClampSpec, HeldKind } from '../../shared/contract/clamps.ts'
import { formatNumber } from '../charts/format.ts'
import { say } from '../messages.ts'

/** What a clamp holds, in words. */
export const heldTitles: Record<HeldKind, string> = {
  get i() {
    return say.stores.inputGate
  },
  get f() {
    return say.stores.forgetGate
  },
  get g() {
    return say.stores.candidate
  },
  get o() {
    return say.stores.outputGate
  },
  get r() {
    return say.stores.resetGate
  },
  get z() {
    return say.stores.updateGate
  },
  get n() {
    return say.stores.candidate
  },
  get h() {
    return say.stores.state
  },
  get c() {
    return say.stores.cellState
  },
}

/** 'forget gate at 1', 'output gate of unit 3 at 0', and where there is more than one, layer and direction. */
export function describeClamp({ what, unit, value, layer, direction }: ClampSpec): string {
  const held = unit === 'all' ? heldTitles[what] : say.stores.ofUnit(heldTitles[what], unit + 1)
  const shown = formatNumber(value)
  if (direction === 'reverse')
    return layer > 1 ? say.stores.clampInLayerBackwards(held, layer, shown) : say.stores.clampBackwards(held, shown)
  return layer > 1 ? say.stores.clampInLayer(held, layer, shown) : say.stores.clampAt(held, shown)
}

/** The clamps of a model in one line. */
export const describeClamps = (clamps: readonly ClampSpec[]): string =>
  clamps.length ? clamps.map(describeClamp).join('; ') : say.stores.nothingHeld
