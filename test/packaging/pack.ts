import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildMain, buildPage } from '../../electron/starting/page-build.ts'
import { readAsar } from './asar.ts'
import type { PackedFile } from './asar.ts'
import { makeStandIn } from './electron-stand-in.ts'

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '')

/** Nobody listens there: a packager that wants to fetch something fails, and with it whoever calls. */
const NOWHERE = 'http://127.0.0.1:9'

export interface Package {
  /** What an installer would put onto the disk. */
  folder: string
  executable: string
  files: PackedFile[]
  remove(): void
}

/**
 * Builds the application and packs it for Linux with electron-builder and its real configuration, around a stand-in for Electron,
 * without the network. @throws {Error} with the packager's own words.
 */
export async function pack(): Promise<Package> {
  await buildPage(root, () => {})
  await buildMain(root)
  const temporary = mkdtempSync(join(tmpdir(), 'unroll-package-'))
  const remove = () => rmSync(temporary, { recursive: true, force: true })
  try {
    const standIn = makeStandIn(join(temporary, 'electron'))
    const output = join(temporary, 'installers')
    await runPackager(['--linux', '--dir', '--x64', '--publish', 'never'], { electronDist: standIn, output })
    const folder = join(output, 'linux-unpacked')
    const files = readAsar(join(folder, 'resources', 'app.asar'))
    return { folder, executable: join(folder, 'unroll'), files, remove }
  } catch (error) {
    remove()
    throw error
  }
}

async function runPackager(args: string[], { electronDist, output }: { electronDist: string; output: string }) {
  const cli = join(root, 'node_modules', 'electron-builder', 'cli.js')
  const settings = [`-c.electronDist=${electronDist}`, `-c.directories.output=${output}`]
  const child = spawn(process.execPath, [cli, ...args, '--config', 'electron-builder.yml', ...settings], {
    cwd: root,
    env: {
      ...process.env,
      ...{ ELECTRON_SKIP_BINARY_DOWNLOAD: '1', ELECTRON_MIRROR: `${NOWHERE}/`, CSC_IDENTITY_AUTO_DISCOVERY: 'false' },
      ...{ HTTP_PROXY: NOWHERE, HTTPS_PROXY: NOWHERE, http_proxy: NOWHERE, https_proxy: NOWHERE, NO_PROXY: '' },
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`electron-builder ended with code ${code}:\n${said}`)
}
