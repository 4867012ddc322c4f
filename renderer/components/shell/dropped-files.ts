/** More files than a person means to import; the rest of a folder is not looked at. */
const MOST = 200_000

/** The files that were dropped, those in folders included, each with its path in `webkitRelativePath`, in order of path. */
export async function filesOf(transfer: DataTransfer): Promise<File[]> {
  // The list is only there until the event is over; what it gives stays.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.() ?? null)
  const plain = [...transfer.files]
  if (!entries.some((entry) => entry?.isDirectory)) return plain
  const found: File[] = []
  for (const entry of entries) if (entry) await walk(entry, found)
  return found.sort((a, b) => (a.webkitRelativePath < b.webkitRelativePath ? -1 : 1))
}

async function walk(entry: FileSystemEntry, found: File[]): Promise<void> {
  // Hidden files (.DS_Store) are no texts of anybody's.
  if (found.length >= MOST || entry.name.startsWith('.')) return
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject))
    Object.defineProperty(file, 'webkitRelativePath', { value: entry.fullPath.replace(/^\//, '') })
    found.push(file)
  } else if (isFolder(entry)) {
    const reader = entry.createReader()
    // A reader gives a hundred at a time, and none when it is through.
    for (;;) {
      const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
      if (some.length === 0) return
      for (const one of some) await walk(one, found)
    }
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory
