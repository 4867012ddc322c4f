import { describe, it, expect } from 'vitest'
import type { Dataset } from '../../../shared/contract/dataset.ts'
import type { Run } from '../../../shared/contract/experiment.ts'
import { defaultModel, defaultSplit, defaultText, defaultTraining } from '../../../shared/contract/spec.ts'
import { plainText } from '../../../electron/cli/plain-text.ts'
import { resultsOf, resultTable } from '../../../electron/cli/results.ts'
import { table } from '../../../electron/cli/table.ts'

const epoch = (n: number, validationAccuracy: number, seconds: number) => ({
  ...{ epoch: n, step: 10 * n, trainLoss: 0.5, trainAccuracy: 0.8, validationLoss: 0.6, validationAccuracy, seconds },
})
const run = (changes: Partial<Run>): Run => ({
  ...{ id: 'run-0000000000000000', experimentId: 'experiment-0000000000000000', status: 'finished', device: 'wasm' },
  spec: {
    ...{ version: 1, data: '0'.repeat(64), text: defaultText, split: defaultSplit, training: defaultTraining, seed: 1 },
    model: defaultModel('lstm'),
  },
  ...{ parameters: 12_345, step: 20, epochs: [epoch(1, 0.9, 1), epoch(2, 0.875, 2)] },
  test: { epoch: 1, loss: 0.25, accuracy: 0.8875, confusion: [] },
  decay: {
    of: 'h',
    perWord: 0.61,
    halfLife: 1.4,
    firstToLast: 0.01,
    byTimestep: [null, 0.1, null, null],
    byDistance: [],
  },
  ...{ divergence: null, error: null, notes: '', columns: [], checkpoints: { last: 20, best: 10 } },
  ...{ createdAt: '', updatedAt: '' },
  ...changes,
})

describe('the results', () => {
  it('have exactly the promised JSON shape', () => {
    const report = { rowsRead: 12, rowsKept: 10, rowsRefused: 2 } as Dataset['report']
    const diverged = run({ status: 'diverged', test: null, decay: null, epochs: [] })
    expect(resultsOf({ report, classes: ['bad', 'good'] } as Dataset, [run({}), diverged], ['lstm', 'rnn'])).toEqual({
      dataset: { rowsRead: 12, rowsKept: 10, rowsRefused: 2, classes: ['bad', 'good'] },
      models: [
        {
          ...{ name: 'lstm', parameters: 12_345, testAccuracy: 0.8875, testLoss: 0.25, secondsPerEpoch: 1.5 },
          gradientNormByTimestep: [null, 0.1],
        },
        {
          ...{ name: 'rnn', parameters: 12_345, testAccuracy: null, testLoss: null, secondsPerEpoch: 0 },
          gradientNormByTimestep: [],
        },
      ],
    })
  })

  it('stand in a table with best and last validation accuracy, and say which run did not finish', () => {
    const diverged = run({ status: 'diverged', test: null, decay: null, epochs: [] })
    const [head, , first, second] = resultTable([run({}), diverged]).split('\n')
    expect(head.split(/ {2,}/)).toEqual([
      ...['model', 'best val', 'last val', 'test acc', 'test loss', 'parameters', 's/epoch', 'decay/word', 'status'],
    ])
    expect(first.split(/ {2,}/)).toEqual([
      'LSTM',
      '90.0 %',
      '87.5 %',
      '88.8 %',
      '0.250',
      '12,345',
      '1.50',
      '× 0.61',
      'finished',
    ])
    expect(second.split(/ {2,}/)).toEqual(['LSTM', '–', '–', '–', '–', '12,345', '–', '–', 'diverged'])
  })

  it('leave the status out where every run finished', () => {
    expect(resultTable([run({})])).not.toMatch(/finished|status| $/m)
  })

  it('line up whatever the width of the letters', () => {
    const lines = table(
      ['name', 'n'],
      [
        ['模型', '1'],
        ['a👍', '22'],
        ['e\u0301', '3'],
      ],
    ).split('\n')
    expect(lines).toEqual(['name   n', '────  ──', '模型   1', 'a👍   22', 'é      3'.normalize('NFD')])
  })
})

describe('plain text', () => {
  it('shows escape sequences instead of sending them to the terminal', () => {
    const hostile = '\u001b[2J\u001b]0;owned\u0007 \u009b31m \u202Egnp.csv\r\n\u007f'
    const shown = plainText(hostile)
    expect(shown).toBe('␛[2J␛]0;owned␇ ‹U+009B›31m ‹U+202E›gnp.csv␍␊␡')
    expect(shown).not.toMatch(/[\p{Cc}]/u)
  })

  it('leaves words, accents and joined emoji alone', () => {
    for (const text of ['Plain “text”, naïve — 50 %', 'e\u0301', '👩‍👩‍👧 映画']) expect(plainText(text)).toBe(text)
  })
})
