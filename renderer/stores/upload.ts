import { apiBase, errorOf, unreachable } from '../api.ts'
import type { ImportPreview } from '../../shared/contract/dataset.ts'

export interface Upload {
  /** The first preview; null when aborted. Rejects with an ApiError. */
  answer: Promise<ImportPreview | null>
  abort(): void
}

/**
 * Sends the bytes of a file to `POST /imports`. XMLHttpRequest rather than fetch: only it reports how much has been sent.
 * @param onSent bytes sent so far.
 */
export function upload(file: File, onSent: (bytes: number) => void): Upload {
  const http = new XMLHttpRequest()
  const answer = new Promise<ImportPreview | null>((resolve, reject) => {
    http.upload.onprogress = ({ loaded }) => onSent(loaded)
    http.onabort = () => resolve(null)
    http.onerror = () => reject(unreachable())
    http.onload = () => {
      if (http.status === 201) resolve(JSON.parse(http.responseText) as ImportPreview)
      else reject(errorOf(http.status, parsed(http.responseText)))
    }
    http.open('POST', `${apiBase}/imports?fileName=${encodeURIComponent(file.name)}`)
    http.setRequestHeader('Content-Type', 'application/octet-stream')
    http.send(file)
  })
  return { answer, abort: () => http.abort() }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
