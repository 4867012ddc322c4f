import { gateOf } from '../steps.ts'
import { apply, difference, number, product, sum } from './expression.ts'
import { unlessHeld } from './held.ts'
import { derived, gateValue, previous, state } from './operands.ts'
import type { At } from './operands.ts'
import { single } from './stage.ts'
import type { Stage } from './stage.ts'

/** How the gates make the new state: LSTM c and h; GRU and RNN h. */
export function stateStages(at: At): Stage[] {
  if (at.here.c) return [cellStage(at), shownStage(at)]
  return [at.here.q ? mixedStage(at) : simpleStage(at)]
}

function simpleStage(at: At): Stage {
  const { symbols, here, pass } = at
  return single('h', 'Hidden state', () => {
    const [{ z, activation }] = here.gates
    const result = state(at, 'h')
    const before = derived(z, symbols.now('z'), 'sum')
    return {
      tex: `${result.tex} = ${pass.weights.activation === 'tanh' ? '\\tanh' : '\\operatorname{relu}'}\\left(${before.tex}\\right)`,
      reading:
        'The new state: what the model remembers after this word, and all that the next word will know of the sentence so far.',
      diagram: { kind: 'rows', rows: [before] },
      result: { ...result, held: here.held.h ?? here.gates[0].held },
      at: (unit) =>
        unlessHeld(here.held.h ?? here.gates[0].held, unit, here.h[unit], () => apply(activation, number(z[unit]))),
    }
  })
}

function cellStage(at: At): Stage {
  const { symbols, here } = at
  return single('c', 'Cell state', () => {
    const before = previous(at, 'c')
    const [f, i, g] = (['f', 'i', 'g'] as const).map((name) => gateValue(at, name))
    const result = state(at, 'c')
    return {
      tex: `${result.tex} = ${symbols.gate('f')} \\odot ${before.tex} + ${symbols.gate('i')} \\odot ${symbols.gate('g')}`,
      reading:
        'Where f is near 1 the memory is kept, where i is near 1 the candidate is written into it. Nothing else changes the cell state: that is why it lasts.',
      diagram: { kind: 'rows', rows: [f, before, i, g] },
      result,
      at: (unit) =>
        unlessHeld(here.held.c, unit, here.c![unit], () =>
          sum(
            product(number(f.values[unit], f.tex), number(before.values[unit], before.tex)),
            product(number(i.values[unit], i.tex), number(g.values[unit], g.tex)),
          ),
        ),
    }
  })
}

function shownStage(at: At): Stage {
  const { symbols, here } = at
  return single('h', 'Hidden state', () => {
    const [o, c, result] = [gateValue(at, 'o'), state(at, 'c'), state(at, 'h')]
    const squeezed = derived(here.tanhC!, `\\tanh\\left(${symbols.now('c')}\\right)`, 'cell state, squeezed')
    return {
      tex: `${result.tex} = ${symbols.gate('o')} \\odot \\tanh\\left(${symbols.now('c')}\\right)`,
      reading: 'What the cell shows of its memory: to the layer above and to itself at the next word.',
      diagram: { kind: 'rows', rows: [o, c, squeezed] },
      result,
      at: (unit) =>
        unlessHeld(here.held.h, unit, here.h[unit], () =>
          product(number(o.values[unit], o.tex), apply('tanh', number(c.values[unit], c.tex))),
        ),
    }
  })
}

function mixedStage(at: At): Stage {
  const { here, symbols } = at
  return single('h', 'Hidden state', () => {
    const [z, n, before, result] = [gateValue(at, 'z'), gateValue(at, 'n'), previous(at, 'h'), state(at, 'h')]
    const [kept, candidate] = [gateOf(here, 'z').value, gateOf(here, 'n').value]
    return {
      tex: `${result.tex} = \\left(1 - ${symbols.gate('z')}\\right) \\odot ${symbols.gate('n')} + ${symbols.gate('z')} \\odot ${before.tex}`,
      reading:
        'A mixture, unit by unit: where z is near 1 the old state stays, where it is near 0 the candidate takes its place.',
      diagram: { kind: 'rows', rows: [z, n, before] },
      result,
      at: (unit) =>
        unlessHeld(here.held.h, unit, here.h[unit], () =>
          sum(
            product(difference(number(1), number(kept[unit], z.tex)), number(candidate[unit], n.tex)),
            product(number(kept[unit], z.tex), number(before.values[unit], before.tex)),
          ),
        ),
    }
  })
}
