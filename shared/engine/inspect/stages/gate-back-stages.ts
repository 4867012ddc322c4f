import type { GateName } from '../interventions.ts'
import { rowOf } from '../matrix.ts'
import type { Vector } from '../matrix.ts'
import type { StepBackward } from '../recurrent-backward.ts'
import { gateOf } from '../steps.ts'
import { difference, number, product } from './expression.ts'
import type { Expression } from './expression.ts'
import { unlessBlocked } from './held.ts'
import { derived, gateValue, previous, state } from './operands.ts'
import type { At } from './operands.ts'
import { single } from './stage.ts'
import type { Lane, Quantity, Stage } from './stage.ts'
import { gateTitles, raised } from './symbols.ts'

/** A step of the way back: the step, and the slopes that reach it. */
export interface Back extends At {
  slopes: StepBackward
  /** LSTM: ∂L/∂c_t from the later word; null for the last one. */
  dcLater: Vector | null
}

/** ∂L/∂… in TeX. */
export const dTex = (tex: string) => `\\frac{\\partial L}{\\partial ${tex}}`

/** ∂L/∂ of a gate's sum: what arrives, times the slope of the activation. */
export function gateBackStage(at: Back, gate: GateName): Stage {
  const { symbols } = at
  return single(`dz_${gate}`, at.gates.length === 1 ? 'Through the activation' : `${gateTitles[gate]}: slope`, () => {
    const { value, activation, held } = gateOf(at.here, gate)
    const { dz } = at.slopes.gates.find(({ name }) => name === gate)!
    const [result, own] = [dTex(symbols.total(gate)), gateValue(at, gate)]
    const { rows, tex, upstream } = arriving(at, gate)
    const slopes = {
      sigmoid: {
        tex: `${own.tex} \\left(1 - ${own.tex}\\right)`,
        words: 'the slope of the sigmoid is largest, ¼, at a half-open gate and almost 0 at a shut or open one',
      },
      tanh: {
        tex: `\\left(1 - ${raised(own.tex, '2')}\\right)`,
        words: 'the slope of tanh is 1 at 0 and almost 0 near -1 and 1: there the gradient is lost',
      },
      relu: { tex: `\\operatorname{relu}'`, words: 'the slope of relu is 1 above 0 and 0 below' },
    }
    return {
      tex: `${result} = ${tex} \\odot ${slopes[activation].tex}`,
      reading: `What arrives at the ${gate === 'h' ? 'state' : gateTitles[gate].toLowerCase()}, times the slope of its activation: ${slopes[activation].words}.`,
      diagram: { kind: 'rows', rows: [...rows, own] },
      result: derived(dz, result, 'slope of the loss by the sum'),
      at: (unit) =>
        unlessBlocked(held, unit, () => product(...upstream(unit), slopeAt(activation, value[unit], own.tex))),
    }
  })
}

function slopeAt(activation: 'sigmoid' | 'tanh' | 'relu', value: number, tex: string): Expression {
  const own = number(value, tex)
  if (activation === 'relu') return { is: 'apply', f: 'step', of: own }
  if (activation === 'sigmoid') return product(own, difference(number(1), own))
  return difference(number(1), { is: 'square', of: own })
}

/** ∂L/∂h_t, 0 where h is held. */
const dhThrough =
  ({ here, slopes }: Back) =>
  (unit: number): Expression =>
    unlessBlocked(here.held.h, unit, () => number(slopes.dh[unit], dTex('h')))
const dcThrough =
  ({ here, slopes }: Back) =>
  (unit: number): Expression =>
    unlessBlocked(here.held.c, unit, () => number(slopes.dc![unit], dTex('c')))

interface Arriving {
  tex: string
  rows: Quantity[]
  upstream: (unit: number) => Expression[]
}

