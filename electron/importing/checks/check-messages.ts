import type { ImportOptions } from '../../../shared/contract/dataset.ts'
import type { ImportChecks } from '../../../shared/contract/import-checks.ts'
import type { ImportedFile } from '../row-source.ts'

export interface CheckStart {
  files: readonly ImportedFile[]
  options: ImportOptions
}

export type FromChecks =
  { kind: 'checks'; checks: ImportChecks } | { kind: 'failed'; error: { code: string; message: string } }
