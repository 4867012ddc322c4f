import { labNames } from '../../../shared/labs/spec.ts'
import type { LabName } from '../../../shared/labs/spec.ts'
import { memoryTasks } from '../../../shared/tasks/memory/tasks.ts'
import { say } from '../../messages.ts'

export interface LabChoice {
  lab: LabName | 'parameters'
  title: string
}

const of = (names: readonly LabName[]): LabChoice[] => names.map((lab) => ({ lab, title: say.labs.about[lab].title }))

/** What the page offers, in groups. */
export const labChoices = (): { title: string; labs: LabChoice[] }[] => [
  { title: say.laboratory.groups.sentences, labs: of(['order', 'distance', 'padding']) },
  { title: say.laboratory.groups.memory, labs: of(memoryTasks) },
  { title: say.laboratory.groups.arithmetic, labs: [{ lab: 'parameters', title: say.laboratory.parametersTitle }] },
]

/** The laboratory that an address names; the first one for any other. */
export const labOf = (name: unknown): LabChoice['lab'] =>
  name === 'parameters' ? name : (labNames.find((lab) => lab === name) ?? 'order')
