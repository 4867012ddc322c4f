import type { BackwardTrace } from '../../../../shared/engine/inspect/backward-trace.ts'
import type { Vector } from '../../../../shared/engine/inspect/matrix.ts'
import { norm } from '../../../../shared/engine/inspect/matrix.ts'
import type { Moment } from '../../../../shared/engine/inspect/stages/moments.ts'
import type { Trace } from '../../../../shared/engine/inspect/trace.ts'
import type { Way } from '../../../stores/inspected-walk.ts'
import { say } from '../../../messages.ts'

/** A row of the picture: one kind of state of one layer and direction. */
export interface NetRow {
  key: string
  /** Plain text, e.g. 'h', '∂L/∂c layer 2'. */
  name: string
  /** Of the column of a word; null where there is none (a word after the loss). Cheap: asked for what is in view only. */
  at: (word: number) => Vector | null
  most: number
  /** Norms are told where colours say little: on the way back. */
  norm: ((word: number) => number) | null
}

/** A column: a word, or what comes after all words. */
export type NetColumn = { kind: 'word'; word: number } | { kind: 'layer'; layer: number } | { kind: 'output' }

export function columnsOf({ words, dense }: Trace): NetColumn[] {
  const layers = (dense?.layers ?? []).map(({ layer }): NetColumn => ({ kind: 'layer', layer }))
  return [...words.map(({ word }): NetColumn => ({ kind: 'word', word })), ...layers, { kind: 'output' }]
}

export function columnOfMoment(columns: readonly NetColumn[], moment: Moment | null): number {
  return columns.findIndex((column) => {
    if (!moment) return false
    if (column.kind === 'word') return 'word' in moment && moment.word === column.word
    return (
      column.kind === moment.kind &&
      (column.kind !== 'layer' || (moment.kind === 'layer' && moment.layer === column.layer))
    )
  })
}

const largest = (vectors: readonly (Vector | null)[]) =>
  vectors.reduce((most, one) => one?.reduce((size, value) => Math.max(size, Math.abs(value)), most) ?? most, 0) || 1

/** What is drawn under each word. */
export function rowsOf(trace: Trace, back: BackwardTrace | null, way: Way): NetRow[] {
  const row = (key: string, name: string, vectors: (Vector | null)[], slopes: boolean): NetRow => ({
    ...{ key, name, most: largest(vectors), at: (word) => vectors[word] ?? null },
    norm: slopes ? (word) => norm(vectors[word] ?? new Float64Array()) : null,
  })
  const { dense, passes, words } = trace
  if (dense) {
    if (way === 'forward') return [row('x', say.inspect.whatItAdds, dense.fromWords, false)]
    return back ? [row('dx', '∂L/∂x', back.lookUps[0].slopes, true)] : []
  }
  const several = passes.length > 1
  const title = (letter: string, n: number) => {
    const { layer, direction } = passes[n]
    const place = `${trace.model.spec.layers > 1 ? say.inspect.layer2(layer) : ''}${direction === 'reverse' ? ' ←' : trace.model.spec.bidirectional ? ' →' : ''}`
    return several ? `${letter}${place}` : letter
  }
  return passes.flatMap((pass, n) => {
    const byWord = (of: (step: number) => Vector | null): (Vector | null)[] => {
      const found: (Vector | null)[] = words.map(() => null)
      pass.steps.forEach(({ word }, step) => (found[word] = of(step)))
      return found
    }
    const hasCell = pass.steps.some(({ c }) => c)
    if (way === 'forward')
      return [
        ...(hasCell
          ? [
              row(
                `c${n}`,
                title('c', n),
                byWord((step) => pass.steps[step].c),
                false,
              ),
            ]
          : []),
        row(
          `h${n}`,
          title('h', n),
          byWord((step) => pass.steps[step].h),
          false,
        ),
      ]
    const steps = back?.passes[n]?.steps ?? []
    return [
      ...(hasCell
        ? [
            row(
              `dc${n}`,
              title('∂L/∂c', n),
              byWord((step) => steps.at(step)?.dc ?? null),
              true,
            ),
          ]
        : []),
      row(
        `dh${n}`,
        title('∂L/∂h', n),
        byWord((step) => steps.at(step)?.dh ?? null),
        true,
      ),
    ]
  })
}
