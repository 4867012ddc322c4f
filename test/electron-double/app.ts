import { EventEmitter } from 'node:events'
import { isAbsolute } from 'node:path'
import { statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { connectBrowser } from './browser.ts'
import { answerControl } from './control.ts'
import { startOrigin } from './network.ts'
import { DoubleEvent, record } from './record.ts'
import { takeLock } from './single-instance.ts'
import { openWindows } from './window-list.ts'

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '')
/** Folder with the contents of a package, when that is what runs; its command line has no script, as Electron's has none. */
const packaged = process.env.ELECTRON_DOUBLE_PACKAGE
if (packaged) process.argv.splice(1, 1)

class App extends EventEmitter {
  readonly isPackaged = packaged !== undefined
  private readonly paths = new Map<string, string>()
  private ready: Promise<void> | null = null
  private locked = true

  whenReady(): Promise<void> {
    this.ready ??= (async () => {
      await Promise.all([connectBrowser(), startOrigin()])
      answerControl()
      this.emit('ready')
    })()
    return this.ready
  }

  enableSandbox(): void {
    if (this.ready) throw new Error('app.enableSandbox() can only be called before app is ready')
    record('app.enableSandbox')
  }

  getAppPath(): string {
    return packaged ?? root
  }

  /** As Electron's: the folder must exist. */
  setPath(name: string, path: string): void {
    if (!isAbsolute(path) || !statSync(path, { throwIfNoEntry: false })?.isDirectory())
      throw new Error(`Failed to set path '${name}' to '${path}'`)
    this.paths.set(name, path)
  }

  requestSingleInstanceLock(): boolean {
    const userData = this.paths.get('userData')
    if (!userData) throw new Error('the double holds its lock in userData: set that path first')
    this.locked = takeLock(userData, ({ argv, cwd }) => this.emit('second-instance', new DoubleEvent(), argv, cwd))
    return this.locked
  }

  addRecentDocument(path: string): void {
    record('app.addRecentDocument', path)
  }

  getPreferredSystemLanguages(): string[] {
    return ['en-GB']
  }

  clearRecentDocuments(): void {
    record('app.clearRecentDocuments')
  }

  /** before-quit, then every window may object, then will-quit may, then the process ends. */
  quit(): void {
    // Electron, too, quits in a later turn: code behind app.quit() still runs.
    setImmediate(() => void this.leave())
  }

  exit(code: number): void {
    this.emit('quit', new DoubleEvent(), code)
    process.exit(code)
  }

  private async leave(): Promise<void> {
    if (!this.locked) process.exit(0)
    this.emit('before-quit', new DoubleEvent())
    for (const window of [...openWindows]) {
      window.close()
      if (!window.closing) return // it objected
      await window.gone
    }
    const event = new DoubleEvent()
    this.emit('will-quit', event)
    if (!event.defaultPrevented) this.exit(0)
  }
}

export const app = new App()
