import { renameSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { UnrollError } from '../../shared/contract/errors.ts'
import { catalogue } from '../../shared/labs/catalogue.ts'
import { deviationOf } from '../../shared/labs/deviation.ts'
import type { Deviation } from '../../shared/labs/deviation.ts'
import type { LabDocument } from '../../shared/labs/document.ts'
import { findingsOf, sentenceOf } from '../../shared/labs/findings.ts'
import { jobsOf } from '../../shared/labs/job-list.ts'
import { runLab } from '../../shared/labs/run-lab.ts'
import { LAB_VERSION } from '../../shared/labs/spec.ts'
import { summarise } from '../../shared/labs/summary.ts'
import { labTables } from '../../shared/labs/tables.ts'
import { programVersion } from '../version.ts'
import { exitCodes } from './exit-codes.ts'
import { readLabArguments } from './lab-arguments.ts'
import type { LabArguments } from './lab-arguments.ts'
import { openLabThread } from './lab-place.ts'
import { showLabProgress } from './lab-progress.ts'
import { labUsage } from './lab-usage.ts'
import { table } from './table.ts'
import type { Terminal } from './terminal.ts'

/**
 * `npm run lab -- NAME`: runs a laboratory in threads and prints tables, or JSON.
 * @param signal aborted by Ctrl+C: the work ends at once; nothing of it is kept.
 * @returns the exit status. @throws {UsageError | UnrollError} what is wrong with the arguments or a file.
 */
export async function lab(
  args: readonly string[],
  cwd: string,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  const read = readLabArguments(args, cwd)
  if (read === 'help') {
    terminal.print(labUsage())
    return exitCodes.done
  }
  const { title, question } = catalogue[read.spec.lab]
  terminal.note(`${title}: ${question}`)
  const document = await runInThreads(read, terminal, signal)
  if (!document) {
    terminal.note('Stopped; nothing was kept.')
    return exitCodes.stopped
  }
  const deviation = read.rerun && deviationOf(read.rerun.points, document.points)
  report(read, document, deviation, terminal)
  if (read.save !== null) save(read.save, document, terminal)
  return deviation && differs(deviation) ? exitCodes.failed : exitCodes.done
}

async function runInThreads(
  { spec, jobs }: LabArguments,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<LabDocument | null> {
  const places = Math.min(jobs ?? availableParallelism(), jobsOf(spec).length)
  const threads = Array.from({ length: places }, () => openLabThread(spec))
  const progress = showLabProgress(terminal)
  try {
    const results = await runLab(spec, threads, { signal, onProgress: progress.update })
    return {
      ...{ kind: 'unroll-laboratory', version: LAB_VERSION, program: programVersion() },
      ...{ device: threads[0].device() ?? 'unknown', spec, ...results },
    }
  } catch (error) {
    if (signal.aborted) return null
    throw error
  } finally {
    progress.end()
    await Promise.all(threads.map((thread) => thread.close()))
  }
}

function report({ json }: LabArguments, document: LabDocument, deviation: Deviation | null, terminal: Terminal): void {
  const findings = findingsOf(document).map(sentenceOf)
  if (json) {
    const result = { ...document, summary: summarise(document.points), findings, ...(deviation && { deviation }) }
    terminal.print(JSON.stringify(result, null, 2))
  } else {
    for (const { title, head, rows } of labTables(document)) terminal.print(`\n${title}\n${table(head, thinned(rows))}`)
    terminal.print(`\n${findings.join('\n')}`)
  }
  if (!deviation) return
  const { points, largest, where, missing } = deviation
  const at = where ? ` (${where.measure} of ${where.series}, seed ${where.seed}, at ${where.x})` : ''
  const line =
    points > 0 && largest === 0 && missing === 0
      ? `The rerun gave the same ${points} numbers, bit for bit.`
      : `The rerun: ${points} numbers compared, largest deviation ${largest.toExponential(2)}${at}, ${missing} on one side only.`
  ;(json ? terminal.note : terminal.print)(line)
}

const differs = ({ largest, missing }: Deviation) => largest > 0 || missing > 0

/** A table of the terminal has at most so many rows; the JSON has all. */
const MOST_ROWS = 12
const thinned = (rows: string[][]): string[][] =>
  rows.length <= MOST_ROWS
    ? rows
    : Array.from({ length: MOST_ROWS }, (_, k) => rows[Math.round((k * (rows.length - 1)) / (MOST_ROWS - 1))])

/** Written beside and renamed: a reader never sees half a file. */
function save(path: string, document: LabDocument, terminal: Terminal): void {
  const beside = `${path}.${process.pid}.part`
  try {
    writeFileSync(beside, `${JSON.stringify(document, null, 1)}\n`)
    renameSync(beside, path)
    terminal.note(`Kept in ${path}.`)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new UnrollError('folder-not-writable', `--save: ${path} cannot be written (${reason}).`)
  }
}
