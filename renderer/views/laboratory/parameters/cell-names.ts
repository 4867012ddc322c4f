import { cellKinds, defaultModel } from '../../../../shared/contract/spec.ts'
import type { CellKind } from '../../../../shared/contract/spec.ts'

export const cellNames = Object.fromEntries(cellKinds.map((cell) => [cell, defaultModel(cell).name])) as Record<
  CellKind,
  string
>
