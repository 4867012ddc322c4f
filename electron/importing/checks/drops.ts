import type { ImportOptions } from '../../../shared/contract/dataset.ts'
import type { Drop } from '../read-file.ts'
import type { ImportedFile } from '../row-source.ts'
import { leaveOut, leavesOut } from './leave-out.ts'
import { leftOutWords } from './left-out-words.ts'
import { gatherRows } from './look.ts'

/**
 * What an import leaves out by choice. It looks at the whole file first, so what is left out depends on the file and the
 * options alone, not on what the preview happened to know.
 */
export async function dropsOf(
  files: readonly ImportedFile[],
  options: ImportOptions,
  onPiece: () => void,
): Promise<Drop | undefined> {
  const { cleaning, ...reading } = options
  if (!leavesOut(cleaning)) return undefined
  const gathered = await gatherRows(files, reading, onPiece)
  const left = leaveOut(gathered, cleaning)
  return (row) => {
    const found = left(row)
    return found && { reason: found.reason, message: leftOutWords(found, gathered) }
  }
}
