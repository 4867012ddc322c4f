import { setImmediate } from 'node:timers/promises'
import { performance } from 'node:perf_hooks'
import type { Dataset, DatasetRow, ImportOptions } from '../../../shared/contract/dataset.ts'
import { UnrollError } from '../../../shared/contract/errors.ts'
import type { Experiment } from '../../../shared/contract/experiment.ts'
import { experimentFile } from '../../../shared/contract/experiment-file.ts'
import type { ExperimentFile } from '../../../shared/contract/experiment-file.ts'
import { decodeMetrics } from '../../../shared/contract/metrics.ts'
import { ReportBuilder } from '../../importing/report.ts'
import type { DatasetStore } from '../../storage/dataset-store.ts'
import type { EditStore } from '../../storage/edit-store.ts'
import { sha256, unpack, unreadable } from './archive.ts'
import type { Entries } from './archive.ts'
import { readRows } from './read-rows.ts'
import type { FileParts } from './save.ts'

const BATCH_ROWS = 1000

export interface OpenParts extends FileParts {
  edits: EditStore
  store: DatasetStore
  owner: { id: string }
}

/**
 * Takes in an `.unroll` file. A data set with the same rows and classes that is here already is used; else it is imported.
 * The experiment shows when all of it is in; what a power cut leaves is hidden.
 * @throws {UnrollError} file-unreadable when the file is damaged, or does not hold what it says.
 */
export async function openExperiment(parts: OpenParts, bytes: Uint8Array, fileName: string): Promise<Experiment> {
  const { experiments } = parts
  const entries = await unpack(bytes, fileName)
  const file = documentOf(entries, fileName)
  const known = parts.edits
    .withFingerprint(file.dataset.fingerprint)
    .find(({ classes }) => classes.join('\n') === file.dataset.classes.join('\n'))
  const dataset = known ?? (await takeData(parts, file, entries, fileName))
  const { name, notes, spec, vocabularySize } = file.experiment
  const { data: _, ...wanted } = spec
  const made = await experiments.create({ name, dataset: dataset.id, spec: wanted }, dataset.revision)
  experiments.remove(made.id)
  if (made.vocabulary.size !== vocabularySize)
    throw unreadable(
      fileName,
      `its vocabulary has ${vocabularySize} entries, here the same rules give ${made.vocabulary.size}`,
    )
  await fill(parts, made, file, entries, fileName)
  experiments.restore(made.id)
  if (notes) experiments.update(made.id, { notes })
  return experiments.read(made.id)
}

function documentOf(entries: Entries, fileName: string): ExperimentFile {
  const bytes = entries['unroll.json']
  if (!bytes) throw unreadable(fileName, 'it has no unroll.json')
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw unreadable(fileName, 'its unroll.json is damaged')
  }
  const version = (json as { version?: unknown } | null)?.version
  if (typeof version === 'number' && version > 1)
    throw unreadable(fileName, 'it was saved by a newer version of Unroll, which this one cannot read')
  const read = experimentFile.safeParse(json)
  if (read.success) {
    refuseDamage(read.data, entries, fileName)
    return read.data
  }
  const [{ path, message }] = read.error.issues
  throw unreadable(fileName, `in its unroll.json, ${path.join('.') || 'the document'}: ${message}`)
}

/** What the document lists must be there as it was written; what it does not list is not looked at. */
function refuseDamage({ files }: ExperimentFile, entries: Entries, fileName: string): void {
  for (const [name, expected] of Object.entries(files)) {
    if (!entries[name]) throw unreadable(fileName, `it has no ${name}`)
    if (sha256(entries[name]) !== expected) throw unreadable(fileName, `its ${name} is damaged`)
  }
  for (const name of Object.keys(entries)) if (!(name in files)) delete entries[name]
}

/** Imports the rows as an import does: under a data set that nothing shows until it is whole. */
async function takeData(
  { store, owner, datasets }: OpenParts,
  { dataset }: ExperimentFile,
  entries: Entries,
  fileName: string,
): Promise<Dataset> {
  const rows = entries['rows.jsonl']
  if (!rows) throw unreadable(fileName, 'it has no rows.jsonl')
  const started = performance.now()
  const report = new ReportBuilder(dataset.classes.length)
  const target = store.begin({ ...dataset, origin: 'import', options: optionsOf(dataset), owner: owner.id })
  try {
    let batch: DatasetRow[] = []
    for (const row of readRows(rows, dataset.classes.length, fileName)) {
      batch.push(row)
      report.keepRow(row)
      if (batch.length < BATCH_ROWS) continue
      store.append(target, batch, [])
      batch = []
      await setImmediate()
    }
    store.append(target, batch, [])
    const fingerprint = report.fingerprint()
    if (fingerprint !== dataset.fingerprint)
      throw unreadable(fileName, 'its rows are not those that its models were trained on')
    const made = store.finish(
      target,
      fingerprint,
      report.report('utf-8', 'JSON', Math.round(performance.now() - started)),
    )
    // The same way out as every other change of the list.
    return datasets.rename(made.id, made.name)
  } catch (error) {
    while (store.discardSome(target)) await setImmediate()
    throw error
  }
}

/** How rows.jsonl is read, as an import would say it. */
const optionsOf = ({ name, classes }: ExperimentFile['dataset']): ImportOptions => ({
  ...{ name, encoding: 'utf-8', delimiter: ',', quoting: true, header: false },
  ...{ textColumn: 0, labelColumn: 1, partColumn: 2 },
  labels: { kind: 'values', classes, map: {} },
})

async function fill({ runs }: OpenParts, made: Experiment, file: ExperimentFile, entries: Entries, fileName: string) {
  for (const [model, run] of made.runs.entries()) {
    const saved = file.runs.find((one) => one.model === model)
    if (!saved) {
      // It had been deleted where the file comes from.
      runs.remove(run.id)
      continue
    }
    if (saved.parameters !== run.parameters)
      throw unreadable(
        fileName,
        `'${run.spec.model.name}' has ${saved.parameters} parameters in it, here the same model has ${run.parameters}`,
      )
    const of = (name: string): Uint8Array | undefined => entries[`runs/${model}/${name}`]
    try {
      const metrics = of('metrics.umet')
      if (metrics) runs.appendMetrics(run.id, decodeMetrics(metrics))
      for (const epoch of saved.epochs) runs.addEpoch(run.id, epoch)
      for (const kind of ['best', 'last'] as const) {
        const weights = of(`${kind}.safetensors`)
        if (weights) await runs.saveCheckpoint(run.id, kind, weights)
      }
      for (const [name, snapshot] of Object.entries(entries)) {
        const step = new RegExp(`^runs/${model}/snapshots/(\\d{1,15})\\.safetensors$`).exec(name)?.[1]
        if (step !== undefined) await runs.saveSnapshot(run.id, Number(step), snapshot)
      }
    } catch (error) {
      if (error instanceof RangeError || error instanceof SyntaxError || error instanceof UnrollError)
        throw unreadable(fileName, `'${run.spec.model.name}': ${error.message}`)
      throw error
    }
    const { status, device, test, decay, divergence, error, notes } = saved
    const said = { device, test, decay, divergence, error, ...(notes && { notes }) }
    const changes = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null))
    if (status !== 'waiting')
      runs.update(run.id, { ...changes, status: status === 'running' || status === 'paused' ? 'stopped' : status })
    else if (notes) runs.update(run.id, { notes })
  }
}
