import { EventEmitter } from 'node:events'
import { record } from './record.ts'

const answers: string[][] = []

/** What the next 'Open' dialogs give back; with none left, the person cancels. */
export const answerNextDialog = (filePaths: string[]) => void answers.push(filePaths)

export const dialog = {
  showOpenDialog(_window: unknown, options: unknown): Promise<{ canceled: boolean; filePaths: string[] }> {
    record('dialog.showOpenDialog', options)
    const filePaths = answers.shift() ?? []
    return Promise.resolve({ canceled: filePaths.length === 0, filePaths })
  },
  showErrorBox(title: string, message: string): void {
    console.error(`${title}: ${message}`)
    record('dialog.showErrorBox', title, message)
  },
  showMessageBox(options: unknown): Promise<{ response: number }> {
    record('dialog.showMessageBox', options)
    return Promise.resolve({ response: 0 })
  },
}

export const shell = {
  openExternal(url: string): Promise<void> {
    record('shell.openExternal', url)
    return Promise.resolve()
  },
  openPath(path: string): Promise<string> {
    record('shell.openPath', path)
    return Promise.resolve('')
  },
}

export const nativeTheme = { themeSource: 'system', shouldUseDarkColors: false }

export const screen = { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1600, height: 1000 } }] }

let blockers = 0
export const powerSaveBlocker = {
  start(kind: string): number {
    record('powerSaveBlocker.start', kind)
    return ++blockers
  },
  stop: (id: number) => record('powerSaveBlocker.stop', id),
}

export class Notification extends EventEmitter {
  static isSupported = () => true
  private readonly options: { title: string; body: string }

  constructor(options: { title: string; body: string }) {
    super()
    this.options = options
  }
  show(): void {
    record('notification', this.options)
  }
}
