import { contextBridge, ipcRenderer } from 'electron'
import type { ShellBridge, ShellCommand } from '../shared/contract/shell.ts'

/**
 * The only thing the page gets from Electron: the commands of the native menu. The page hears words from a closed list
 * and can send nothing back; whatever it wants, it asks through the one door, as in a browser.
 */
const bridge: ShellBridge = {
  onCommand(listener) {
    const hear = (_event: unknown, command: ShellCommand) => listener(command)
    ipcRenderer.on('unroll:command', hear)
    return () => void ipcRenderer.off('unroll:command', hear)
  },
}

contextBridge.exposeInMainWorld('unroll', bridge)
