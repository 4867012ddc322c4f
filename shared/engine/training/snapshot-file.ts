import { snapshotInfo } from '../../contract/snapshots.ts'
import type { SnapshotInfo } from '../../contract/snapshots.ts'
import { decodeSafetensors, encodeSafetensors } from './safetensors.ts'
import type { SafeTensor } from './safetensors.ts'

/** See contract/snapshots.ts. */
export interface Snapshot extends SnapshotInfo {
  tensors: Record<string, SafeTensor>
}

const FORMAT = 'unroll-snapshot-1'

export const encodeSnapshot = ({ step, epoch, parameters, tensors }: Snapshot): Uint8Array<ArrayBuffer> =>
  encodeSafetensors(tensors, {
    ...{ format: FORMAT, step: String(step), epoch: String(epoch) },
    parameters: JSON.stringify(parameters),
  })

/** @throws {RangeError} when the bytes are no snapshot, saying what is wrong. */
export function decodeSnapshot(bytes: Uint8Array): Snapshot {
  const { tensors, metadata } = decodeSafetensors(bytes)
  if (metadata.format !== FORMAT)
    throw new RangeError(`snapshot: format '${FORMAT}' expected, got '${metadata.format ?? 'none'}'`)
  const info = snapshotInfo.safeParse({
    ...{ step: Number(metadata.step), epoch: Number(metadata.epoch) },
    parameters: parsed(metadata.parameters),
  })
  if (!info.success) throw new RangeError('snapshot: step, epoch or parameters are malformed')
  return { ...info.data, tensors }
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return null
  }
}
