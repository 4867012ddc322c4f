import { parseArgs } from 'node:util'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { z } from 'zod'
import { defaultLab, quickLab } from '../../shared/labs/defaults.ts'
import { readDocument } from '../../shared/labs/document.ts'
import type { LabDocument } from '../../shared/labs/document.ts'
import { labNames, labSpec } from '../../shared/labs/spec.ts'
import type { LabName, LabSpec } from '../../shared/labs/spec.ts'
import { UsageError } from './options.ts'

export interface LabArguments {
  spec: LabSpec
  json: boolean
  /** Absolute path to write the document to, or null. */
  save: string | null
  /** What is done again, or null. */
  rerun: LabDocument | null
  /** Threads; null: one per core. */
  jobs: number | null
}

const whole = (text: string, flag: string, least: number, most: number): number => {
  const value = text.trim() === '' ? NaN : Number(text)
  if (!Number.isInteger(value) || value < least || value > most)
    throw new UsageError(`${flag} must be a whole number from ${least} to ${most}, got "${text}".`)
  return value
}

/**
 * Reads what follows `npm run lab --`.
 * @param cwd where the command was typed. @returns 'help' where that was asked for.
 * @throws {UsageError} worded for the terminal, in one line.
 */
export function readLabArguments(args: readonly string[], cwd: string): LabArguments | 'help' {
  const { values, positionals } = parse(args)
  if (values.help) return 'help'
  const [name, ...rest] = positionals
  if (rest.length > 0)
    throw new UsageError(`lab takes one laboratory, got ${positionals.length}: ${positionals.join(', ')}.`)
  const rerun = values.rerun === undefined ? null : readSaved(resolve(cwd, values.rerun))
  const common = {
    json: values.json ?? false,
    save: values.save === undefined ? null : outputPath(resolve(cwd, values.save)),
    jobs: values.jobs === undefined ? null : whole(values.jobs, '--jobs', 1, 64),
  }
  if (rerun) {
    if (values.seed ?? values.seeds ?? values.quick)
      throw new UsageError('--rerun repeats what the file says; leave out --seed, --seeds and --quick.')
    if (name !== undefined && name !== rerun.spec.lab)
      throw new UsageError(`The file is a result of the laboratory ${rerun.spec.lab}, not of ${name}.`)
    if (rerun.spec.lab === 'order' && rerun.spec.runs.length > 0)
      throw new UsageError('This result is of runs of your own, which only the application can open; rerun it there.')
    return { ...common, rerun, spec: rerun.spec }
  }
  const lab = labName(name)
  const seed = values.seed === undefined ? 1 : whole(values.seed, '--seed', 0, 0xffff_0000)
  const base = values.quick ? quickLab(lab, seed) : defaultLab(lab, seed)
  const seeds = values.seeds === undefined ? base.seeds : whole(values.seeds, '--seeds', 1, 20)
  return { ...common, rerun: null, spec: withSettings({ ...base, seeds }, values.set ?? []) }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        ...{ seed: { type: 'string' }, seeds: { type: 'string' }, jobs: { type: 'string' } },
        ...{ json: { type: 'boolean' }, quick: { type: 'boolean' } },
        ...{ save: { type: 'string' }, rerun: { type: 'string' } },
        set: { type: 'string', multiple: true },
      },
    })
  } catch (error) {
    const [message] = (error instanceof Error ? error.message : String(error)).split(/\.\s|\n/)
    throw new UsageError(`${message.replace(/\.$/, '')}. --help lists the options.`)
  }
}

function labName(name: string | undefined): LabName {
  const choices = labNames.join(', ')
  if (name === undefined) throw new UsageError(`Which laboratory? There are: ${choices}.`)
  const found = labNames.find((one) => one === name)
  if (!found) throw new UsageError(`There is no laboratory "${name}"; there are: ${choices}.`)
  return found
}

/** `--set steps=500 --set cells=rnn,gru`: any setting of the spec, checked as a whole. */
function withSettings(spec: LabSpec, settings: readonly string[]): LabSpec {
  const changed: Record<string, unknown> = { ...spec }
  for (const setting of settings) {
    const at = setting.indexOf('=')
    const name = setting.slice(0, Math.max(0, at))
    if (at < 1 || !(name in changed) || ['lab', 'seed', 'seeds', 'runs'].includes(name)) {
      const known = Object.keys(spec).filter((one) => !['lab', 'seed', 'seeds', 'runs'].includes(one))
      throw new UsageError(`--set ${setting}: write NAME=VALUE with one of ${known.join(', ')}.`)
    }
    const text = setting.slice(at + 1)
    const one = (part: string): unknown => (part.trim() !== '' && Number.isFinite(Number(part)) ? Number(part) : part)
    changed[name] = Array.isArray(changed[name]) ? text.split(',').map((part) => one(part.trim())) : one(text)
  }
  const { success, data, error } = labSpec.safeParse(changed)
  if (success) return data
  const [issue] = error.issues
  throw new UsageError(`--set ${z.core.toDotPath(issue.path)}: ${issue.message}.`)
}

function readSaved(path: string): LabDocument {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new UsageError(`--rerun: ${path} cannot be read (${error instanceof Error ? error.message : String(error)}).`)
  }
  try {
    return readDocument(text.replace(/^\ufeff/, ''))
  } catch (error) {
    throw new UsageError(`--rerun ${path}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** Fails before the work, not after it, when the result could not be written. */
function outputPath(path: string): string {
  if (existsSync(path) && statSync(path).isDirectory())
    throw new UsageError(`--save: ${path} is a folder; name a file.`)
  if (!existsSync(dirname(path))) throw new UsageError(`--save: there is no folder ${dirname(path)}.`)
  return path
}
