import type { ClampSpec, HeldKind } from '../../shared/contract/clamps.ts'
import { formatNumber } from '../charts/format.ts'

/** What a clamp holds, in words. */
export const heldTitles: Record<HeldKind, string> = {
  i: 'input gate',
  f: 'forget gate',
  g: 'candidate',
  o: 'output gate',
  r: 'reset gate',
  z: 'update gate',
  n: 'candidate',
  h: 'state',
  c: 'cell state',
}

/** 'forget gate at 1', 'output gate of unit 3 at 0', and where there is more than one, layer and direction. */
export function describeClamp({ what, unit, value, layer, direction }: ClampSpec): string {
  const units = unit === 'all' ? '' : ` of unit ${unit + 1}`
  const where = `${layer > 1 ? `, layer ${layer}` : ''}${direction === 'reverse' ? ', backwards' : ''}`
  return `${heldTitles[what]}${units}${where} at ${formatNumber(value)}`
}

/** The clamps of a model in one line. */
export const describeClamps = (clamps: readonly ClampSpec[]): string =>
  clamps.length ? clamps.map(describeClamp).join('; ') : 'nothing'
