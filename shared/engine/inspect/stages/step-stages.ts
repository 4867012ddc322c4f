import type { GateName } from '../interventions.ts'
import { cellOf } from '../passes.ts'
import { gateOf } from '../steps.ts'
import type { GateTrace } from '../steps.ts'
import type { Trace } from '../trace.ts'
import { apply, number, product, sum } from './expression.ts'
import type { Expression } from './expression.ts'
import { unlessHeld } from './held.ts'
import { lookUpStage } from './look-up-stage.ts'
import { derived, gateValue, gateWeights, input, previous, weights } from './operands.ts'
import type { At } from './operands.ts'
import { productLane } from './product-lane.ts'
import { single } from './stage.ts'
import type { Lane, Quantity, Stage } from './stage.ts'
import { stateStages } from './state-stages.ts'
import { gateTasks, gateTitles, symbolsOf } from './symbols.ts'
import { matrix } from '../matrix.ts'

export function placeOf(trace: Trace, pass: number, step: number): At {
  const of = trace.passes[pass]
  const { gates } = cellOf(trace.model.spec)!
  return { trace, pass: of, here: of.steps[step], n: step, symbols: symbolsOf(trace, of), gates }
}

/** Every formula of one timestep of one layer, in the order in which it is computed. */
export function stepStages(trace: Trace, pass: number, step: number): Stage[] {
  const at = placeOf(trace, pass, step)
  const { cell } = trace.model.spec
  const lookedUp = at.pass.layer === 1 ? [lookUpStage(trace, at.here.word, at.pass.direction)] : []
  const first = at.here.x ? [...lookedUp, inputStage(at)] : lookedUp
  const gate = (name: GateName) => [totalStage(at, name), valueStage(at, name)]
  const recurrent = [...first, recurrentStage(at)]
  if (cell === 'rnn') return [...recurrent, totalStage(at, 'h'), ...stateStages(at)]
  if (cell === 'gru') return [...recurrent, ...at.gates.flatMap(gate), ...stateStages(at)]
  const [c, h] = stateStages(at)
  return [...recurrent, ...gate('i'), ...gate('f'), ...gate('g'), c, ...gate('o'), h]
}

const lanesOf = (at: At, open: (gate: GateName) => Lane): Stage['lanes'] =>
  at.gates.map((gate) => ({ key: gate, name: at.gates.length === 1 ? '' : gateTitles[gate], open: () => open(gate) }))

function inputStage(at: At): Stage {
  const lanes = lanesOf(at, (gate) => {
    const [left, matrix] = [input(at), gateWeights(at, 'W', gate)]
    const tex = `${left.tex}\\,${matrix.tex}`
    return productLane(
      { left, matrix, result: derived(gateOf(at.here, gate).fromInput, tex, 'what the word says') },
      {
        tex,
        reading:
          'What the word says to each unit: every number of the vector at the left is multiplied by its row of the matrix, and each column is added up.',
      },
    )
  })
  return { key: 'input', title: 'Input part', lanes }
}

function recurrentStage(at: At): Stage {
  const lanes = lanesOf(at, (gate) => {
    const [left, U] = [previous(at, 'h'), gateWeights(at, 'U', gate)]
    const { bu, name } = at.pass.weights
    const tex = `${left.tex}\\,${U.tex}`
    if (bu && gate === 'n') {
      const plus = weights(matrix(1, bu.length, bu), {
        parameter: `${name}.bu`,
        tex: 'b^{u}',
        name: 'recurrent bias of the candidate',
      })
      return productLane(
        { left, matrix: U, plus, result: derived(at.here.q!, 'q_t', 'recurrent part of the candidate') },
        {
          tex: `q_t = ${tex} + b^{u}`,
          reading: 'What the old state says to the candidate; the reset gate will decide how much of it is heard.',
        },
      )
    }
    return productLane(
      { left, matrix: U, result: derived(gateOf(at.here, gate).fromState, tex, 'what the old state says') },
      {
        tex,
        reading:
          at.n === 0
            ? 'There is no word before the first one: the state is zero, and so is its part.'
            : 'What the model remembers says to each unit: the state after the word before, times the recurrent weights. They are the same at every timestep.',
      },
    )
  })
  return { key: 'recurrent', title: 'Recurrent part', lanes }
}

