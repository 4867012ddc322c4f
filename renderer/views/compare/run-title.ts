import type { ComparedRun } from '../../stores/comparison.ts'

/** A text cut to `most` characters, with an ellipsis for what is missing. */
export const shorten = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`

/** The model's name; for a run of another experiment with (the beginning of) that one's name, as charts need it. */
export const runTitle = ({ run, experiment, other }: ComparedRun): string =>
  other ? `${run.spec.model.name} · ${shorten(experiment.name, 24)}` : run.spec.model.name
