import { describe, expect, it } from 'vitest'
import type { LayerMemory, Reading } from '../../../../renderer/views/inspect/words/asking/model-questions.ts'
import { barLayout, barsHeight } from '../../../../renderer/views/inspect/words/bar-layout.ts'
import {
  editWords,
  largestMove,
  pairWords,
  pointsMoved,
  summariseMoves,
} from '../../../../renderer/views/inspect/words/edit-words.ts'
import {
  halfLifeWords,
  leftWords,
  memoryLines,
  memoryRows,
  shareWords,
  spreadWords,
  summariseMemory,
  tellingWord,
  unitLines,
} from '../../../../renderer/views/inspect/words/memory-content.ts'
import {
  balanceWords,
  divergingShade,
  largest,
  signed,
  summariseSalience,
} from '../../../../renderer/views/inspect/words/salience-content.ts'
import { predictedTokens, sentenceOf, wordNames } from '../../../../renderer/views/inspect/words/sentence.ts'
import type { ShownModel } from '../../../../renderer/views/inspect/words/shown-models.ts'
import { defaultText } from '../../../../shared/contract/spec.ts'
import { indexVocabulary } from '../../../../shared/text/vocabulary.ts'

const model = (name: string, index = 0): ShownModel => ({
  ...{ id: `run-${name}`, name, index, look: { colour: '#000000', mark: 'circle', sign: '●' } },
  ref: {} as ShownModel['ref'],
})
const layer = (rest: Partial<LayerMemory>): LayerMemory => ({
  ...{ layer: 1, direction: 'forward', left: null, gate: null, halfLives: [], dependence: null },
  ...rest,
})
const reading = (...memory: LayerMemory[]): Reading => ({ probabilities: [], memory })

describe('the sentence', () => {
  const index = indexVocabulary(['', '', 'not', 'good', 'bad'])
  const spec = { ...defaultText, maxLength: 3, truncation: 'start' as const }
  const sentence = sentenceOf('Oh: not good, zzz!', spec, index)

  it('keeps apart what is typed, what is known and what is read', () => {
    expect(sentence.tokens.map(({ typed, used }) => [typed, used])).toEqual([
      ['Oh', false],
      ['not', true],
      ['good', true],
      ['zzz', true],
    ])
    expect([sentence.ids, sentence.places]).toEqual([
      [2, 3, 1],
      [1, 2, 3],
    ])
    expect(wordNames(sentence)).toEqual(['not', 'good', 'zzz (?)'])
  })

  it('gives each answer to its word', () => {
    const tokens = predictedTokens(sentence, [[0.5, 0.5], [0.9, 0.1], [0.2, 0.8]]) // prettier-ignore
    expect(tokens.map(({ probabilities }) => probabilities)).toEqual([[], [0.5, 0.5], [0.9, 0.1], [0.2, 0.8]])
  })
})

describe('the memory meter in words', () => {
  it('begins with the earliest word of which a tenth is left in some model', () => {
    expect(tellingWord([{ left: [0.001, 0.02, 0.3, 1] }, { left: null }, { left: [0, 0.12, 0.4, 1] }])).toBe(1)
    expect(tellingWord([{ left: [0.5, 1] }])).toBe(0)
    expect(tellingWord([{ left: null }])).toBe(0)
    expect(tellingWord([])).toBe(0)
  })

  const lstm = layer({ gate: 'f', left: [[0.5, 0.01], [1, 1]], halfLives: [1, 9.7], dependence: [0.3, 0.6] }) // prettier-ignore
  const models = [model('LSTM'), model('RNN', 1), model('ANN', 2)]
  const readings = new Map([
    ['run-LSTM', reading(lstm)],
    ['run-RNN', reading(layer({ dependence: [4, 2] }))],
    ['run-ANN', reading()],
  ])

  it('by the gates: the mean over units, and why two have none', () => {
    const rows = memoryRows(models, readings, { measure: 'gates', layer: 1 })
    expect(rows.map(({ left }) => left)).toEqual([[0.255, 1], null, null])
    expect(rows[1].reason).toContain('no gate that keeps')
    expect(rows[2].reason).toContain('all words at once')
    expect(summariseMemory(rows, ['not', 'good'], { word: 0, measure: 'gates' })).toContain(
      'LSTM: 26 % of “not” is left.',
    )
    expect(memoryLines(rows, ['not', 'good'], 'gates').lines.map(({ label }) => label)).toEqual(['LSTM'])
    expect(unitLines(rows, 0).lines[0].points).toEqual([{ x: 1, y: 0.5 }, { x: 2, y: 0.01 }]) // prettier-ignore
    expect(spreadWords(rows[0], 0)).toBe('1 of 2 units keep half or more; the best 50 %, the middle one 1.0 %')
    expect(spreadWords(rows[1], 0)).toBeNull()
  })

  it('by the gradient: against the last word, and it may grow', () => {
    const rows = memoryRows(models, readings, { measure: 'gradient', layer: 1 })
    expect(rows.map(({ left }) => left)).toEqual([[0.5, 1], [2, 1], null]) // prettier-ignore
    const wide = memoryRows([models[0]], new Map([['run-LSTM', reading(layer({}))]]), { measure: 'gradient', layer: 1 })
    expect(wide[0].reason).toContain('too wide')
  })

  it('reads backwards from the first word, and takes the last layer of a shallower model', () => {
    const back = reading(layer({ direction: 'reverse', dependence: [2, 1] }))
    const rows = memoryRows([models[0]], new Map([['run-LSTM', back]]), { measure: 'gradient', layer: 3 })
    expect(rows[0].left).toEqual([1, 0.5])
    expect(summariseMemory(rows, ['a', 'b'], { word: 1, measure: 'gradient' })).toBe(
      'LSTM, backwards: the end depends on “b” 50 % as much as on the last word.',
    )
  })

  it('shares and half-lives', () => {
    expect([0.12, 0.0312, 0.0004, 0, 1, 3.4].map(shareWords)).toEqual(['12 %', '3.1 %', '< 0.1 %', '0.0 %', '100 %', '340 %']) // prettier-ignore
    expect(leftWords(0.12, 'not')).toBe('12 % of “not” is left')
    expect(halfLifeWords([2.5, 1, Infinity])).toBe(
      'half-life 2.5 words in the middle unit, over 1,000 words in the slowest',
    )
    expect(halfLifeWords([])).toBeNull()
  })
})