/** The sum before the activation. */
function totalStage(at: At, name: GateName): Stage {
  const { symbols, here, pass } = at
  const key = `z_${name}`
  const title = at.gates.length === 1 ? 'Sum' : `${gateTitles[name]}: sum`
  return single(key, title, () => {
    const gate = gateOf(here, name)
    const rows = partsOf(at, gate)
    return {
      tex: `${symbols.total(name)} = ${rows.map(({ tex }) => tex).join(' + ')}`,
      reading: `The parts lie under each other, a column per unit: added up they give ${symbols.total(name).startsWith('a') ? 'a' : 'z'}, ${
        gate.activation === 'sigmoid'
          ? 'which the sigmoid turns into a gate between 0 and 1'
          : `which ${gate.activation} turns into the ${name === 'h' ? 'new state' : 'candidate'}`
      }.`,
      diagram: { kind: 'rows', rows },
      result: derived(gate.z, symbols.total(name), 'sum before the activation'),
      at: (unit): Expression => {
        const named = rows.map(({ values, tex }) => number(values[unit], tex))
        if (name !== 'n' || pass.weights.bu === null) return sum(...named)
        const reset = product(number(gateOf(here, 'r').value[unit], symbols.gate('r')), number(here.q![unit], 'q_t'))
        return sum(named[0], reset, named[2])
      },
    }
  })
}

function partsOf(at: At, gate: GateTrace): Quantity[] {
  const { here, symbols, pass } = at
  const { fromInput, fromState, fromCell, name } = gate
  const W = gateWeights(at, 'W', name)
  const x = pass.layer > 1 ? `h_t^{(${pass.layer - 1})}` : 'x_t'
  const state =
    name === 'n'
      ? derived(fromState, `${symbols.gate('r')} \\odot q_t`, 'recurrent part, let through by the reset gate')
      : derived(fromState, `${symbols.before('h')}\\,${symbols.weight('U', name)}`, 'what the old state says')
  const seen =
    fromCell &&
    derived(
      fromCell,
      `p_{${name}} \\odot ${name === 'o' ? symbols.now('c') : symbols.before('c')}`,
      'what the gate sees of the cell state',
    )
  const parts = [
    derived(fromInput, here.x ? `${x}\\,${W.tex}` : W.tex + '[\\text{word}]', 'what the word says'),
    state,
    gateWeights(at, 'b', name),
  ]
  return seen ? [...parts, seen] : parts
}

const activationTex = { sigmoid: '\\sigma', tanh: '\\tanh', relu: '\\operatorname{relu}' }

/** A gate (or candidate) from its sum. */
function valueStage(at: At, name: GateName): Stage {
  const { symbols, here } = at
  return single(name, gateTitles[name], () => {
    const { z, value, activation, held } = gateOf(here, name)
    const result = gateValue(at, name)
    return {
      tex: `${result.tex} = ${activationTex[activation]}\\left(${symbols.total(name)}\\right)`,
      reading:
        activation === 'sigmoid'
          ? `Decides, unit by unit, ${gateTasks[name]}: 0 is shut, 1 is open, and anything between lets that share through.`
          : `${gateTasks[name][0].toUpperCase()}${gateTasks[name].slice(1)}: tanh squeezes the sum into -1 to 1.`,
      diagram: { kind: 'rows', rows: [derived(z, symbols.total(name), 'sum')] },
      result,
      at: (unit) => unlessHeld(held, unit, value[unit], () => apply(activation, number(z[unit]))),
    }
  })
}
