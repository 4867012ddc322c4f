import { cellKinds, defaultModel, modelSpec } from '../../contract/spec.ts'
import type { CellKind, ModelSpec } from '../../contract/spec.ts'
import { parameterCount } from '../../engine/cells/parameter-count.ts'
import type { ParameterCount } from '../../engine/cells/parameter-count.ts'
import type { ModelDims } from '../../engine/cells/parameters.ts'

/** A model that uses as much of the budget as it can. */
export interface Budgeted {
  cell: CellKind
  /** null: even one hidden unit costs more than the budget. */
  model: ModelSpec | null
  /** Of that model; of the one with a single hidden unit where none fits. */
  parameters: ParameterCount
}

const MOST_HIDDEN = modelSpec.shape.hidden.maxValue ?? 1024

/**
 * For each cell the most hidden units with which the whole model, embedding and output layer included, stays within the
 * budget. The count grows with every unit, so that halving the range finds it.
 */
export function equalBudget(
  budget: number,
  dims: ModelDims,
  input: ModelSpec['input'],
  cells: readonly CellKind[] = cellKinds,
): Budgeted[] {
  return cells.map((cell) => {
    const of = (hidden: number): ModelSpec => ({ ...defaultModel(cell), input, hidden })
    const fits = (hidden: number) => parameterCount(of(hidden), dims).total <= budget
    if (!fits(1)) return { cell, model: null, parameters: parameterCount(of(1), dims) }
    let [low, high] = [1, MOST_HIDDEN]
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if (fits(middle)) low = middle
      else high = middle - 1
    }
    return { cell, model: of(low), parameters: parameterCount(of(low), dims) }
  })
}
