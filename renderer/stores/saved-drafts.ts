import { z } from 'zod'
import { MOST_DRAFTS } from '../../shared/contract/settings.ts'
import type { Settings } from '../../shared/contract/settings.ts'
import { experimentSpec } from '../../shared/contract/spec.ts'
import type { Draft } from './draft.ts'

// A draft may still be without models, or with two of one name: that is said beside it, and it is kept all the same.
const savedDraft = z.object({
  dataset: z.string(),
  spec: experimentSpec.omit({ data: true }).extend({ models: z.array(experimentSpec.shape.models.element) }),
})

/** Drafts as they were kept; what this version no longer understands is left out. */
export function draftsFrom(saved: Settings['drafts']): Map<string, Draft> {
  return new Map(
    saved.flatMap(({ experiment, draft }) => {
      const { success, data } = savedDraft.safeParse(parsed(draft))
      return success ? [[experiment, data] as const] : []
    }),
  )
}

/** Drafts to be kept, the newest first. */
export const draftsToSave = (drafts: ReadonlyMap<string, Draft>): Settings['drafts'] =>
  [...drafts]
    .reverse()
    .slice(0, MOST_DRAFTS)
    .map(([experiment, draft]) => ({ experiment, draft: JSON.stringify(draft) }))

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}