/** What reaches the value of a gate: the gradient of what it made, times what it was multiplied by. */
function arriving(at: Back, gate: GateName): Arriving {
  const { here, slopes, symbols } = at
  const dh = derived(slopes.dh, dTex(symbols.now('h')), 'slope of the loss by the state')
  const [fromH, fromC] = [dhThrough(at), dcThrough(at)]
  const by = (of: Quantity, factor: Quantity, from: (unit: number) => Expression): Arriving => ({
    ...{ tex: `${of.tex} \\odot ${factor.tex}`, rows: [of, factor] },
    upstream: (unit) => [from(unit), number(factor.values[unit], factor.tex)],
  })
  switch (gate) {
    case 'h':
      return { tex: dh.tex, rows: [dh], upstream: (unit) => [fromH(unit)] }
    case 'o':
      return by(dh, derived(here.tanhC!, `\\tanh ${symbols.now('c')}`, 'cell state, squeezed'), fromH)
    case 'i':
    case 'f':
    case 'g': {
      const dc = derived(slopes.dc!, dTex(symbols.now('c')), 'slope of the loss by the cell state')
      const factor = gate === 'i' ? gateValue(at, 'g') : gate === 'g' ? gateValue(at, 'i') : previous(at, 'c')
      return by(dc, factor, fromC)
    }
    case 'n': {
      const z = gateValue(at, 'z')
      return {
        tex: `${dh.tex} \\odot \\left(1 - ${z.tex}\\right)`,
        rows: [dh, z],
        upstream: (unit) => [fromH(unit), difference(number(1), number(z.values[unit], z.tex))],
      }
    }
    case 'z': {
      const [before, n] = [previous(at, 'h'), gateValue(at, 'n')]
      return {
        tex: `${dh.tex} \\odot \\left(${before.tex} - ${n.tex}\\right)`,
        rows: [dh, before, n],
        upstream: (unit) => [
          fromH(unit),
          difference(number(before.values[unit], before.tex), number(n.values[unit], n.tex)),
        ],
      }
    }
    case 'r': {
      const candidate = slopes.gates.find(({ name }) => name === 'n')!.dz
      const dn = derived(candidate, dTex(symbols.total('n')), "slope by the candidate's sum")
      return by(dn, derived(here.q!, 'q_t', 'recurrent part of the candidate'), (unit) =>
        number(candidate[unit], dn.tex),
      )
    }
  }
}

/** ∂L/∂h_t: from above and from later. */
export function stateBackStage(at: Back): Stage {
  const { symbols, slopes } = at
  return single('dh', 'Reaches the state', () => {
    const outside = derived(
      slopes.dhOutside,
      `${dTex(symbols.now('h'))}\\Big|_{\\text{above}}`,
      'from the layer above or the output',
    )
    const later = derived(slopes.dhLater, `${dTex(symbols.now('h'))}\\Big|_{\\text{later}}`, 'from the later words')
    const tex = dTex(symbols.now('h'))
    return {
      tex: `${tex} = \\text{from above} + \\text{from the later words}`,
      reading:
        'How much the loss would change with each unit of the state after this word. The last word hears of the loss directly, earlier ones only through those that follow.',
      diagram: { kind: 'rows', rows: [outside, later] },
      result: derived(slopes.dh, tex, 'slope of the loss by the state'),
      at: (unit): Expression => ({
        is: 'sum',
        of: [number(slopes.dhOutside[unit], '\\text{above}'), number(slopes.dhLater[unit], '\\text{later}')],
      }),
    }
  })
}

/** ∂L/∂c_t of an LSTM. */
export function cellBackStage(at: Back): Stage {
  const { symbols, slopes, here, dcLater, pass } = at
  const { peephole } = pass.weights
  return single('dc', 'Reaches the cell state', (): Lane => {
    const [dh, c] = [derived(slopes.dh, dTex(symbols.now('h')), 'slope of the loss by the state'), state(at, 'c')]
    const [o, later] = [gateValue(at, 'o'), dcLater ?? new Float64Array(slopes.dh.length)]
    const laterRow = derived(
      later,
      `${dTex(symbols.now('c'))}\\Big|_{\\text{later}}`,
      'from the later words, through the forget gate',
    )
    const squeezed = derived(here.tanhC!, `\\tanh ${c.tex}`, 'cell state, squeezed')
    const dzo = slopes.gates.find(({ name }) => name === 'o')!.dz
    const tex = dTex(symbols.now('c'))
    return {
      tex: `${tex} = ${tex}\\Big|_{\\text{later}} + ${dh.tex} \\odot ${o.tex} \\odot \\left(1 - \\tanh^2 ${c.tex}\\right)${peephole ? ` + p_o \\odot ${dTex(symbols.total('o'))}` : ''}`,
      reading:
        'The straight way back: what the later words send is only multiplied by their forget gates. Added is what comes through the state of this word.',
      diagram: { kind: 'rows', rows: [laterRow, dh, o, squeezed] },
      result: derived(slopes.dc!, tex, 'slope of the loss by the cell state'),
      at: (unit): Expression => {
        const through = product(
          dhThrough(at)(unit),
          number(o.values[unit], o.tex),
          difference(number(1), { is: 'square', of: number(here.tanhC![unit]) }),
        )
        const seen = peephole
          ? [product(number(rowOf(peephole, 2)[unit], 'p_o'), number(dzo[unit], dTex(symbols.total('o'))))]
          : []
        return { is: 'sum', of: [number(later[unit], '\\text{later}'), through, ...seen] }
      },
    }
  })
}
