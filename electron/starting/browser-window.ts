import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import open from 'open'

/** Chromium family: they open a window without address bar or tabs, which looks like an application. */
const names = [
  'google-chrome',
  'google-chrome-stable',
  'chromium',
  'chromium-browser',
  'microsoft-edge',
  'brave-browser',
]

/** True where a window can be shown at all. */
export function hasDisplay(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): boolean {
  if (env.CI) return false
  return platform === 'linux' ? Boolean(env.DISPLAY || env.WAYLAND_DISPLAY) : true
}

/** Executable of a browser that knows `--app`, or null. */
export function findChromium(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string | null {
  const candidates: string[] = []
  if (platform === 'darwin')
    for (const app of ['Google Chrome', 'Chromium', 'Microsoft Edge', 'Brave Browser'])
      candidates.push(`/Applications/${app}.app/Contents/MacOS/${app}`)
  else if (platform === 'win32')
    for (const folder of [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter(
      (path) => path !== undefined,
    ))
      candidates.push(
        join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
        join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
      )
  else
    for (const folder of (env.PATH ?? '').split(delimiter).filter(Boolean))
      for (const name of names) candidates.push(join(folder, name))
  return candidates.find(isExecutable) ?? null
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * Shows the address in a window of its own where a Chromium is found, else in a tab of the standard browser.
 * Where no browser can be started nothing happens: the caller has printed the address.
 */
export async function openBrowser(url: string, env: NodeJS.ProcessEnv, platform: NodeJS.Platform): Promise<void> {
  const chromium = findChromium(env, platform)
  if (chromium && (await started(chromium, [`--app=${url}`, '--window-size=1400,900', ...rootFlags(platform)]))) return
  await open(url).catch(() => {})
}

/** Chromium refuses to start for root (a container, a rescue system) unless told to go without its sandbox. */
const rootFlags = (platform: NodeJS.Platform) =>
  platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox', '--test-type'] : []

function started(executable: string, args: string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(executable, args, { detached: true, stdio: 'ignore' })
    child.once('spawn', () => {
      child.unref()
      resolve(true)
    })
    child.once('error', () => resolve(false))
  })
}
