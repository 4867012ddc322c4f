import { UnrollError } from '../../shared/contract/errors.ts'
import type { Run, RunUpdate } from '../../shared/contract/experiment.ts'
import type { SnapshotInfo } from '../../shared/contract/snapshots.ts'
import type { MetricTable } from '../../shared/contract/metrics.ts'
import { completeModel, completeSpec } from '../../shared/contract/spec.ts'
import { decodeSafetensors } from '../../shared/engine/training/safetensors.ts'
import type { EventHub, RunService } from '../service-types.ts'
import { decodeSnapshot } from '../../shared/engine/training/snapshot-file.ts'
import type { CheckpointFiles } from '../storage/checkpoint-files.ts'
import type { Database } from '../storage/database.ts'
import type { MetricStore } from '../storage/metric-store.ts'
import type { Owner } from '../storage/owners.ts'
import type { RunRow, RunStore } from '../storage/run-store.ts'
import type { SnapshotFiles } from '../storage/snapshot-files.ts'

export interface RunParts {
  database: Database
  owner: Owner
  events: EventHub
  runs: RunStore
  metrics: MetricStore
  checkpoints: CheckpointFiles
  snapshots: SnapshotFiles
}

/** The run as the contract has it. */
export function toRun(
  row: RunRow,
  { runs, metrics, checkpoints }: Pick<RunParts, 'runs' | 'metrics' | 'checkpoints'>,
): Run {
  const spec = JSON.parse(row.spec) as Run['spec']
  const parse = <T>(json: string | null) => (json === null ? null : (JSON.parse(json) as T))
  return {
    id: row.id,
    experimentId: row.experimentId,
    spec: completeSpec({ ...spec, model: completeModel(spec.model) }),
    status: row.status,
    device: row.device,
    parameters: row.parameters,
    step: row.step,
    epochs: runs.epochs(row.key),
    test: parse<Run['test']>(row.test),
    decay: parse<Run['decay']>(row.decay),
    divergence: parse<Run['divergence']>(row.divergence),
    error: row.error,
    notes: row.notes,
    columns: metrics.columns(row.key),
    checkpoints: checkpoints.steps(row.key),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

export function runService(parts: RunParts): RunService {
  const { database, owner, events, runs, metrics, checkpoints, snapshots } = parts

  /** A run that another living process trains is that process's alone. */
  const findMine = (id: string): RunRow => {
    const row = runs.find(id)
    if (row.owner !== null && row.owner !== owner.id && owner.isAlive(row.owner))
      throw new UnrollError(
        'run-state',
        'Another Unroll process (a terminal or a second window) is training this run. Wait until it ends, or stop it there.',
      )
    return row
  }
  const changed = (row: RunRow): Run => {
    events.emit({ kind: 'run', id: row.id, experimentId: row.experimentId })
    return toRun(runs.find(row.id, { hidden: true }), parts)
  }

  function update(id: string, changes: RunUpdate): Run {
    const row = findMine(id)
    const status = changes.status ?? row.status
    refuseTransition(row, status)
    const working = status === 'running' || status === 'paused'
    database.transaction(() => {
      if (status === 'running' && row.status !== 'running') runs.clearFailure(row.key)
      runs.update(row.key, changes, working ? owner.id : null)
    })
    return changed(row)
  }

  function appendMetrics(id: string, table: MetricTable): { step: number } {
    const row = findMine(id)
    checkSteps(table)
    return database.transaction(() => {
      metrics.append(row.key, table)
      const step = Math.max(row.step, metrics.lastStep(row.key))
      runs.setStep(row.key, step)
      return { step }
    })
  }

  return {
    read: (id) => toRun(runs.find(id), parts),
    update,
    addEpoch: (id, record) => {
      const row = findMine(id)
      database.transaction(() => {
        runs.addEpoch(row.key, record)
        if (record.step > row.step) runs.setStep(row.key, record.step)
      })
      return changed(row)
    },
    metrics: (id) => metrics.read(runs.find(id).key),
    appendMetrics,
    checkpoint: async (id, kind) => checkpoints.read(runs.find(id).key, kind),
    saveCheckpoint: async (id, kind, bytes, { rewind = false } = {}) => {
      const row = findMine(id)
      const step = stepOf(bytes)
      let removeFiles = () => Promise.resolve()
      await checkpoints.save(row.key, row.id, kind, step, bytes, () => {
        if (rewind) {
          removeFiles = snapshots.dropAfter(row.key, step)
          metrics.dropAfter(row.key, step)
          runs.dropEpochsAfter(row.key, step)
          runs.setStep(row.key, step)
        } else if (kind === 'last' && step > runs.find(id, { hidden: true }).step) runs.setStep(row.key, step)
      })
      await removeFiles()
      return changed(row)
    },
    snapshots: (id) => snapshots.list(runs.find(id).key),
    snapshot: async (id, step) => snapshots.read(runs.find(id).key, step),
    saveSnapshot: async (id, step, bytes) => {
      const row = findMine(id)
      await snapshots.save(row.key, row.id, snapshotOf(bytes, step), bytes)
    },
    restart: async (id) => {
      const row = findMine(id)
      let removeFiles = () => Promise.resolve()
      await checkpoints.drop(row.key, () => {
        removeFiles = snapshots.dropAfter(row.key, -1)
        metrics.dropAfter(row.key, -1)
        runs.dropEpochsAfter(row.key, -1)
        runs.reset(row.key)
      })
      await removeFiles()
      return changed(row)
    },
    remove: (id) => {
      const row = findMine(id)
      runs.setDeleted(id, true)
      events.emit({ kind: 'experiment', id: row.experimentId })
      return changed(row)
    },
    restore: (id) => {
      runs.setDeleted(id, false)
      const row = runs.find(id)
      events.emit({ kind: 'experiment', id: row.experimentId })
      return changed(row)
    },
    stopAbandoned: () => {
      for (const run of runs.stop((id) => id === owner.id)) events.emit({ kind: 'run', ...run })
    },
  }
}

function refuseTransition(row: RunRow, status: Run['status']): void {
  if (status === row.status) return
  if (status === 'waiting')
    throw new UnrollError(
      'run-state',
      'A run goes back to its beginning by being restarted, not by a change of status.',
    )
  if (row.status === 'finished')
    throw new UnrollError('run-state', 'This run is finished. Restart it to train it again from the beginning.')
}

function checkSteps({ columns, values }: MetricTable): void {
  const at = columns.indexOf('step')
  if (at < 0) throw new UnrollError('bad-request', "The metric table has no 'step' column.")
  if (new Set(columns).size < columns.length)
    throw new UnrollError('bad-request', 'Two columns of the metric table have the same name.')
  let before = -1
  for (let i = at; i < values.length; i += columns.length) {
    if (!Number.isSafeInteger(values[i]) || values[i] <= before)
      throw new UnrollError('bad-request', `The steps of a metric table must rise; found ${values[i]} after ${before}.`)
    before = values[i]
  }
}

/** What a snapshot says of itself, which must be what the request says. */
function snapshotOf(bytes: Uint8Array, wanted: number): SnapshotInfo {
  try {
    const { tensors: _, ...info } = decodeSnapshot(bytes)
    if (info.step === wanted) return info
    throw new RangeError(`it is of step ${info.step}, not ${wanted}`)
  } catch (error) {
    if (error instanceof RangeError)
      throw new UnrollError('bad-request', `The body is no snapshot of that step (${error.message}).`)
    throw error
  }
}

/** Step of a checkpoint, from its own metadata: a file and its place cannot disagree. */
function stepOf(bytes: Uint8Array): number {
  let text: string | undefined
  try {
    text = decodeSafetensors(bytes).metadata.step
  } catch (error) {
    if (error instanceof RangeError)
      throw new UnrollError('bad-request', `The body is no safetensors file (${error.message}).`)
    throw error
  }
  if (text === undefined || !/^\d{1,15}$/.test(text))
    throw new UnrollError('bad-request', "The checkpoint's __metadata__ must say its step as a whole number.")
  return Number(text)
}
