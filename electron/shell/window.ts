import { BrowserWindow, nativeTheme, screen } from 'electron'
import { join } from 'node:path'
import { reviveAfterCrash } from './page-crash.ts'
import { ORIGIN } from './protocol.ts'
import { visibleBounds } from './shell-state.ts'
import type { ShellState } from './shell-state.ts'

/** The page's own background (--canvas in renderer/styles/tokens.css), so that no white flash precedes it. */
const background = { light: '#f4f5f7', dark: '#111318' }

/** Opens the one window. It shows itself when the page has painted for the first time. */
export function openWindow(state: ShellState, mainFolder: string): BrowserWindow {
  const bounds = visibleBounds(
    state.bounds,
    screen.getAllDisplays().map((display) => display.workArea),
  )
  const window = new BrowserWindow({
    ...bounds,
    minWidth: 800,
    minHeight: 560,
    show: false,
    title: 'Unroll',
    backgroundColor: nativeTheme.shouldUseDarkColors ? background.dark : background.light,
    webPreferences: {
      preload: join(mainFolder, 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      webSecurity: true,
      spellcheck: false,
      // Training goes on while the window is minimised or covered.
      backgroundThrottling: false,
    },
  })
  window.once('ready-to-show', () => {
    if (state.maximised) window.maximize()
    window.show()
  })
  const load = () => void window.loadURL(`${ORIGIN}/`)
  reviveAfterCrash(window, load)
  load()
  return window
}

/** Brings the window to the front, wherever it is. */
export function focusWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
