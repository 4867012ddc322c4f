import type { BackwardTrace } from '../backward-trace.ts'
import type { GateName } from '../interventions.ts'
import { pick, rowOf, rowTimesTransposed, times } from '../matrix.ts'
import type { Vector } from '../matrix.ts'
import { released } from '../interventions.ts'
import type { Trace } from '../trace.ts'
import { number, product } from './expression.ts'
import type { Expression } from './expression.ts'
import { unlessBlocked } from './held.ts'
import { cellBackStage, dTex, gateBackStage, stateBackStage } from './gate-back-stages.ts'
import type { Back } from './gate-back-stages.ts'
import { derived, gateValue, gateWeights, input, previous, turned } from './operands.ts'
import { outerLane } from './outer-lane.ts'
import { productLane } from './product-lane.ts'
import { single } from './stage.ts'
import type { Lane, Quantity, Stage } from './stage.ts'
import { placeOf } from './step-stages.ts'
import { gateTitles, raised } from './symbols.ts'

/** The way back through one timestep of one layer; empty for a word after the one that the loss is taken at. */
export function stepBackStages(trace: Trace, back: BackwardTrace, pass: number, step: number): Stage[] {
  const slopes = back.passes[pass]?.steps[step]
  if (!slopes) return []
  const dcLater = back.passes[pass].steps[step + 1]?.previous.c ?? null
  const at: Back = { ...placeOf(trace, pass, step), slopes, dcLater }
  const { cell } = trace.model.spec
  const gates: GateName[] = cell === 'gru' ? ['n', 'z', 'r'] : cell === 'lstm' ? ['i', 'f', 'g'] : ['h']
  const through = gates.map((gate) => gateBackStage(at, gate))
  const cellWay = cell === 'lstm' ? [gateBackStage(at, 'o'), cellBackStage(at)] : []
  return [
    stateBackStage(at),
    ...cellWay,
    ...through,
    ...earlier(at),
    ...wordwards(at),
    termStage(at, 'U'),
    ...(at.here.x ? [termStage(at, 'W')] : []),
  ]
}

/** ∂L/∂(x W) or ∂L/∂(h₋ U) of one gate. */
const part = ({ slopes, gates }: Back, which: 'dInput' | 'dState', gate: GateName): Vector =>
  pick(slopes[which], gates.length, gates.indexOf(gate))

const slopeOf = (at: Back, which: 'dInput' | 'dState', gate: GateName): Quantity => {
  const { symbols } = at
  const reset = which === 'dState' && gate === 'n'
  return derived(
    part(at, which, gate),
    reset ? dTex('q_t') : dTex(symbols.total(gate)),
    reset ? 'slope by the recurrent part' : 'slope by the sum',
  )
}

/** Back to the word before. */
function earlier(at: Back): Stage[] {
  const { symbols, slopes, gates } = at
  const tex = dTex(symbols.before('h'))
  const result = derived(slopes.previous.h, tex, 'slope of the loss by the state before')
  const reading =
    'Back to the word before: each slope goes through the recurrent weights against their direction. Word after word the same matrix: this is where a gradient fades or grows.'
  const each = gates.map((gate) => ({
    gate,
    open: (into?: Quantity) => backThrough(at, gate, 'U', 'dState', reading, into),
  }))
  if (gates.length === 1)
    return [
      { key: 'dh-', title: 'To the word before', lanes: [{ key: '', name: '', open: () => each[0].open(result) }] },
    ]
  const all = (): Lane => {
    const parts = each.map(({ open }) => open().result)
    const kept = at.here.q ? [keptState(at)] : []
    const rows = [...parts, ...kept.map(({ quantity }) => quantity)]
    return {
      tex: `${tex} = ${rows.map((row) => row.tex).join(' + ')}`,
      reading: 'What all gates send to the state after the word before.',
      diagram: { kind: 'rows', rows },
      result,
      at: (unit): Expression => ({
        is: 'sum',
        of: [
          ...parts.map(({ values, tex: name }) => number(values[unit], name)),
          ...kept.map(({ at: one }) => one(unit)),
        ],
      }),
    }
  }
  const lanes = [
    ...each.map(({ gate, open }) => ({ key: gate, name: gateTitles[gate], open: () => open() })),
    { key: 'all', name: 'All together', open: all },
  ]
  const stage: Stage = { key: 'dh-', title: 'To the word before', lanes }
  return slopes.previous.c ? [stage, keptCell(at)] : [stage]
}

/** GRU: what the update gate keeps goes straight on. */
function keptState(at: Back): { quantity: Quantity; at: (unit: number) => Expression } {
  const z = gateValue(at, 'z')
  const through = released(at.slopes.dh, at.here.held.h)
  const tex = `${dTex(at.symbols.now('h'))} \\odot ${z.tex}`
  return {
    quantity: derived(times(through, z.values), tex, 'kept by the update gate'),
    at: (unit) => product(number(through[unit], dTex(at.symbols.now('h'))), number(z.values[unit], z.tex)),
  }
}

