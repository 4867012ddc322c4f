import { dialog } from 'electron'
import type { BrowserWindow } from 'electron'
import { statSync } from 'node:fs'
import { resolve } from 'node:path'

/** Asks for a file with the system's dialog. @returns its absolute path, or null when the person thought better of it. */
export async function chooseFile(window: BrowserWindow): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: 'Open reviews, an experiment or lessons',
    properties: ['openFile'],
    filters: [
      {
        name: 'Tables of text, saved experiments and lessons',
        extensions: ['csv', 'tsv', 'txt', 'unroll', 'unroll-lesson'],
      },
      { name: 'All files', extensions: ['*'] },
    ],
  })
  return canceled ? null : (filePaths[0] ?? null)
}

/**
 * The file that a command line names: the last argument that is no switch and is a file.
 * @param argv with the executable first; an application that is not packaged has its own folder next.
 */
export function fileInArguments(argv: readonly string[], cwd: string, packaged: boolean): string | null {
  const paths = argv
    .slice(packaged ? 1 : 2)
    .filter((argument) => !argument.startsWith('-'))
    .map((argument) => resolve(cwd, argument))
  return paths.findLast((path) => statSync(path, { throwIfNoEntry: false })?.isFile()) ?? null
}
