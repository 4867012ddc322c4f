import { computed, inject, provide } from 'vue'
import type { ComputedRef, InjectionKey } from 'vue'
import type { Intervention } from '../../../../shared/engine/inspect/interventions.ts'
import type { Place, Quantity } from '../../../../shared/engine/inspect/stages/stage.ts'
import { changedCells } from './changed-cells.ts'

/** What every picture of a formula needs to know beside its own numbers. */
export interface StageContext {
  changes: ComputedRef<readonly Intervention[]>
  /** A cell was pressed: the number to change, or null where it only follows from others. */
  open: (place: Place | null, quantity: Quantity, value: number) => void
}

const key: InjectionKey<StageContext> = Symbol('stage')
export const provideStage = (context: StageContext) => provide(key, context)

/** The marks and presses of one quantity. */
export function useQuantity(quantity: () => Quantity) {
  const context = inject(key, null)
  const changed = computed(() => changedCells(quantity(), context?.changes.value ?? []))
  function open(column: number, row: number) {
    const now = quantity()
    context?.open(now.place?.(row, column) ?? null, now, now.values[row * now.columns + column])
  }
  return { changed, open }
}
