/** Hands a text to the browser as a download. */
export function saveFile(name: string, text: string, type: string) {
  // The mark at the start tells spreadsheets that the text is UTF-8.
  saveBlob(name, new Blob(['\ufeff', text], { type: `${type};charset=utf-8` }))
}

/** The same for what is no text, e.g. a picture. */
export function saveBlob(name: string, blob: Blob) {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The download has its own hold on the data once the click is handled.
  setTimeout(() => URL.revokeObjectURL(url), 1000)
}
