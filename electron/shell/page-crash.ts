import { dialog } from 'electron'
import type { BrowserWindow } from 'electron'

/** A page that keeps dying is not loaded for ever: something is wrong that loading does not mend. */
const MOST_CRASHES = 3
const WITHIN_MILLISECONDS = 60_000

/**
 * Loads the page again when its process has died (a fault in the GPU's driver, no memory left). Nothing that was saved is lost:
 * the data are the main process's, and what was being trained is marked as stopped and goes on from its last checkpoint.
 * @param now for tests: milliseconds.
 */
export function reviveAfterCrash(window: BrowserWindow, load: () => void, now = () => performance.now()): void {
  let crashes: number[] = []
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return
    crashes = [...crashes.filter((at) => now() - at < WITHIN_MILLISECONDS), now()]
    if (crashes.length <= MOST_CRASHES) return load()
    dialog.showErrorBox(
      'The page of Unroll keeps ending',
      `Its process ended ${crashes.length} times within a minute (${reason}). Your data are safe. Close Unroll and start it ` +
        'again; if that does not help, choose a smaller model or the processor as the device.',
    )
  })
}
