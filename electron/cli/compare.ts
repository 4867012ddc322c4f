import { renameSync, writeFileSync } from 'node:fs'
import type { Dataset } from '../../shared/contract/dataset.ts'
import type { Experiment, Run } from '../../shared/contract/experiment.ts'
import { UnrollError } from '../../shared/contract/errors.ts'
import { dataFolder } from '../data-folder.ts'
import { openServices } from '../services.ts'
import type { CompareArguments, SpecFile } from './arguments.ts'
import { exitCodes } from './exit-codes.ts'
import { specFor } from './experiment-spec.ts'
import { importFile, importReport } from './import-file.ts'
import { plainText } from './plain-text.ts'
import { resultsOf, resultTable } from './results.ts'
import type { Terminal } from './terminal.ts'

/**
 * Imports the file, makes the experiment, trains its models side by side and shows the results.
 * @param signal aborted by Ctrl+C: the run stops after its current step and keeps a checkpoint.
 * @returns the exit status. @throws {UnrollError | UsageError} what is wrong with the file or the arguments.
 */
export async function compare(args: CompareArguments, terminal: Terminal, signal: AbortSignal): Promise<number> {
  const folder = args.data ?? dataFolder()
  const note = (line: string) => terminal.note(plainText(line))
  const services = await openServices({ dataFolder: folder, resources: null, onNotice: note })
  try {
    const { text, label, name } = args.options
    const dataset = await importFile(services, { files: args.files, text, label }, signal)
    for (const line of importReport(dataset)) terminal.note(line)
    if (args.spec) warnOfOtherData(args.spec, dataset, terminal)
    const spec = specFor(args.options, args.spec, dataset.report.lengths.max, args.clamps)
    const experiment = await services.experiments.create({ name, dataset: dataset.id, spec })
    for (const line of experimentReport(experiment)) terminal.note(line)
    // Loaded only now: a file that cannot be read is refused before TensorFlow.js is there.
    const { trainAll } = await import('./train-all.ts')
    const { device = null, jobs = null } = args.options
    const runs = await trainAll(services, experiment, { device, jobs }, terminal, signal)
    return finish(args, dataset, experiment, runs, terminal, signal)
  } catch (error) {
    if (!signal.aborted) throw error
    terminal.note('Stopped before the training began.')
    return exitCodes.stopped
  } finally {
    await services.close()
  }
}

function finish(
  { options, spec, json, data }: CompareArguments,
  dataset: Dataset,
  experiment: Experiment,
  runs: readonly Run[],
  terminal: Terminal,
  signal: AbortSignal,
): number {
  // JSON on the terminal is for a program to read: the table then goes where the notes go.
  const show = json === '-' ? terminal.note : terminal.print
  show(`\n${resultTable(runs)}`)
  const start = data === null ? 'npm start' : `UNROLL_DATA=${plainText(data)} npm start`
  show(`\nKept as the experiment “${plainText(experiment.name)}”: ${start} shows it.`)
  if (signal.aborted) {
    terminal.note('Stopped. What was being trained goes on from its checkpoint when you press Resume in Unroll.')
    if (json !== null) terminal.note('The results are not complete, so no JSON was written.')
    return exitCodes.stopped
  }
  const names = runs.map((run, i) => (spec ? run.spec.model.name : (options.models?.[i] ?? run.spec.model.cell)))
  if (json !== null) writeJson(json, resultsOf(dataset, runs, names), terminal)
  return runs.every((run) => run.status === 'finished') ? exitCodes.done : exitCodes.failed
}

function experimentReport({ split, vocabulary, spec }: Experiment): string[] {
  const count = (rows: number) => rows.toLocaleString('en')
  const leftOut = split.leftOut ? `, left out ${count(split.leftOut)} (their text stands in another part)` : ''
  return [
    `parts: train ${count(split.train)}, validation ${count(split.validation)}, test ${count(split.test)}${leftOut}`,
    `vocabulary: ${count(vocabulary.size - 2)} words; ${(100 * vocabulary.unknown.test).toFixed(1)} % of the test words ` +
      `are unknown; ${(100 * vocabulary.covered).toFixed(0)} % of the texts fit into ${spec.text.maxLength} words; seed ${spec.seed}`,
  ]
}

function warnOfOtherData(spec: SpecFile, dataset: Dataset, terminal: Terminal): void {
  if (spec.data !== undefined && spec.data !== dataset.fingerprint)
    terminal.note('Note: the spec was made for other rows than this file holds, so its results will differ.')
}

/** Written beside and renamed: a reader never sees half a file. */
function writeJson(path: string, results: object, terminal: Terminal): void {
  const text = JSON.stringify(results, null, 2)
  if (path === '-') return terminal.print(text)
  const beside = `${path}.${process.pid}.part`
  try {
    writeFileSync(beside, `${text}\n`)
    renameSync(beside, path)
  } catch (error) {
    throw new UnrollError('folder-not-writable', `--json: ${path} cannot be written (${reason(error)}).`)
  }
}

const reason = (error: unknown) => (error instanceof Error ? error.message : String(error))
