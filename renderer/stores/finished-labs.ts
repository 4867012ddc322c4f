import type { LabName } from '../../shared/labs/spec.ts'

/** Finished results that come with Unroll, as files: loaded when somebody wants to see one. */
const files: Partial<Record<LabName, () => Promise<{ default: string }>>> = {
  order: () => import('../../resources/labs/order.json?raw'),
  distance: () => import('../../resources/labs/distance.json?raw'),
  padding: () => import('../../resources/labs/padding.json?raw'),
  adding: () => import('../../resources/labs/adding.json?raw'),
  copy: () => import('../../resources/labs/copy.json?raw'),
}

export const hasFinished = (lab: LabName): boolean => lab in files

/** The text of a laboratory's finished result. @throws {Error} when it has none, or when it cannot be loaded. */
export async function finishedLab(lab: LabName): Promise<string> {
  const load = files[lab]
  if (!load) throw new RangeError(`no finished result of ${lab} comes with Unroll`)
  return (await load()).default
}
