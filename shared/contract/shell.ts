import type { ShellCommand } from './commands.ts'

/**
 * What the native menu and window of the Electron host ask of the page. Files to open do not come this way: the host
 * reads them itself and sends the event 'open-import', as every other host does.
 */
export type { ShellCommand }

/** `window.unroll`, put there by electron/preload.ts; absent in a browser. */
export interface ShellBridge {
  /** Calls `listener` for every command until the returned function is called. */
  onCommand(listener: (command: ShellCommand) => void): () => void
}
