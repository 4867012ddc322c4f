import { createReadStream, readdirSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, join, relative, sep } from 'node:path'
import { TextDecoder } from 'node:util'
import type { Part } from '../../shared/contract/dataset.ts'
import { MOST_FILES } from '../../shared/contract/dataset.ts'
import { labelledTexts, textFileLine, TEXTS_FROM } from '../../shared/text/text-files.ts'
import type { ImportSource } from '../service-types.ts'
import { UsageError } from './options.ts'

/** A file or folder that was named, and the part that its rows shall have. */
export interface NamedSource {
  /** Absolute path. */
  path: string
  part: Part | null
}

/** One file of an import. */
export interface SourceFile {
  /** From which label and part may be told: within a folder its path, beginning with the folder's name. */
  name: string
  part: Part | null
  source: ImportSource
}

const readable = /\.(csv|tsv|tab|txt|json|jsonl|ndjson|parquet|dat|pos|neg)(\.gz)?$/i

/**
 * The files that were named, those of folders included, as one import takes them. A folder with many text files, one text
 * each, is one file of JSON lines. @throws {UsageError} for a folder without data, and for too many files.
 */
export function sourceFiles(named: readonly NamedSource[]): SourceFile[] {
  const several = named.length > 1
  const files = named.flatMap(({ path, part }) =>
    statSync(path).isDirectory()
      ? filesIn(path).map((file) => ({ ...file, part }))
      : [{ name: several ? nameWithFolder(path) : basename(path), part, source: path as ImportSource }],
  )
  if (files.length > MOST_FILES)
    throw new UsageError(`At most ${MOST_FILES} files make one data set; these are ${files.length}.`)
  // An import takes paths or bytes, not both.
  const packed = files.some(({ source }) => typeof source !== 'string')
  return files.map((file) =>
    packed && typeof file.source === 'string' ? { ...file, source: createReadStream(file.source) } : file,
  )
}

/** `pos/1.txt`: the folder may tell the label. */
const nameWithFolder = (path: string) => path.split(sep).slice(-2).join('/')

function filesIn(folder: string): Omit<SourceFile, 'part'>[] {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && readable.test(entry.name) && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  if (found.length === 0) throw new UsageError(`${folder} has no CSV, TSV, JSON, Parquet or text files.`)
  const nameOf = (path: string) => `${basename(folder)}/${relative(folder, path).split(sep).join('/')}`
  const paths = new Map(found.map((path) => [nameOf(path), path]))
  const texts = labelledTexts([...paths.keys()])
  if (texts.length < TEXTS_FROM) return found.map((path) => ({ name: nameOf(path), source: path }))
  return [{ name: `${basename(folder)}.jsonl`, source: linesOf(texts, paths) }]
}

async function* linesOf(names: readonly string[], paths: ReadonlyMap<string, string>): AsyncGenerator<Uint8Array> {
  for (const name of names) yield Buffer.from(textFileLine(name, decode(await readFile(paths.get(name) ?? name))))
}

/** UTF-8, or where it is not that, Windows-1252: one file alone is too little to tell more. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