describe('salience in words', () => {
  it('signs and numbers', () => {
    expect([1.234, -0.41, -0.001, 0].map((x) => signed(x))).toEqual(['+1.23', '−0.41', '0.00', '0.00'])
    expect(largest([[1, -3], [2]])).toBe(3)
    expect(largest([])).toBe(0)
    expect([divergingShade(-1, 2), divergingShade(3, 2), divergingShade(0, 0)].map((shade) => /model-\d\) \d+%/.exec(shade)?.[0])).toEqual(['model-2) 28%', 'model-1) 55%', 'model-1) 0%']) // prettier-ignore
  })

  it('the balance says what integrated gradients miss', () => {
    const plain = { classIndex: 1, logit: 2, byWord: [1.5, 0.25] }
    expect(balanceWords(plain)).toBe('logit +2.00; the shares add up to +1.75')
    const whole = { ...plain, baseline: 0.25, gap: -2e-7, passes: 8, complete: true }
    expect(balanceWords(whole)).toBe('shares +1.75 = logit +2.00 less +0.25 without words (gap 2·10⁻⁷)')
    expect(balanceWords({ ...whole, gap: 0.5, complete: false })).toContain('did not settle')
    expect(summariseSalience('RNN', { ...plain, byWord: [1, -2, 0] }, ['a', 'b', 'c'])).toBe(
      'RNN: “a” speaks most for it (+1.00), “b” most against it (−2.00).',
    )
  })

  it('bars grow from the middle of their column, half of it at the scale', () => {
    const column = { title: 'RNN', colour: '#000000', values: [2, -1, 0], scale: 2 }
    const { nameWidth, columns, height, numbers } = barLayout(['a', 'b', 'c'], [column], 500)
    const [{ zero, bars }] = columns
    expect(zero).toBe((nameWidth + 500) / 2)
    expect(numbers).toBe(true)
    expect(bars[0].x).toBe(zero)
    expect(bars[1].x + bars[1].width).toBeCloseTo(zero, 12)
    expect(bars[1].width).toBeCloseTo(bars[0].width / 2, 12)
    expect([bars[2].width, bars[2].left]).toEqual([0, false])
    expect(height).toBe(barsHeight(3))
    expect(barLayout(['a'], Array.from({ length: 9 }, () => column), 500).numbers).toBe(false) // prettier-ignore
  })
})

describe('what if, in words', () => {
  it('edits and moves', () => {
    const words = ['not', 'good']
    expect(editWords({ kind: 'drop', word: 0 }, words)).toBe('“not” left out')
    expect(editWords({ kind: 'swap', a: 0, b: 1 }, words)).toBe('“not” and “good” changed places')
    expect(editWords({ kind: 'replace', word: 1, by: 'fine' }, words)).toBe('“good” → “fine”')
    expect([pointsMoved(0.5, 0.75), pointsMoved(0.75, 0.5), pointsMoved(0.5, 0.5001)]).toEqual([
      '+25.0',
      '−25.0',
      '±0.0',
    ])
    const move = (before: number, after: number | null) => ({
      id: 'a',
      name: 'LSTM',
      index: 0,
      colour: '',
      before,
      after,
    })
    expect(summariseMoves([move(0.9, 0.1)])).toBe('LSTM: 90.0 % before, 10.0 % after (−80.0 points).')
    expect(summariseMoves([move(0.9, null)])).toContain('without words it says nothing')
    expect(largestMove([move(0.5, 0.6), move(0.9, 0.2), move(0.1, null)])).toBeCloseTo(0.7, 12)
  })

  it('pairs come from the vocabulary: telling words that are frequent enough, and a word that turns round', () => {
    const words = ['', '', 'the', 'not', 'fine', 'dull', 'rare', 'bad', 'x', 'good']
    const sentences = [0, 0, 90, 40, 20, 20, 1, 10, 50, 30]
    const logOdds = [0, 0, 0.01, -1, 2, -2, 9, -1, 5, -1]
    const found = pairWords(words, { sentences, logOdds })
    // Here 'good' speaks against the class, 'rare' is too rare, 'x' too short, 'the' says nothing.
    expect(found).toEqual({ negators: ['not'], good: ['fine'], bad: ['bad', 'dull', 'good'] })
    const balanced = pairWords(words, { sentences, logOdds: logOdds.map(() => 0) })
    expect(balanced).toEqual({ negators: ['not'], good: ['good'], bad: ['bad', 'dull'] })
    expect(pairWords(['', '', 'abc'], { sentences: [0, 0, 9], logOdds: [0, 0, 1] }).negators).toEqual(['abc'])
  })
})
