/**
 * A double of the Electron calls that electron/main.ts and electron/shell use, and of no others: what is not exported
 * here is an import error in the tests, so the double never answers for something that it does not do.
 *
 * What is real: the main process, its preload, the page, Chromium. What differs from Electron: the scheme `unroll://app`
 * is an origin on 127.0.0.1; the preload shares the page's world; a window is a tab of a headless Chromium.
 */
export { app } from './app.ts'
export { protocol, session } from './network.ts'
export { BrowserWindow } from './browser-window.ts'
export { Menu } from './menu.ts'
export { Notification, dialog, nativeTheme, powerSaveBlocker, screen, shell } from './native.ts'
