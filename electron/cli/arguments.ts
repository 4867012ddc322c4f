import { parseArgs } from 'node:util'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { z } from 'zod'
import { experimentSpec } from '../../shared/contract/spec.ts'
import type { ExperimentSpec } from '../../shared/contract/spec.ts'
import { readClamp } from './clamp-option.ts'
import type { ClampOption } from './clamp-option.ts'
import { specFor } from './experiment-spec.ts'
import { compareOptions, UsageError } from './options.ts'
import type { OptionValues } from './options.ts'
import type { NamedSource } from './sources.ts'

export interface CompareArguments {
  /** Files and folders of the reviews, in the order of reading. */
  files: NamedSource[]
  options: OptionValues
  /** What --clamp holds, in the order typed. */
  clamps: ClampOption[]
  /** The experiment of --spec; its `data` is absent when the file names none. */
  spec: SpecFile | null
  /** Absolute path, '-' for the terminal, or null. */
  json: string | null
  /** Absolute path of the data folder, or null for the usual one. */
  data: string | null
}

const specFile = experimentSpec.partial({ data: true })
export type SpecFile = Omit<ExperimentSpec, 'data'> & { data?: string }

/**
 * Reads what follows `npm run compare --`.
 * @param cwd where the command was typed: relative paths start there.
 * @returns 'help' where that was asked for.
 * @throws {UsageError} worded for the terminal, in one line.
 */
export function readArguments(args: readonly string[], cwd: string): CompareArguments | 'help' {
  const { values, positionals } = parse(args)
  if (values.help === true) return 'help'
  const [command, ...files] = positionals
  if (command === undefined) throw new UsageError('What shall be done? The command is: compare FILE.csv')
  if (command !== 'compare') throw new UsageError(`There is no command "${command}"; there is: compare FILE.csv`)
  const named = [
    ...files.map((file) => source(file, null, cwd)),
    ...partFlags.flatMap(([flag, part]) => (values[flag] ?? []).map((file) => source(file, part, cwd))),
  ]
  if (named.length === 0) throw new UsageError('Which file? Name a CSV or TSV with a text and a label in each row.')
  if (named.length === 1 && named[0].part !== null)
    throw new UsageError(
      `--${named[0].part} names the only file. Name the others too: the parts come from several files.`,
    )

  const options = readOptions(values)
  const spec = options.spec === undefined ? null : readSpec(resolve(cwd, options.spec))
  const clamps = (values.clamp ?? []).map(readClamp)
  // Whether the clamps fit their models does not depend on the data: it is said before anything is imported.
  specFor(options, spec, 1, clamps)
  const json = options.json === undefined || options.json === '-' ? (options.json ?? null) : resolve(cwd, options.json)
  if (json !== null && json !== '-') checkOutput(json)
  return {
    files: named,
    options,
    clamps,
    spec,
    json,
    data: options.data === undefined ? null : resolve(cwd, options.data),
  }
}

/** Flags that name files of a part; each may be given several times. */
const partFlags = [
  ['train', 'train'],
  ['validation', 'validation'],
  ['test', 'test'],
] as const

function source(file: string, part: NamedSource['part'], cwd: string): NamedSource {
  const path = resolve(cwd, file)
  if (!existsSync(path)) throw new UsageError(`There is no file ${path}.`)
  return { path, part }
}

function parse(args: readonly string[]) {
  const names = Object.keys(compareOptions)
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        train: { type: 'string', multiple: true },
        validation: { type: 'string', multiple: true },
        clamp: { type: 'string', multiple: true },
        test: { type: 'string', multiple: true },
        ...Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
      },
    })
  } catch (error) {
    // Node's message has a second sentence on '--' that helps nobody here.
    const [message] = (error instanceof Error ? error.message : String(error)).split(/\.\s|\n/)
    throw new UsageError(`${message.replace(/\.$/, '')}. --help lists the options.`)
  }
}

function readOptions(values: Record<string, unknown>): OptionValues {
  const read: Record<string, unknown> = {}
  for (const [name, { read: readValue }] of Object.entries(compareOptions)) {
    const text = values[name]
    if (typeof text === 'string') read[name] = readValue(text, `--${name}`)
  }
  return read satisfies OptionValues
}

function readSpec(path: string): SpecFile {
  let json: unknown
  try {
    json = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ')
    throw new UsageError(`--spec: ${path} cannot be read as JSON (${reason}).`)
  }
  const { success, data, error } = specFile.safeParse(json)
  if (success) return data
  const [issue] = error.issues
  throw new UsageError(
    `--spec: ${path} is not the spec of an experiment: ${issue.path.length ? `${z.core.toDotPath(issue.path)}: ` : ''}${issue.message}.`,
  )
}

/** Fails before the training, not after it, when the results could not be written. */
function checkOutput(path: string): void {
  if (existsSync(path) && statSync(path).isDirectory())
    throw new UsageError(`--json: ${path} is a folder; name a file.`)
  if (!existsSync(dirname(path))) throw new UsageError(`--json: there is no folder ${dirname(path)}.`)
}
