import { Notification, app, dialog, nativeTheme, shell } from 'electron'
import type { BrowserWindow } from 'electron'
import { basename } from 'node:path'
import type { Settings } from '../../shared/contract/settings.ts'
import type { ShellCommand } from '../../shared/contract/shell.ts'
import { commands as german } from '../../shared/messages/de/commands.ts'
import { commands as english } from '../../shared/messages/en/commands.ts'
import { languageFor } from '../../shared/messages/languages.ts'
import type { Services } from '../service-types.ts'
import { chooseFile } from './choose-file.ts'
import { setMenu } from './menu.ts'
import { readShellState, withRecent, writeShellState } from './shell-state.ts'
import { WORTH_TELLING, outcomeOf } from './training-progress.ts'
import { watchTraining } from './training-watch.ts'
import { focusWindow, openWindow } from './window.ts'

/** How long a closing window waits for the trainer to write its last checkpoint. */
const STOP_MILLISECONDS = 4000

export interface Application {
  /** Shows the window (opening it anew if it was closed) and, with a path, the preview of that file. */
  show(path: string | null): Promise<void>
  close(): void
}

interface ApplicationOptions {
  services: Services
  /** Reads a file as an import and has the page show it. @throws {UnrollError} */
  openFile(path: string): Promise<unknown>
  /** Where preload.cjs is. */
  mainFolder: string
  /** What the window remembers. */
  stateFile: string
}

/** The one window with its menu, on open services. */
export function startApplication({ services, openFile, mainFolder, stateFile }: ApplicationOptions): Application {
  let state = readShellState(stateFile)
  let window: BrowserWindow | null = null
  const training = watchTraining(services, {
    // -1 takes the bar away.
    progress: (share) => window?.setProgressBar(share ?? -1),
    ended(runs, milliseconds) {
      if (milliseconds < WORTH_TELLING || window?.isFocused() || !Notification.isSupported()) return
      const notification = new Notification({
        title: speaks().trainingHasEnded,
        body: outcomeOf(runs, speaks().outcomes, language()),
      })
      notification.on('click', () => window && focusWindow(window))
      notification.show()
    },
  })

  const remember = (changes: Partial<typeof state>) => {
    state = { ...state, ...changes }
    writeShellState(stateFile, state)
  }
  const command = (name: ShellCommand) => window?.webContents.send('unroll:command', name)

  async function open(path: string): Promise<void> {
    try {
      await openFile(path)
      app.addRecentDocument(path)
      remember({ recentFiles: withRecent(state.recentFiles, path) })
    } catch (error) {
      remember({ recentFiles: state.recentFiles.filter((other) => other !== path) })
      const message = error instanceof Error ? error.message : String(error)
      dialog.showErrorBox(speaks().couldNotBeOpened(basename(path)), message)
    }
    showMenu()
  }

  async function choose(): Promise<void> {
    const path = window && (await chooseFile(window))
    if (path) await open(path)
  }

  const language = () => languageFor(services.settings.read().language, app.getPreferredSystemLanguages())
  // Of all the texts only the commands' are in the main process.
  const speaks = () => ({ en: english, de: german })[language()]

  function showMenu(): void {
    const { theme } = services.settings.read()
    nativeTheme.themeSource = theme
    setMenu(
      { theme, recentFiles: state.recentFiles, mac: process.platform === 'darwin', messages: speaks() },
      {
        open: () => void choose(),
        openRecent: (path) => void open(path),
        clearRecent() {
          app.clearRecentDocuments()
          remember({ recentFiles: [] })
          showMenu()
        },
        setTheme: (theme: Settings['theme']) => void services.settings.update({ theme }),
        command,
        showDataFolder: () => void shell.openPath(services.about('electron').dataFolder),
        about() {
          const { version, dataFolder } = services.about('electron')
          void dialog.showMessageBox({
            type: 'info',
            title: speaks().menu.about,
            message: `Unroll ${version}`,
            detail: speaks().aboutDetail(dataFolder),
          })
        },
      },
    )
  }

  function createWindow(): BrowserWindow {
    const opened = openWindow(state, mainFolder)
    let leaving = false
    opened.on('close', (event) => {
      if (!opened.isMinimized()) remember({ bounds: opened.getNormalBounds(), maximised: opened.isMaximized() })
      if (!training.active || leaving) return
      // The trainer lives in the page: it gets time to write a checkpoint, then the window goes.
      event.preventDefault()
      leaving = true
      command('stop-training')
      void training.idle(STOP_MILLISECONDS).then(() => opened.destroy())
    })
    opened.on('closed', () => (window = null))
    return opened
  }

  const unsubscribe = services.events.subscribe((event) => {
    if (event.kind === 'settings') showMenu()
  })
  showMenu()

  return {
    async show(path) {
      if (window) focusWindow(window)
      else window = createWindow()
      if (path) await open(path)
    },
    close() {
      unsubscribe()
      training.stop()
    },
  }
}
