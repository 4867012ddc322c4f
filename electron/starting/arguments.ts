import { parseArgs } from 'node:util'
import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'

export interface StartOptions {
  /** Absolute path of a file to import, if one was named. */
  file: string | null
  /** Port of the browser host; 0 lets the system choose. */
  port: number
  /** False: serve and print the address, open nothing. */
  open: boolean
  help: boolean
}

export const usage = `npm start                    open Unroll
npm start -- FILE.csv        open Unroll and look at that file
npm start -- --port 4711     serve on that port of 127.0.0.1 when no Electron is there
npm start -- --no-open       serve and print the address, open no window
Environment: UNROLL_DATA=FOLDER  where the data lives
             UNROLL_ELECTRON=off|download  never use Electron, or fetch its runtime now`

/**
 * Reads what follows `npm start --`.
 * @param cwd where the command was typed; npm passes it as INIT_CWD, since it changes to the project's folder itself.
 * @throws {Error} worded for the terminal when an argument is unknown or the file is not there.
 */
export function readArguments(args: string[], cwd: string): StartOptions {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    allowNegative: true,
    options: {
      port: { type: 'string', default: '0' },
      open: { type: 'boolean', default: true },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const port = Number(values.port)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`--port must be a number from 0 to 65535, got "${values.port}".`)
  if (positionals.length > 1)
    throw new Error(`Unroll opens one file at a time, got ${positionals.length}: ${positionals.join(', ')}.`)
  const file = positionals.length ? resolve(cwd, positionals[0]) : null
  if (file !== null && !existsSync(file)) throw new Error(`There is no file ${file}.`)
  if (file !== null && !statSync(file).isFile()) throw new Error(`${file} is a folder; name a CSV or TSV file.`)
  return { file, port, open: values.open, help: values.help }
}
