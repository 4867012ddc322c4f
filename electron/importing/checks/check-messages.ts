import type { ImportOptions, ImportPreview, PreviewRequest } from '../../../shared/contract/dataset.ts'
import type { ErrorBody } from '../../../shared/contract/errors.ts'
import type { ImportChecks } from '../../../shared/contract/import-checks.ts'
import type { PreviewedFile } from '../preview.ts'
import type { ImportedFile } from '../row-source.ts'

/** What the thread is to look at: every row of files, or what one preview shows of them. */
export type CheckStart =
  | { kind: 'rows'; files: readonly ImportedFile[]; options: ImportOptions }
  | { kind: 'preview'; file: PreviewedFile; request: PreviewRequest }

export type FromChecks =
  | { kind: 'checks'; checks: ImportChecks }
  | { kind: 'preview'; preview: ImportPreview }
  | { kind: 'failed'; error: ErrorBody }
