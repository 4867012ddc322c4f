import { computed } from 'vue'
import type { ComputedRef } from 'vue'
import { labSpec, shortest } from '../../../../shared/labs/spec.ts'
import type { LabSpec } from '../../../../shared/labs/spec.ts'
import { useLaboratoryStore } from '../../../stores/laboratory.ts'
import { say } from '../../../messages.ts'

/** Changes one setting of a laboratory's set-up. */
export function useLabSetup<Spec extends LabSpec>(spec: () => Spec) {
  const store = useLaboratoryStore()
  const set = <Key extends keyof Spec>(key: Key, value: Spec[Key] | null) => {
    if (value !== null) store.edit({ ...spec(), [key]: value })
  }
  return { set }
}

/** What is wrong with a set-up, or null. */
export function useComplaint(spec: () => LabSpec): ComputedRef<string | null> {
  return computed(() => {
    const now = spec()
    const { success, error } = labSpec.safeParse(now)
    if (success) return null
    const { laboratory } = say
    if ('cells' in now && now.cells.length === 0) return laboratory.chooseACell
    if (now.lab === 'order' && now.models.length === 0 && now.runs.length === 0) return laboratory.chooseAModel
    if ('length' in now && now.length < shortest[now.lab]) return laboratory.tooShort(shortest[now.lab])
    return error.issues[0].message
  })
}
