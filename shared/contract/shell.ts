/**
 * What the native menu and window of the Electron host ask of the page. Files to open do not come this way: the host
 * reads them itself and sends the event 'open-import', as every other host does.
 */
export const shellCommands = ['show-data', 'show-vocabulary', 'show-train', 'show-compare', 'stop-training'] as const
export type ShellCommand = (typeof shellCommands)[number]

/** `window.unroll`, put there by electron/preload.ts; absent in a browser. */
export interface ShellBridge {
  /** Calls `listener` for every command until the returned function is called. */
  onCommand(listener: (command: ShellCommand) => void): () => void
}
