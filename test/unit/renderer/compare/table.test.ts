import Papa from 'papaparse'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvCell, fileName, guardFormula, tableRows, toCsv, toTabs } from '../../../../renderer/views/compare/csv.ts'
import {
  bestValue,
  median,
  nextSorting,
  sortRuns,
  tableColumns,
} from '../../../../renderer/views/compare/table-columns.ts'
import { confusionView } from '../../../../renderer/views/compare/confusion.ts'
import type { Experiment, Run } from '../../../../shared/contract/experiment.ts'
import {
  SPEC_VERSION,
  defaultModel,
  defaultSplit,
  defaultText,
  defaultTraining,
} from '../../../../shared/contract/spec.ts'

const run = (name: string, changes: Partial<Run> = {}): Run => ({
  id: `run-${name}`,
  experimentId: 'experiment-a',
  spec: {
    version: SPEC_VERSION,
    data: 'a'.repeat(64),
    text: defaultText,
    split: defaultSplit,
    training: defaultTraining,
    seed: 1,
    model: { ...defaultModel('rnn'), name },
  },
  status: 'finished',
  device: 'cpu',
  parameters: 10,
  step: 10,
  epochs: [],
  test: null,
  decay: null,
  divergence: null,
  error: null,
  notes: '',
  columns: [],
  checkpoints: { last: null, best: null },
  createdAt: '',
  updatedAt: '',
  ...changes,
})
const tested = (name: string, accuracy: number) =>
  run(name, { test: { epoch: 1, accuracy, loss: 1 - accuracy, confusion: [] } })
const column = (key: string) => tableColumns.find((one) => one.key === key)!
const names = (items: { run: Run }[]) => items.map(({ run }) => run.spec.model.name)

/** What a spreadsheet sees first. */
const actsAsFormula = (cell: string) => {
  const [first] = cell.trimStart()
  return ['\t', '\r', '\n'].includes(cell[0]) || (first !== undefined && '=+-@＝＋－＠'.includes(first))
}

describe('the table of runs', () => {
  const items = [{ run: tested('b', 0.7) }, { run: run('none') }, { run: tested('a', 0.9) }]

  it('sorts by a column, runs without a value last in either direction', () => {
    expect(names(sortRuns(items, { key: 'testAccuracy', descending: true }))).toEqual(['a', 'b', 'none'])
    expect(names(sortRuns(items, { key: 'testAccuracy', descending: false }))).toEqual(['b', 'a', 'none'])
    expect(names(sortRuns(items, { key: 'name', descending: false }))).toEqual(['a', 'b', 'none'])
    expect(names(sortRuns(items, null))).toEqual(['b', 'none', 'a'])
  })

  it('a header shows the best first, then the worst, then the order of the experiment', () => {
    const first = nextSorting(null, 'testLoss')
    expect(first).toEqual({ key: 'testLoss', descending: false })
    expect(nextSorting(first, 'testLoss')).toEqual({ key: 'testLoss', descending: true })
    expect(nextSorting(nextSorting(first, 'testLoss'), 'testLoss')).toBeNull()
    expect(nextSorting(first, 'testAccuracy')).toEqual({ key: 'testAccuracy', descending: true })
  })

  it('knows which value is best: the highest accuracy, the lowest loss, the decay nearest to one', () => {
    const runs = items.map(({ run }) => run)
    expect(bestValue(column('testAccuracy'), runs)).toBe(0.9)
    expect(bestValue(column('testLoss'), runs)).toBeCloseTo(0.1, 12)
    expect(bestValue(column('parameters'), runs)).toBeNull()
    expect(bestValue(column('testAccuracy'), [runs[0]])).toBeNull()
    const decay = (perWord: number) =>
      run('d', { decay: { of: 'h', perWord, halfLife: null, firstToLast: null, byTimestep: [], byDistance: [] } })
    expect(bestValue(column('decayPerWord'), [decay(0.5), decay(1.5), decay(3)])).toBe(1.5)
  })

  it('takes the median time of an epoch, since the first one compiles', () => {
    expect([median([9, 1, 2]), median([1, 2, 3, 4]), median([])]).toEqual([2, 2.5, null])
  })
})

describe('the table as a file', () => {
  it('comes back from another reader as it was, whatever the cells hold', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'é', '"', ',', ';', "'", '\n', '\r', '\t', ' ', '=', '-', '1'),
    })
    fc.assert(
      fc.property(fc.array(fc.array(text, { minLength: 2, maxLength: 2 }), { minLength: 1 }), (rows) => {
        const { data } = Papa.parse<string[]>(toCsv(rows), { delimiter: ',', newline: '\r\n' })
        const guarded = rows.map((row) => row.map((cell) => (actsAsFormula(cell) ? `'${cell}` : cell)))
        expect(data.slice(0, rows.length)).toEqual(guarded)
      }),
    )
  })

  it('lets no cell be taken for a formula, and leaves numbers alone', () => {
    expect(csvCell('=HYPERLINK("http://x")')).toBe('"\'=HYPERLINK(""http://x"")"')
    expect(['+1', '-1', '@x', '\tx'].map(csvCell)).toEqual(["'+1", "'-1", "'@x", "'\tx"])
    expect(['＝1+1', '＠SUM(1)', ' =1', '\u00a0\u3000+1'].map(guardFormula).every((cell) => cell.startsWith("'"))).toBe(
      true,
    )
    expect(csvCell('\n=1')).toBe('"\'\n=1"')
    expect(['not = bad', 'a-b', '3 stars', 'é'].map(guardFormula)).toEqual(['not = bad', 'a-b', '3 stars', 'é'])
    expect([csvCell(-0.5), csvCell(NaN), csvCell(null)]).toEqual(['-0.5', '', ''])
    expect(toTabs([['=1', 'a\tb\nc', -2]])).toBe("'=1\ta b c\t-2")
  })

  it('has a row per run with full numbers and all settings', () => {
    const experiment = { name: '=evil' } as Experiment
    const rows = tableRows([{ run: tested('LSTM', 0.912345), experiment, other: false }])
    expect(rows[1].slice(0, 3)).toEqual(['=evil', 'LSTM', 'finished'])
    expect(rows[1][rows[0].indexOf('Test accuracy')]).toBe(0.912345)
    expect(rows[1][rows[0].indexOf('Optimiser')]).toBe('Adam')
    expect(rows[0]).toHaveLength(rows[1].length)
  })

  it('gets a name every system accepts', () => {
    expect(fileName('a/b: "c"?', 'csv')).toBe('a b c.csv')
    expect(fileName('///', 'csv')).toBe('comparison.csv')
  })
})

describe('the confusion matrix', () => {
  it('gives shares of the actual class and names the worst mistake', () => {
    const { rows, worst } = confusionView(
      [
        [90, 10],
        [30, 70],
      ],
      ['negative', 'positive'],
    )
    expect(rows[1].cells.map(({ share }) => share)).toEqual([0.3, 0.7])
    expect(rows[0].cells.map(({ right }) => right)).toEqual([true, false])
    expect(worst).toBe('“positive” taken for “negative”: 30 of 100')
  })

  it('of a faultless model has no worst mistake, and an empty class no share', () => {
    const { rows, worst } = confusionView(
      [
        [3, 0],
        [0, 0],
      ],
      ['a', 'b'],
    )
    expect(worst).toBeNull()
    expect(rows[1].cells.map(({ share }) => share)).toEqual([0, 0])
  })
})
