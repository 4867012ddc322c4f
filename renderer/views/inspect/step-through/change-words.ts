import type { Intervention } from '../../../../shared/engine/inspect/interventions.ts'
import { gateTitles } from '../../../../shared/engine/inspect/stages/symbols.ts'
import { formatNumber } from '../../../charts/format.ts'
import { say } from '../../../messages.ts'

const several = (list: readonly number[] | 'all', what: string) =>
  list === 'all' ? say.inspect.allS(what) : `${what} ${list.map((at) => at + 1).join(', ')}`

/** A change by hand in words. `words`: the sentence, to name the word. */
export function describeChange(one: Intervention, words: readonly string[]): string {
  const word = (at: number) => `‘${words[at] ?? at + 1}’`
  switch (one.kind) {
    case 'input':
      return say.inspect.xOfNumber(word(one.word), one.component + 1, formatNumber(one.value))
    case 'weight':
      return `${one.parameter} [${one.row + 1}, ${one.column + 1}] → ${formatNumber(one.value)}`
    case 'scale':
      return `${one.parameter} × ${formatNumber(one.factor)}`
    case 'gate':
    case 'state': {
      const name =
        one.kind === 'gate' ? gateTitles[one.gate].toLowerCase() : one.state === 'c' ? say.inspect.cellState : 'state'
      const where = one.words === 'all' ? say.inspect.atEveryWord : say.inspect.at(one.words.map(word).join(', '))
      return `${name}, ${several(one.units, 'unit')}, ${where} → ${formatNumber(one.value)}`
    }
  }
}
