import { apiBase, errorOf, unreachable } from '../api.ts'
import type { ImportPreview } from '../../shared/contract/dataset.ts'

export interface Upload {
  /** The first preview; null when aborted. Rejects with an ApiError. */
  answer: Promise<ImportPreview | null>
  abort(): void
}

/**
 * Sends the bytes of a file to `POST /imports`, or to the files of the import `to`. XMLHttpRequest rather than fetch: only it reports how much has been sent.
 * @param onSent bytes sent so far.
 */
export function upload(file: File, onSent: (bytes: number) => void, to?: string): Upload {
  const http = new XMLHttpRequest()
  const answer = new Promise<ImportPreview | null>((resolve, reject) => {
    http.upload.onprogress = ({ loaded }) => onSent(loaded)
    http.onabort = () => resolve(null)
    http.onerror = () => reject(unreachable())
    http.onload = () => {
      if (http.status === 201) resolve(JSON.parse(http.responseText) as ImportPreview)
      else reject(errorOf(http.status, parsed(http.responseText)))
    }
    const place = to === undefined ? 'imports' : `imports/${to}/files`
    http.open('POST', `${apiBase}/${place}?fileName=${encodeURIComponent(pathOf(file))}`)
    http.setRequestHeader('Content-Type', 'application/octet-stream')
    http.send(file)
  })
  return { answer, abort: () => http.abort() }
}

/** Of a file from a folder the path in it, which may tell its label; at most what the door takes. */
const pathOf = (file: File) => (file.webkitRelativePath || file.name).slice(-255)

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
