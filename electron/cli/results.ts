import type { Dataset } from '../../shared/contract/dataset.ts'
import type { Run } from '../../shared/contract/experiment.ts'
import { plainText } from './plain-text.ts'
import { table } from './table.ts'

/** What --json writes. The shape is promised: nothing is added to it or left out. */
export interface CompareResults {
  dataset: { rowsRead: number; rowsKept: number; rowsRefused: number; classes: string[] }
  models: ModelResult[]
}

export interface ModelResult {
  name: string
  parameters: number
  /** Share of the test part, and mean cross-entropy in nats; null for a model that diverged. */
  testAccuracy: number | null
  testLoss: number | null
  secondsPerEpoch: number
  /**
   * Root mean square over sentences of ‖∂L/∂h_t‖ (ANN: of ∂L/∂x_t) by timestep at the last recorded step, up to the last
   * word of its longest sentence. With padding before the words it begins with null.
   */
  gradientNormByTimestep: (number | null)[]
}

/** `names[i]` is what the command line calls run i. */
export function resultsOf(
  { report, classes }: Dataset,
  runs: readonly Run[],
  names: readonly string[],
): CompareResults {
  const { rowsRead, rowsKept, rowsRefused } = report
  return {
    dataset: { rowsRead, rowsKept, rowsRefused, classes },
    models: runs.map((run, i) => ({
      name: names[i],
      parameters: run.parameters,
      testAccuracy: run.test?.accuracy ?? null,
      testLoss: run.test?.loss ?? null,
      secondsPerEpoch: secondsPerEpoch(run),
      gradientNormByTimestep: withoutPadding(run.decay?.byTimestep ?? []),
    })),
  }
}

/** The table at the end: one line per model. */
export function resultTable(runs: readonly Run[]): string {
  const head = ['model', 'best val', 'last val', 'test acc', 'test loss', 'parameters', 's/epoch', 'decay/word']
  // Only where a run did something else than finish is there a column that says so.
  const finished = runs.every((run) => run.status === 'finished')
  const rows = runs.map((run) => {
    const validation = run.epochs.map((epoch) => epoch.validationAccuracy)
    return [
      plainText(run.spec.model.name),
      percent(validation.length ? Math.max(...validation) : undefined),
      percent(validation.at(-1)),
      percent(run.test?.accuracy),
      fixed(run.test?.loss, 3),
      run.parameters.toLocaleString('en'),
      fixed(run.epochs.length ? secondsPerEpoch(run) : undefined, 2),
      decay(run.decay?.perWord),
      ...(finished ? [] : [run.status]),
    ]
  })
  return table(finished ? head : [...head, 'status'], rows)
}

function withoutPadding(norms: readonly (number | null)[]): (number | null)[] {
  return norms.slice(0, 1 + norms.findLastIndex((norm) => norm !== null))
}

function secondsPerEpoch({ epochs }: Run): number {
  return epochs.length === 0 ? 0 : epochs.reduce((sum, { seconds }) => sum + seconds, 0) / epochs.length
}

const percent = (share: number | undefined) => (share === undefined ? '–' : `${(100 * share).toFixed(1)} %`)
const fixed = (value: number | undefined, digits: number) => (value === undefined ? '–' : value.toFixed(digits))
const decay = (perWord: number | null | undefined) => (perWord == null ? '–' : `× ${perWord.toPrecision(2)}`)
