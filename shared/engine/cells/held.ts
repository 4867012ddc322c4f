import type { HeldGate } from '../../contract/clamps.ts'
import { heldGates } from '../../contract/clamps.ts'
import type { ModelSpec } from '../../contract/spec.ts'

/** Entries of one parameter that training leaves alone: a column (of a vector an entry), or the entry in one row of it. */
export interface HeldEntries {
  column: number
  /** null: every row. */
  row: number | null
  value: number
}

/** Which gates of which layer are held, unit by unit. */
export interface HeldUnit {
  layer: number
  reverse: boolean
  gate: HeldGate
  unit: number
  value: number
}

/** The clamps of a spec, every unit by itself and states as the gates they are made of (contract/clamps.ts). */
export const heldUnits = ({ cell, hidden, clamps }: Pick<ModelSpec, 'cell' | 'hidden' | 'clamps'>): HeldUnit[] =>
  clamps.flatMap(({ unit, layer, direction, ...clamp }) =>
    heldGates(cell, clamp).flatMap(([gate, value]) =>
      (unit === 'all' ? Array.from({ length: hidden }, (_, j) => j) : [unit]).map((j) => ({
        ...{ layer, reverse: direction === 'reverse', gate, unit: j, value },
      })),
    ),
  )

/** The gates of a cell in the order of their columns. */
const order: Record<ModelSpec['cell'], readonly HeldGate[]> = {
  ...{ lstm: ['i', 'f', 'g', 'o'], gru: ['r', 'z', 'n'], rnn: ['h'], ann: ['h'], 'ann-mean': ['h'] },
}
const peepholeRows: Partial<Record<HeldGate, number>> = { i: 0, f: 1, o: 2 }

/**
 * A gate held at v: its columns of W and U are 0, so that neither word nor state reaches it, and its bias is what the
 * activation takes to v. A peephole's entry is 0 too, and so is `bu` of a GRU's candidate.
 *
 * @param short 'W', 'U', 'b', 'bu' or 'P'
 */
export function heldEntries(
  spec: Pick<ModelSpec, 'cell' | 'activation'>,
  units: readonly HeldUnit[],
  short: string,
): HeldEntries[] {
  const gates = order[spec.cell]
  return units.flatMap(({ gate, unit, value }): HeldEntries[] => {
    const column = gates.length * unit + gates.indexOf(gate)
    if (short === 'bu') return gate === 'n' ? [{ column: unit, row: null, value: 0 }] : []
    if (short === 'P') return gate in peepholeRows ? [{ column: unit, row: peepholeRows[gate]!, value: 0 }] : []
    return [{ column, row: null, value: short === 'b' ? biasOf(spec, gate, value) : 0 }]
  })
}

/**
 * A bias so large that every device rounds the activation to its end: e^1000 is no float and no double, so σ(-1000) is
 * exactly 0, and 1 + e^(-1000) is exactly 1. A smaller one would do for some devices (WebAssembly cuts off at 89) only.
 */
const END = 1000

/** What the activation of a gate takes to the value: logit, artanh, or (relu) the value itself. */
export function biasOf({ cell, activation }: Pick<ModelSpec, 'cell' | 'activation'>, gate: HeldGate, value: number) {
  if (gate === 'g' || gate === 'n' || gate === 'h') {
    if (gate === 'h' && cell !== 'lstm' && cell !== 'gru' && activation === 'relu') return value
    return Math.abs(value) === 1 ? END * value : Math.atanh(value)
  }
  if (value === 0 || value === 1) return value === 1 ? END : -END
  return Math.log(value / (1 - value))
}

/** How many numbers of a parameter are held. */
export const heldCount = (held: readonly HeldEntries[], shape: readonly number[]): number =>
  held.reduce((sum, { row }) => sum + (row === null && shape.length === 2 ? shape[0] : 1), 0)

/** Sets what is held in the values of a parameter [rows, columns]. */
export function setHeld(values: Float32Array, columns: number, held: readonly HeldEntries[]): Float32Array {
  for (const { column, row, value } of held)
    if (row !== null) values[row * columns + column] = value
    else for (let at = column; at < values.length; at += columns) values[at] = value
  return values
}

/** 1 where a parameter learns, 0 where it is held; for a gradient of as many rows. */
export function learningMask(rows: number, columns: number, held: readonly HeldEntries[]): Float32Array {
  const zero = held.map((one) => ({ ...one, value: 0 }))
  return setHeld(new Float32Array(rows * columns).fill(1), columns, zero)
}
