import { computed } from 'vue'
import { useDraftStore } from '../../../stores/draft.ts'
import { useExperimentsStore } from '../../../stores/experiments.ts'
import type { DraftSpec } from '../../../stores/spec-fields.ts'

/** What every group of fields needs: the edited spec, a setter per group, and what to say of a changed field. */
export function useSetup() {
  const draft = useDraftStore()
  const experiments = useExperimentsStore()
  const spec = computed(() => draft.draft?.spec ?? null)
  const frozen = computed(() => experiments.current?.frozen ?? false)

  /** Sets one setting of a group; null stands for an empty field where that has no meaning, and changes nothing. */
  function set<Group extends 'text' | 'split' | 'training', Key extends keyof DraftSpec[Group]>(
    group: Group,
    key: Key,
    value: DraftSpec[Group][Key] | null,
    nullable = false,
  ) {
    if (value === null && !nullable) return
    draft.edit(({ spec }) => {
      spec[group][key] = value as DraftSpec[Group][Key]
    })
  }

  const mark = (path: string) => ({ changed: draft.changed.has(path) })
  return { draft, spec, frozen, set, mark, hint: draft.hint }
}
