// `npm start`: in Electron when its runtime is there or can be fetched, else in a browser, else it prints the address.
import { fileURLToPath } from 'node:url'
import { readArguments, usage } from './starting/arguments.ts'
import { hasDisplay } from './starting/browser-window.ts'
import { fetchElectron, findElectron } from './starting/electron-runtime.ts'
import { buildMain, buildPage } from './starting/page-build.ts'

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '')
const say = (line: string) => console.log(line)

try {
  process.exitCode = await start()
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}

async function start(): Promise<number> {
  const { file, port, open, help } = readArguments(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd())
  if (help) {
    say(usage)
    return 0
  }
  const { page } = await buildPage(root, say)
  const electron = open ? await chooseElectron() : { executable: null, reason: null }
  let { reason } = electron
  if (electron.executable) {
    const { runElectron } = await import('./starting/run-electron.ts')
    await buildMain(root)
    const end = await runElectron(electron.executable, root, file)
    if (end.kind === 'closed') return end.code
    reason = `Electron could not start here (${end.reason}), so Unroll opens in a browser.`
  }
  const { runBrowserHost } = await import('./starting/run-browser-host.ts')
  await runBrowserHost({ root, page, port, file, open, reason, say })
  return 0
}

/** The runtime, or one line that says why there is none. */
async function chooseElectron(): Promise<{ executable: string | null; reason: string | null }> {
  const { env, platform } = process
  if (env.UNROLL_ELECTRON === 'off') return { executable: null, reason: null }
  if (!hasDisplay(env, platform))
    return { executable: null, reason: 'There is no display here, so Unroll opens no window of its own.' }
  const present = findElectron(root, env)
  if (present) return { executable: present, reason: null }
  const { executable, reason } = await fetchElectron(root, env, say)
  return {
    executable,
    reason: executable ? null : `The Electron runtime is not here (${reason}), so Unroll opens in a browser.`,
  }
}
