import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The version in Unroll's package.json, above this file in a checkout as in a packaged application. */
export function programVersion(from: string = import.meta.dirname): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const path = join(folder, 'package.json')
    if (existsSync(path)) {
      const { name, version } = JSON.parse(readFileSync(path, 'utf8')) as { name?: string; version?: string }
      if (name === 'unroll' && version) return version
    }
    if (folder === dirname(folder)) throw new Error(`no package.json of Unroll above ${from}`)
  }
}
