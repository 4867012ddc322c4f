import { computed } from 'vue'
import type { ComputedRef } from 'vue'
import { labSpec } from '../../../../shared/labs/spec.ts'
import type { LabSpec } from '../../../../shared/labs/spec.ts'
import { useLaboratoryStore } from '../../../stores/laboratory.ts'

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
    const { success, error } = labSpec.safeParse(spec())
    return success ? null : error.issues[0].message
  })
}
