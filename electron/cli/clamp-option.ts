import { clampComplaints, clampSpec, heldKindsOf, MOST_CLAMPS } from '../../shared/contract/clamps.ts'
import type { ClampSpec, HeldKind } from '../../shared/contract/clamps.ts'
import { cellKinds } from '../../shared/contract/spec.ts'
import type { CellKind, ModelSpec } from '../../shared/contract/spec.ts'
import { UsageError } from './options.ts'

/** A gate or state of the compared models of one cell, held at a value: what one --clamp says. */
export interface ClampOption {
  cell: CellKind
  clamp: ClampSpec
  /** As it was typed. */
  text: string
}

/** What each gate and state is called on the command line; its letter does too. */
const names: Partial<Record<CellKind, Record<string, HeldKind>>> = {
  lstm: { input: 'i', forget: 'f', candidate: 'g', output: 'o', cell: 'c', state: 'h' },
  gru: { reset: 'r', update: 'z', candidate: 'n', state: 'h' },
}
const namesOf = (cell: CellKind): Record<string, HeldKind> => names[cell] ?? { state: 'h' }

/** For --help: 'lstm input, forget …; gru …'. */
export const heldNames = cellKinds.map((cell) => `${cell} ${Object.keys(namesOf(cell)).join(', ')}`).join('; ')

const FORM = 'MODEL.GATE[:UNIT][@LAYER]=VALUE, as in lstm.forget=1 or lstm.forget:3@2=0.5'
const shape = /^([a-z-]+)\.([a-z]+)(?::(\d+|all))?(?:@(\d+)(-reverse)?)?=(.+)$/

/**
 * Reads `MODEL.GATE[:UNIT][@LAYER]=VALUE`. Units and layers count from 1, as on the screen; without a unit all are held, without
 * a layer the first is; `@1-reverse` is the direction that reads backwards.
 * @throws {UsageError} in one line.
 */
export function readClamp(text: string): ClampOption {
  const refuse = (why: string) => new UsageError(`--clamp ${text}: ${why}`)
  const parts = shape.exec(text.replaceAll(' ', '').toLowerCase())
  if (!parts) throw refuse(`it must be ${FORM}.`)
  const [, model, gate, unit = 'all', layer = '1', reverse = '', number] = parts
  const cell = cellKinds.find((kind) => kind === model)
  if (!cell) throw refuse(`there is no model "${model}", only ${cellKinds.join(', ')}.`)
  const called = namesOf(cell)
  const what = Object.hasOwn(called, gate) ? called[gate] : heldKindsOf(cell).find((kind) => kind === gate)
  if (!what) throw refuse(`${cell} has no "${gate}" to hold, only ${Object.keys(called).join(', ')}.`)
  const value = Number(number)
  if (!Number.isFinite(value)) throw refuse(`"${number}" is no number.`)
  if (unit === '0' || layer === '0') throw refuse('units and layers count from 1.')
  const { success, data, error } = clampSpec.safeParse({
    ...{ what, value, unit: unit === 'all' ? 'all' : Number(unit) - 1, layer: Number(layer) },
    direction: reverse ? 'reverse' : 'forward',
  })
  if (!success) throw refuse(`its ${error.issues[0].path.join('.')} is out of range.`)
  return { cell, clamp: data, text }
}

/**
 * The models with what --clamp holds: where it speaks of a cell, it takes the place of the clamps that a spec gives to it.
 * @throws {UsageError} for a clamp of a model that is not compared, or that does not fit its model.
 */
export function withClamps(models: readonly ModelSpec[], options: readonly ClampOption[]): ModelSpec[] {
  for (const { cell, text } of options)
    if (!models.some((model) => model.cell === cell))
      throw new UsageError(`--clamp ${text}: ${cell} is not among the models; add it to --models.`)
  return models.map((model) => {
    const own = options.filter(({ cell }) => cell === model.cell)
    if (own.length > MOST_CLAMPS) throw new UsageError(`--clamp: a model holds at most ${MOST_CLAMPS} clamps.`)
    const held = own.length ? { ...model, clamps: own.map(({ clamp }) => clamp) } : model
    const [complaint] = clampComplaints(held)
    if (complaint)
      throw new UsageError(`--clamp ${own[complaint.at]?.text ?? `of ${model.name}`}: ${complaint.message}.`)
    return held
  })
}
