import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

export const NOTICES = 'third-party-notices.txt'

interface Library {
  name: string
  version: string
  licence: string
  text: string
}

/**
 * Writes `third-party-notices.txt` beside what is built: name, version and licence text of every library whose code is in it.
 * Those licences ask that their text goes wherever the code goes. The build fails on a library without a licence.
 * Vite builds workers apart, before the page is written: `look` belongs into their plugins, `write` into the build's own.
 */
export function thirdParty(): { look: Plugin; write: Plugin } {
  const libraries = new Map<string, Library>()
  return {
    look: {
      name: 'third-party-look',
      generateBundle() {
        for (const id of this.getModuleIds()) collect(libraries, id)
      },
    },
    write: {
      name: 'third-party-write',
      generateBundle() {
        for (const id of this.getModuleIds()) collect(libraries, id)
        this.emitFile({ type: 'asset', fileName: NOTICES, source: noticesOf([...libraries.values()]) })
      },
    },
  }
}

function collect(libraries: Map<string, Library>, id: string): void {
  const file = id.replace(/^\0+/, '').replace(/[?#].*$/, '')
  if (!file.includes('/node_modules/')) return
  const folder = packageFolder(dirname(file))
  if (!folder || libraries.has(folder)) return
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<
    string,
    string
  >
  if (!license) throw new Error(`third-party-notices: ${name} names no licence; it cannot be given to others`)
  libraries.set(folder, { name, version, licence: license, text: licenceText(folder, license) })
}

/** Up to the package.json that has a name: some packages have others inside, which only say how to load the files. */
function packageFolder(from: string): string | null {
  for (let folder = from; folder.includes('node_modules'); folder = dirname(folder)) {
    const path = join(folder, 'package.json')
    if (existsSync(path) && 'version' in (JSON.parse(readFileSync(path, 'utf8')) as object)) return folder
  }
  return null
}

function licenceText(folder: string, licence: string): string {
  const isLicence = (name: string) => /^(licen[cs]e|notice|copying)/i.test(name) && !/\.(js|ts|json)$/.test(name)
  const files = readdirSync(folder).filter(isLicence)
  if (files.length > 0) return files.map((name) => readFileSync(join(folder, name), 'utf8').trim()).join('\n\n')
  const text = standardTexts[licence]
  if (!text) throw new Error(`third-party-notices: ${folder} brings no text of its licence ${licence}`)
  return text()
}

const root = fileURLToPath(new URL('..', import.meta.url))

/** Some packages name their licence and leave its text out. */
const standardTexts: Record<string, () => string> = {
  'Apache-2.0': () => readFileSync(join(root, 'node_modules', 'typescript', 'LICENSE.txt'), 'utf8').trim(),
  // Unroll's own, without the line that says whose it is.
  MIT: () =>
    readFileSync(join(root, 'LICENSE'), 'utf8')
      .replace(/^Copyright.*\n/m, '')
      .trim(),
}

function noticesOf(libraries: Library[]): string {
  const line = '-'.repeat(80)
  const sorted = libraries.sort((a, b) => a.name.localeCompare(b.name, 'en'))
  const parts = sorted.map(
    ({ name, version, licence, text }) => `${line}\n${name} ${version}\nLicence: ${licence}\n\n${text}\n`,
  )
  return ['Unroll contains code of these libraries, under these licences.\n', ...parts].join('\n')
}
