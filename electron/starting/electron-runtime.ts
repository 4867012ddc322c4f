import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** How long a closed network may keep `npm start` waiting, and how often it is asked again. */
const CHECK_MILLISECONDS = 1500
const ASK_AGAIN_MILLISECONDS = 24 * 60 * 60 * 1000
/** A download that stalls must not keep anyone from the application for longer than this. */
const DOWNLOAD_MILLISECONDS = 5 * 60 * 1000

/**
 * The Electron executable, found as the `electron` package finds it, but never downloaded on the way.
 * @returns null when the runtime is not on this machine.
 */
export function findElectron(root: string, env: NodeJS.ProcessEnv): string | null {
  const folder = join(root, 'node_modules', 'electron')
  const pathFile = join(folder, 'path.txt')
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : null
  const override = env.ELECTRON_OVERRIDE_DIST_PATH
  if (!override && !name) return null
  const executable = override ? join(override, name ?? 'electron') : join(folder, 'dist', name ?? '')
  return existsSync(executable) ? executable : null
}

export interface FetchedElectron {
  executable: string | null
  /** Why there is none, to end a sentence with; empty when there is one. */
  reason: string
}

/**
 * Fetches the runtime with the `electron` package's own installer (about 120 MB, checksums included), after a
 * one-second look whether the server of the releases can be reached at all. A refusal is remembered for a day, so that
 * a closed network does not slow every start down.
 */
export async function fetchElectron(
  root: string,
  env: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Promise<FetchedElectron> {
  const memory = join(root, 'node_modules', '.cache', 'unroll', 'electron-not-reachable')
  const insisted = env.UNROLL_ELECTRON === 'download'
  if (!insisted && existsSync(memory) && Date.now() - statSync(memory).mtimeMs < ASK_AGAIN_MILLISECONDS)
    return { executable: null, reason: 'its download could not be reached' }
  const remember = () => {
    mkdirSync(dirname(memory), { recursive: true })
    writeFileSync(memory, new Date().toISOString())
  }
  if (!insisted && !(await isReachable(releases(env)))) {
    remember()
    return { executable: null, reason: 'its download cannot be reached from here' }
  }
  say('Fetching the Electron runtime, once (about 120 MB) …')
  const failed = await install(root, env)
  const executable = failed ? null : findElectron(root, env)
  if (!executable) remember()
  return { executable, reason: executable ? '' : `its download failed${failed ? ` (${failed})` : ''}` }
}

/** Where @electron/get downloads from: a mirror where one is set, else GitHub. */
function releases(env: NodeJS.ProcessEnv): string {
  return (
    env.ELECTRON_MIRROR ??
    env.npm_config_electron_mirror ??
    env.NPM_CONFIG_ELECTRON_MIRROR ??
    'https://github.com/electron/electron/releases/'
  )
}

async function isReachable(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(CHECK_MILLISECONDS) })
    // Mirrors may know no folders (404); a proxy that forbids the way says 403 or 407.
    return answer.status < 500 && answer.status !== 403 && answer.status !== 407
  } catch {
    return false // no name server, no route, no answer in time: all mean the same here
  }
}

/** @returns null when it went well, else the last line the installer said. */
function install(root: string, env: NodeJS.ProcessEnv): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'node_modules', 'electron', 'install.js')], {
      cwd: root,
      env,
      stdio: ['ignore', 'inherit', 'pipe'],
      timeout: DOWNLOAD_MILLISECONDS,
    })
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code, signal) => {
      if (code === 0) resolve(null)
      else resolve(signal ? 'it took too long' : said.trim().split('\n')[0] || `exit code ${code}`)
    })
  })
}
