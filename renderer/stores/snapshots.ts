import { api, request, requestBytes } from '../api.ts'
import type { Run } from '../../shared/contract/experiment.ts'
import type { SnapshotInfo } from '../../shared/contract/snapshots.ts'
import { matrix } from '../../shared/engine/inspect/matrix.ts'
import type { Matrix } from '../../shared/engine/inspect/matrix.ts'
import { decodeSnapshot } from '../../shared/engine/training/snapshot-file.ts'

/** A run's weights at one point of its training, in double precision. */
export interface Snapshot extends SnapshotInfo {
  /** The parameters that are kept whole, by name: recurrent matrices, and biases as one row. */
  weights: Readonly<Record<string, Matrix>>
  /** Rows of the embedding, row i for token id i: padding, the unknown word, the most frequent words. Null without an embedding. */
  embedding: Matrix | null
}

/** Runs whose snapshots stay read; the one not asked for longest leaves first. */
const ROOM = 4
/** Requests under way at once. */
const LANES = 4
const kept = new Map<string, Map<string, Promise<Snapshot>>>()

/**
 * All snapshots of a run, from the first; empty for a run from before there were any. Each is read once, so asking again while
 * the run trains costs only the new ones.
 * @throws {ApiError} when one cannot be read; an AbortError when `signal` is aborted.
 */
export async function loadSnapshots({ id }: Pick<Run, 'id'>, signal?: AbortSignal): Promise<Snapshot[]> {
  const infos: SnapshotInfo[] = await request(api.runs[':id'].snapshots.$get({ param: { id } }))
  const known = kept.get(id) ?? new Map<string, Promise<Snapshot>>()
  kept.delete(id)
  kept.set(id, known)
  for (const oldest of kept.keys()) if (kept.size > ROOM) kept.delete(oldest)

  const snapshots: Snapshot[] = []
  const waiting = [...infos.entries()]
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      signal?.throwIfAborted()
      const [at, info] = next
      // A snapshot that was written anew (its run went on after it) says something else of itself.
      const key = JSON.stringify(info)
      const reading = known.get(key) ?? read(id, info.step)
      known.set(key, reading)
      reading.catch(() => known.delete(key))
      snapshots[at] = await reading
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  return snapshots
}

async function read(id: string, step: number): Promise<Snapshot> {
  const param = { id, step: String(step) }
  const bytes = await requestBytes(api.runs[':id'].snapshots[':step'].$get({ param }))
  const { tensors, ...info } = decodeSnapshot(new Uint8Array(bytes))
  const weights: Record<string, Matrix> = {}
  for (const [name, { shape, data }] of Object.entries(tensors)) {
    const [rows, columns] = shape.length === 1 ? [1, shape[0]] : shape
    weights[name] = matrix(rows, columns, Float64Array.from(data))
  }
  const { embedding = null, ...others } = weights
  return { ...info, weights: others, embedding }
}
