import { FILE_FORMAT, FILE_VERSION } from '../../../shared/contract/experiment-file.ts'
import type { ExperimentFile } from '../../../shared/contract/experiment-file.ts'
import { encodeMetrics } from '../../../shared/contract/metrics.ts'
import type { Run } from '../../../shared/contract/experiment.ts'
import type { DatasetService, ExperimentService, RunService } from '../../service-types.ts'
import type { DatasetStore } from '../../storage/dataset-store.ts'
import { pack, sha256 } from './archive.ts'
import type { Entries } from './archive.ts'

const PAGE_ROWS = 1000

export interface FileParts {
  datasets: DatasetService
  experiments: ExperimentService
  runs: RunService
  store: Pick<DatasetStore, 'read' | 'rowCount'>
  program: string
}

/** An experiment as the bytes of an `.unroll` file, see shared/contract/experiment-file.ts. */
export async function saveExperiment(
  { datasets, experiments, runs, store, program }: FileParts,
  id: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const experiment = experiments.read(id)
  const dataset = store.read(experiment.dataset.id, { hidden: true })
  const modelOf = (run: Run) => experiment.spec.models.findIndex(({ name }) => name === run.spec.model.name)
  const document: Omit<ExperimentFile, 'files'> = {
    ...{ format: FILE_FORMAT, version: FILE_VERSION, program, savedAt: new Date().toISOString() },
    experiment: {
      ...{ name: experiment.name, notes: experiment.notes, spec: experiment.spec },
      vocabularySize: experiment.vocabulary.size,
    },
    dataset: {
      ...{ name: dataset.name, fileName: dataset.fileName, classes: dataset.classes },
      ...{ fingerprint: experiment.spec.data, rows: store.rowCount(dataset.id, experiment.revision) },
    },
    runs: experiment.runs.map((run) => ({
      ...{ model: modelOf(run), status: settled(run), device: run.device, parameters: run.parameters },
      ...{ epochs: run.epochs, test: run.test, decay: run.decay, divergence: run.divergence },
      ...{ error: run.error, notes: run.notes },
    })),
  }
  const entries: Entries = {
    'rows.jsonl': rowsOf(datasets, dataset.id, experiment.revision),
  }
  for (const run of experiment.runs) {
    const folder = `runs/${modelOf(run)}`
    if (run.columns.length) entries[`${folder}/metrics.umet`] = encodeMetrics(runs.metrics(run.id))
    for (const kind of ['best', 'last'] as const)
      if (run.checkpoints[kind] !== null) entries[`${folder}/${kind}.safetensors`] = await runs.checkpoint(run.id, kind)
    for (const { step } of runs.snapshots(run.id))
      entries[`${folder}/snapshots/${step}.safetensors`] = await runs.snapshot(run.id, step)
  }
  const files = Object.fromEntries(Object.entries(entries).map(([name, bytes]) => [name, sha256(bytes)]))
  return pack({ 'unroll.json': Buffer.from(JSON.stringify({ ...document, files }, null, 1)), ...entries })
}

/** What still trains here is cut off at its last checkpoint there. */
const settled = ({ status }: Run): Run['status'] => (status === 'running' || status === 'paused' ? 'stopped' : status)

/** Page by page, so that the database never has to hand over everything at once. */
function rowsOf(datasets: DatasetService, id: string, revision: number): Uint8Array {
  const parts: Buffer[] = []
  for (let offset = 0; ; offset += PAGE_ROWS) {
    const { rows } = datasets.rows(id, { offset, limit: PAGE_ROWS, revision })
    if (rows.length === 0) return Buffer.concat(parts)
    const lines = rows.map(({ text, label, part, originalLabel, line }) =>
      JSON.stringify([text, label, part, originalLabel, line]),
    )
    parts.push(Buffer.from(`${lines.join('\n')}\n`))
  }
}