function keptCell(at: Back): Stage {
  const { symbols, slopes, here, pass } = at
  const { peephole } = pass.weights
  return single('dc-', 'Along the cell state', () => {
    const [f, dc] = [
      gateValue(at, 'f'),
      derived(slopes.dc!, dTex(symbols.now('c')), 'slope of the loss by the cell state'),
    ]
    const seen = (['i', 'f'] as const).map((gate, row) => ({
      row,
      tex: `p_${gate}`,
      dz: slopes.gates.find(({ name }) => name === gate)!.dz,
    }))
    const tex = dTex(symbols.before('c'))
    return {
      tex: `${tex} = ${dc.tex} \\odot ${f.tex}${peephole ? ' + p_i \\odot \\partial z_i + p_f \\odot \\partial z_f' : ''}`,
      reading:
        'No matrix on this way, only the forget gate: where f is near 1 the gradient reaches early words almost whole. That is what the LSTM was made for.',
      diagram: { kind: 'rows', rows: [dc, f] },
      result: derived(slopes.previous.c!, tex, 'slope of the loss by the cell state before'),
      at: (unit): Expression => {
        const kept = product(
          unlessBlocked(here.held.c, unit, () => number(dc.values[unit], dc.tex)),
          number(f.values[unit], f.tex),
        )
        if (!peephole) return kept
        const rest = seen.map(({ row, tex: name, dz }) =>
          product(number(rowOf(peephole, row)[unit], name), number(dz[unit])),
        )
        return { is: 'sum', of: [kept, ...rest] }
      },
    }
  })
}

/** Back to the word vector, or to the layer below. With one-hot input the slope of the sum is all there is. */
function wordwards(at: Back): Stage[] {
  const { here, gates, slopes, pass } = at
  if (!here.x) return []
  const x = input(at)
  const tex = dTex(x.tex)
  const result = derived(slopes.dx, tex, pass.layer > 1 ? 'slope by the layer below' : "slope by the word's vector")
  const reading =
    pass.layer > 1
      ? 'Back to the layer below, through the input weights against their direction.'
      : "Back to the word's vector: training moves this row of the embedding against this slope."
  const each = gates.map((gate) => ({
    gate,
    open: (into?: Quantity) => backThrough(at, gate, 'W', 'dInput', reading, into),
  }))
  if (gates.length === 1)
    return [{ key: 'dx', title: 'To the input', lanes: [{ key: '', name: '', open: () => each[0].open(result) }] }]
  const all = (): Lane => {
    const parts = each.map(({ open }) => open().result)
    return {
      tex: `${tex} = ${parts.map((one) => one.tex).join(' + ')}`,
      reading,
      diagram: { kind: 'rows', rows: parts },
      result,
      at: (unit): Expression => ({ is: 'sum', of: parts.map(({ values, tex: name }) => number(values[unit], name)) }),
    }
  }
  const lanes = [
    ...each.map(({ gate, open }) => ({ key: gate, name: gateTitles[gate], open: () => open() })),
    { key: 'all', name: 'All together', open: all },
  ]
  return [{ key: 'dx', title: pass.layer > 1 ? 'To the layer below' : "To the word's vector", lanes }]
}

function backThrough(
  at: Back,
  gate: GateName,
  letter: 'W' | 'U',
  which: 'dInput' | 'dState',
  reading: string,
  into?: Quantity,
): Lane {
  const left = slopeOf(at, which, gate)
  const M = gateWeights(at, letter, gate)
  const matrix = turned(M)
  const tex = `${left.tex}\\,${matrix.tex}`
  const result =
    into ?? derived(rowTimesTransposed(left.values, M), tex, `through the ${gateTitles[gate].toLowerCase()}`)
  return productLane({ left, matrix, result }, { tex: into ? `${into.tex} = ${tex}` : tex, reading })
}

/** What this timestep gives to the gradient of W or U. */
function termStage(at: Back, letter: 'W' | 'U'): Stage {
  const [key, title] = letter === 'U' ? ['dU', 'Share in ∂L/∂U'] : ['dW', 'Share in ∂L/∂W']
  const lanes = at.gates.map((gate) => ({
    key: gate,
    name: at.gates.length === 1 ? '' : gateTitles[gate],
    open: () => {
      const left = letter === 'U' ? previous(at, 'h') : input(at)
      const right = slopeOf(at, letter === 'U' ? 'dState' : 'dInput', gate)
      const of = at.symbols.weight(letter, gate)
      return outerLane(
        { left, right, tex: `${dTex(of)}\\Big|_{t}`, name: 'share of this timestep in the gradient' },
        {
          tex: `${dTex(of)}\\Big|_{t} = ${raised(left.tex, '\\top')}\\,${right.tex}`,
          reading:
            'Every number at the left times every number on top. The weights are used at every word: the gradient that trains them is the sum of these matrices over all words.',
        },
      )
    },
  }))
  return { key, title, lanes }
}
