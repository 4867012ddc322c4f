import type { ImportOptions, ImportPreview, PreviewRequest } from '../../../shared/contract/dataset.ts'

/** What else must be detected anew when the user changes an option: it was judged under the old one. */
const undoneBy: Partial<Record<keyof ImportOptions, readonly (keyof ImportOptions)[]>> = {
  format: ['quoting', 'header', 'textColumn', 'labelColumn', 'partColumn', 'labels'],
  files: ['labels'],
  encoding: ['labels'],
  delimiter: ['quoting', 'header', 'textColumn', 'labelColumn', 'partColumn', 'labels'],
  quoting: ['header', 'textColumn', 'labelColumn', 'partColumn', 'labels'],
  header: ['labels'],
  labelColumn: ['labels'],
}

/** What the user has fixed so far, with one more change: choices that the change has made meaningless are dropped. */
export function withFix(given: PreviewRequest, change: PreviewRequest): PreviewRequest {
  const kept: PreviewRequest = { ...given }
  for (const key of Object.keys(change) as (keyof ImportOptions)[])
    for (const undone of undoneBy[key] ?? []) delete kept[undone]
  return { ...kept, ...change }
}

/** What had been fixed by hand when this preview was made: everything that was not detected. */
export function givenIn({ options, detected }: ImportPreview): PreviewRequest {
  const given = Object.entries(options).filter(([key]) => !(key in detected))
  return Object.fromEntries(given) as PreviewRequest
}
