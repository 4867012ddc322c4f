import type { GateName } from '../interventions.ts'
import { gateColumns, matrix } from '../matrix.ts'
import type { Matrix, Vector } from '../matrix.ts'
import type { PassTrace, StepTrace } from '../recurrent-trace.ts'
import type { Trace } from '../trace.ts'
import type { Place, Quantity } from './stage.ts'
import { vector } from './stage.ts'
import { gateTitles, raised } from './symbols.ts'
import type { Symbols } from './symbols.ts'

/** What a stage of a recurrent step draws on. */
export interface At {
  trace: Trace
  pass: PassTrace
  here: StepTrace
  /** Place of this step in the order of reading. */
  n: number
  symbols: Symbols
  gates: readonly GateName[]
}

/** A matrix of weights, or one gate's columns of it; its entries can be changed. */
export function weights(
  { values, rows, columns }: Matrix,
  {
    parameter,
    tex,
    name,
    gate = 0,
    gates = 1,
  }: { parameter: string; tex: string; name: string; gate?: number; gates?: number },
): Quantity {
  const part = gates === 1 ? matrix(rows, columns, values) : gateColumns({ rows, columns, values }, gates, gate)
  const place = (row: number, column: number): Place => ({
    kind: 'weight',
    parameter,
    row,
    column: column * gates + gate,
  })
  return { tex, name, held: null, place, ...part }
}

/** W, U or b of one gate of a step. */
export function gateWeights({ pass, symbols, gates }: At, letter: 'W' | 'U' | 'b', gate: GateName): Quantity {
  const { weights: own } = pass
  const source = letter === 'b' ? matrix(1, own.b.length, own.b) : own[letter]
  const what = { W: 'input weights', U: 'recurrent weights', b: 'bias' }[letter]
  return weights(source, {
    parameter: `${own.name}.${letter}`,
    tex: symbols.weight(letter, gate),
    name: gates.length === 1 ? what : `${what} of the ${gateTitles[gate].toLowerCase()}`,
    gate: gates.indexOf(gate),
    gates: gates.length,
  })
}

/** What the layer reads at this step. */
export function input({ trace, pass: { layer, direction }, here }: At): Quantity {
  const { word } = here
  if (layer > 1)
    return vector(here.x!, {
      tex: `h_t^{(${layer - 1})}`,
      name: `state of layer ${layer - 1}`,
    })
  const lookUp = trace.lookUps.find((one) => one.direction === direction) ?? trace.lookUps[0]
  return vector(here.x!, {
    ...{ tex: 'x_t', name: 'vector of the word', held: lookUp.held[word] },
    place: (component) => ({ kind: 'input', word, component, direction: lookUp.direction }),
  })
}

/** The state before this step; changing it changes the step before. */
export function previous({ pass, here, n, symbols }: At, state: 'h' | 'c'): Quantity {
  const before = n > 0 ? pass.steps[n - 1] : null
  const values = (state === 'h' ? here.previous.h : here.previous.c)!
  return vector(values, {
    tex: symbols.before(state),
    name: before ? `${stateNames[state]} after the word before` : `${stateNames[state]} before the first word: zeros`,
    held: before?.held[state] ?? null,
    ...(before && { place: statePlace(pass, before.word, state) }),
  })
}

/** h or c after this step. */
export function state({ pass, here, symbols }: At, which: 'h' | 'c'): Quantity {
  return vector((which === 'h' ? here.h : here.c)!, {
    tex: symbols.now(which),
    name: stateNames[which],
    held: here.held[which],
    place: statePlace(pass, here.word, which),
  })
}

const stateNames = { h: 'hidden state', c: 'cell state' }

const statePlace =
  ({ layer, direction }: PassTrace, word: number, state: 'h' | 'c') =>
  (unit: number): Place => ({ kind: 'state', state, layer, direction, word, unit })

/** A gate's value; of an RNN its state, which is clamped as one. */
export function gateValue({ pass: { layer, direction }, here, symbols }: At, gate: GateName): Quantity {
  const { value, held } = here.gates.find(({ name }) => name === gate)!
  return vector(value, {
    ...{ tex: symbols.gate(gate), name: gateTitles[gate].toLowerCase(), held },
    place: (unit) => ({ kind: 'gate', gate, layer, direction, word: here.word, unit }),
  })
}

/** A vector that only follows from others. */
export const derived = (values: Vector, tex: string, name: string): Quantity => vector(values, { tex, name })

export const columnOf = ({ values, rows, columns }: Matrix, column: number): Vector =>
  Float64Array.from({ length: rows }, (_, row) => values[row * columns + column])

export function transposed({ values, rows, columns }: Matrix): Matrix {
  const turned = matrix(columns, rows)
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) turned.values[j * rows + i] = values[i * columns + j]
  return turned
}

/** A matrix of weights turned round, as a gradient goes through it; its entries can be changed too. */
export function turned(quantity: Quantity): Quantity {
  const { place } = quantity
  const tex = raised(quantity.tex, '\\top')
  const name = `${quantity.name}, transposed`
  const flipped = transposed(quantity)
  return { tex, name, held: null, ...flipped, ...(place && { place: (row, column) => place(column, row) }) }
}
