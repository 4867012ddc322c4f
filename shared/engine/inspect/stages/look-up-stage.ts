import type { Direction } from '../interventions.ts'
import { pick } from '../matrix.ts'
import { cellOf } from '../passes.ts'
import { weightOf } from '../model.ts'
import type { Trace } from '../trace.ts'
import { number, product } from './expression.ts'
import { unlessHeld } from './held.ts'
import { vector } from './stage.ts'
import type { Lane, Stage } from './stage.ts'
import { gateTitles } from './symbols.ts'

/**
 * One-hot vector times matrix: of all the rows only the word's own is multiplied by 1, so it is looked up. With an embedding
 * that is the word's vector; with one-hot input it is the whole input part, of every gate.
 */
export function lookUpStage(trace: Trace, word: number, direction: Direction): Stage {
  const { model, words, lookUps } = trace
  const found = lookUps.find((one) => one.direction === direction) ?? lookUps[0]
  const { id } = words[word]
  const embedded = model.spec.input.kind === 'embedding'
  const gates = embedded ? [] : (cellOf(model.spec)?.gates ?? [])
  const count = Math.max(1, gates.length)
  const [row, held] = [found.rows[word], found.held[word]]
  const tex = embedded ? 'E' : 'W'
  const open = (gate: number): Lane => {
    const values = count === 1 ? found.vectors[word] : pick(found.vectors[word], count, gate)
    const marks = held && count > 1 ? held.filter((_, at) => at % count === gate) : held
    const name = embedded ? 'vector of the word' : 'what the word says'
    const place = (unit: number) => ({
      kind: 'input' as const,
      word,
      component: unit * count + gate,
      direction: found.direction,
    })
    const of = count === 1 ? tex : `${tex}_{${gates[gate]}}`
    return {
      tex: embedded
        ? 'x_t = \\operatorname{onehot}(t)\\,E = E[\\text{word}]'
        : `\\operatorname{onehot}(t)\\,${of} = ${of}[\\text{word}]`,
      reading: embedded
        ? "The word's one-hot vector is 0 everywhere but in one place. Times the embedding matrix it picks one row: the word's vector."
        : "The word's one-hot vector is 0 everywhere but in one place: times the input weights it picks one row, which is all that the word says.",
      diagram: {
        kind: 'look-up',
        table: found.table,
        tex: of,
        row,
        id,
        entries: weightOf(model, found.table).rows,
        word,
      },
      result: vector(values, { tex: embedded ? 'x_t' : `${of}[\\text{word}]`, name, held: marks, place }),
      at: (unit) =>
        unlessHeld(marks, unit, values[unit], () => product(number(1, '\\text{one-hot}'), number(values[unit], of))),
    }
  }
  const lanes = Array.from({ length: count }, (_, gate) => ({
    ...{ key: gates[gate] ?? '', name: count === 1 ? '' : gateTitles[gates[gate]], open: () => open(gate) },
  }))
  return { key: 'look-up', title: 'Look up the word', lanes }
}
