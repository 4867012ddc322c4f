import { UnrollError } from '../../shared/contract/errors.ts'
import type { CreateExperiment, Experiment } from '../../shared/contract/experiment.ts'
import type { ExperimentSpec } from '../../shared/contract/spec.ts'
import type { ExperimentService } from '../service-types.ts'
import type { DatasetStore } from '../storage/dataset-store.ts'
import type { Figures } from '../editing/figures.ts'
import type { EditStore } from '../storage/edit-store.ts'
import type { Derived, ExperimentStore } from '../storage/experiment-store.ts'
import type { TextWork } from './text-work.ts'
import { toRun } from './run-service.ts'
import type { RunParts } from './run-service.ts'

export interface ExperimentParts extends RunParts {
  datasets: DatasetStore
  edits: EditStore
  figures: Figures
  experiments: ExperimentStore
  texts: TextWork
}

export function experimentService(parts: ExperimentParts): ExperimentService {
  const { events, datasets, edits, figures, experiments, runs, texts } = parts
  /** Edits since an experiment was made; none where the rows came out the same. */
  const editsSince = (dataset: number, revision: number): number => {
    const head = edits.headOf(dataset)
    const now = edits.fingerprintAt(dataset, head)
    return now !== '' && now === edits.fingerprintAt(dataset, revision) ? 0 : head - revision
  }

  const read = (id: string, options?: { hidden?: boolean }): Experiment => {
    const { key, name, notes, spec, split, dataset, revision, createdAt, updatedAt } = experiments.find(id, options)
    return {
      ...{ id, name, notes, createdAt, updatedAt, spec, split },
      dataset: { id: dataset.id, name: dataset.name },
      ...{ revision, editsSince: editsSince(dataset.key, revision) },
      frozen: experiments.isFrozen(id),
      vocabulary: experiments.vocabulary(id).summary,
      classes: dataset.classes,
      runs: runs.ofExperiment(key).map((row) => toRun(row, parts)),
    }
  }
  const deriveFor = async ({ dataset: datasetId, spec }: CreateExperiment, revision?: number) => {
    const dataset = datasets.read(datasetId, { hidden: true })
    const key = datasets.keyOf(datasetId, { hidden: true })
    const at = revision ?? edits.headOf(key)
    const full: ExperimentSpec = { ...spec, data: await figures.fingerprint(key, at) }
    return { key, dataset, derived: await texts.derive({ dataset: key, revision: at, classes: dataset.classes }, full) }
  }
  const refuseFrozen = (id: string) => {
    if (experiments.isFrozen(id))
      throw new UnrollError(
        'experiment-frozen',
        'A run of this experiment has started, so its settings no longer change: its results would not belong to them. ' +
          'Make another experiment with the new settings.',
        { id },
      )
  }
  const changed = (id: string): Experiment => {
    events.emit({ kind: 'experiments' })
    events.emit({ kind: 'experiment', id })
    return read(id, { hidden: true })
  }

  return {
    list: () => experiments.list().map((summary) => ({ ...summary, frozen: experiments.isFrozen(summary.id) })),
    create: async (request, revision) => {
      // A hidden data set carries old experiments, but no new ones.
      datasets.read(request.dataset)
      const { key, dataset, derived } = await deriveFor(request, revision)
      return changed(experiments.create(key, request.name ?? nameFor(derived, dataset.name), derived))
    },
    plan: async (request) => {
      const { derived } = await deriveFor(request)
      const { split, vocabulary, spec, parameters, formulas } = derived
      const models = spec.models.map(({ name }, i) => ({ name, parameters: parameters[i], formula: formulas[i] }))
      return { split, vocabulary, models }
    },
    read,
    update: (id, changes) => {
      experiments.update(id, changes)
      return changed(id)
    },
    replaceSpec: async (id, spec) => {
      const { dataset } = experiments.find(id)
      refuseFrozen(id)
      const { derived } = await deriveFor({ dataset: dataset.id, spec })
      // In one transaction: a run may have started while this was computed.
      parts.database.transaction(() => {
        refuseFrozen(id)
        experiments.replaceSpec(id, derived)
      })
      return changed(id)
    },
    remove: (id) => {
      experiments.remove(id)
      return changed(id)
    },
    restore: (id) => {
      experiments.restore(id)
      return changed(id)
    },
    vocabulary: (id) => {
      experiments.find(id)
      return experiments.vocabulary(id).words()
    },
    encoded: async (id, part) => {
      const { dataset, revision, spec } = experiments.find(id)
      const { words } = experiments.vocabulary(id).words()
      return texts.encode(
        { dataset: dataset.key, revision, classes: dataset.classes },
        spec.text,
        { assignment: experiments.assignment(id), words },
        part,
      )
    },
  }
}

/** e.g. 'ANN, RNN and LSTM on reviews' */
function nameFor({ spec }: Derived, dataset: string): string {
  const names = spec.models.map((model) => model.name)
  const listed = names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}` : names[0]
  return `${listed} on ${dataset}`.slice(0, 200)
}
