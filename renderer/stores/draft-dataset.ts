import type { Dataset } from '../../shared/contract/dataset.ts'
import type { Experiment } from '../../shared/contract/experiment.ts'

/** What the set-up needs to know of the data set of a draft. */
export interface DraftDataset {
  id: string
  name: string
  classes: readonly string[]
  fingerprint: string
  /** True when it is no longer among the data sets: experiments made of it go on, new ones are not made. */
  deleted: boolean
  /** Null when deleted: its report is not read then. */
  report: Dataset['report'] | null
}

/** The data set of a draft: from the list, or, where it has been deleted, as the experiment that uses it knows it. */
export function datasetOf(
  draft: { dataset: string } | null,
  experiment: Experiment | null,
  { byId, loaded }: { byId: ReadonlyMap<string, Dataset>; loaded: boolean },
): DraftDataset | null {
  if (!draft) return null
  const listed = byId.get(draft.dataset)
  if (listed) return { ...listed, deleted: false }
  if (experiment?.dataset.id !== draft.dataset) return null
  const { dataset, classes, spec } = experiment
  return { ...dataset, classes, fingerprint: spec.data, deleted: loaded, report: null }
}
