import { catalogue } from '../../../shared/labs/catalogue.ts'
import { labNames } from '../../../shared/labs/spec.ts'
import type { LabName } from '../../../shared/labs/spec.ts'
import { memoryTasks } from '../../../shared/tasks/memory/tasks.ts'

export interface LabChoice {
  lab: LabName | 'parameters'
  title: string
}

const of = (names: readonly LabName[]): LabChoice[] => names.map((lab) => ({ lab, title: catalogue[lab].title }))

/** What the page offers, in groups. */
export const labChoices: { title: string; labs: LabChoice[] }[] = [
  { title: 'Sentences', labs: of(['order', 'distance', 'padding']) },
  { title: 'Memory tasks', labs: of(memoryTasks) },
  { title: 'Arithmetic', labs: [{ lab: 'parameters', title: 'Parameters' }] },
]

/** The laboratory that an address names; the first one for any other. */
export const labOf = (name: unknown): LabChoice['lab'] =>
  name === 'parameters' ? name : (labNames.find((lab) => lab === name) ?? 'order')
