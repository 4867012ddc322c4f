import { describe, expect, it } from 'vitest'
import { defaultLab, quickLab } from '../../../shared/labs/defaults.ts'
import { deviationOf } from '../../../shared/labs/deviation.ts'
import { readDocument } from '../../../shared/labs/document.ts'
import type { LabPoint } from '../../../shared/labs/document.ts'
import { findingsOf, sentenceOf } from '../../../shared/labs/findings.ts'
import { labNames, labSpec, LAB_VERSION } from '../../../shared/labs/spec.ts'
import { summarise } from '../../../shared/labs/summary.ts'
import { labTables } from '../../../shared/labs/tables.ts'

const point = (measure: string, series: string, seed: number, x: number, y: number | null): LabPoint => ({
  ...{ measure, series, seed, x, y },
})

it.each(labNames)('%s: the default set-up and the quick one are valid specs of it', (lab) => {
  for (const spec of [defaultLab(lab, 3), quickLab(lab, 3)]) {
    expect(labSpec.parse(spec)).toEqual(spec)
    expect(spec).toMatchObject({ lab, seed: 3 })
  }
})

it('summarises seeds by hand: mean, standard deviation with n - 1, least and most; nulls are no numbers', () => {
  const points = [1, 2, 6].map((y, k) => point('m', 's', k, 10, y))
  const [row] = summarise([...points, point('m', 's', 3, 10, null)])
  expect(row).toMatchObject({ seeds: 3, mean: 3, least: 1, most: 6 })
  expect(row.spread).toBeCloseTo(Math.sqrt(7), 12)
  expect(summarise([point('m', 's', 1, 0, 5)])[0]).toMatchObject({ seeds: 1, mean: 5, spread: null })
})

it('a deviation names the largest difference and what only one side has', () => {
  const saved = [point('a', 's', 1, 0, 1), point('a', 's', 1, 1, 2), point('a', 's', 1, 2, 3)]
  const rerun = [point('a', 's', 1, 0, 1), point('a', 's', 1, 1, 2.5), point('a', 's', 1, 3, 3)]
  expect(deviationOf(saved, saved)).toEqual({ points: 3, largest: 0, where: null, missing: 0 })
  expect(deviationOf(saved, rerun)).toEqual({ points: 2, largest: 0.5, where: rerun[1], missing: 2 })
})

describe('findings in words', () => {
  const words = (lab: Parameters<typeof defaultLab>[0], points: LabPoint[]) =>
    findingsOf({ spec: { ...defaultLab(lab), seeds: 2 }, points, names: {} }).map(sentenceOf)

  it('distance: who bridges how far, and who only guesses', () => {
    const points = [1, 2].flatMap((seed) => [
      ...[20, 100].map((x) => point('accuracy', 'rnn', seed, x, x === 20 ? 1 : 0.5)),
      ...[20, 100].map((x) => point('accuracy', 'lstm-chrono', seed, x, 0.98)),
      point('gradient-start', 'rnn', seed, 100, 2e-6),
    ])
    const [reach, far, gradient] = words('distance', points)
    expect(reach).toContain('RNN bridges 20 filler words')
    expect(reach).toContain('LSTM (chrono) bridges 100 filler words')
    expect(far).toContain('(105 tokens; 2 seeds)')
    expect(far).toMatch(/RNN 50\s% ± 0\s%, no better than guessing/)
    expect(gradient).toContain('RNN 2·10⁻⁶')
  })

  it('order: a flat line is called one', () => {
    const points = [0, 1].flatMap((x) => [
      point('accuracy', 'ann-mean', 1, x, 0.5),
      point('accuracy', 'gru', 1, x, 1 - x / 2),
    ])
    const [accuracy] = words('order', points)
    expect(accuracy).toMatch(/ANN \(averaged\) stays at 50\s% whatever the order; GRU goes from 100\s% to 50\s%/)
  })

  it('adding: what does not beat the constant answer clearly has used no memory', () => {
    const points = [0, 100].flatMap((x) => [
      ...[point('loss', 'rnn', 1, x, 0.16), point('accuracy', 'rnn', 1, x, 0.3)],
      ...[point('loss', 'gru', 1, x, x === 0 ? 0.2 : 0.004), point('accuracy', 'gru', 1, x, 0.9)],
    ])
    expect(words('adding', points)[0]).toBe('GRU used memory; RNN did no better than an answer without any.')
  })

  it('says nothing before anything was measured', () => {
    for (const lab of labNames) expect(words(lab, [])).toEqual([])
  })
})

it('tables have a row per place and mean ± standard deviation per series', () => {
  const points = [1, 2].map((seed) => point('accuracy', 'rnn', seed, 5, seed === 1 ? 0.5 : 1))
  const [table] = labTables({ spec: defaultLab('distance'), points, names: {} })
  expect(table.head).toEqual(['filler words between cue and end', 'RNN'])
  expect(table.rows).toEqual([['5', '75\u00a0% ± 35.4\u00a0%']])
})

describe('a saved result', () => {
  const document = {
    ...{ kind: 'unroll-laboratory', version: LAB_VERSION, program: '1.0.0', device: 'wasm' },
    ...{ spec: defaultLab('distance'), names: {}, points: [point('accuracy', 'rnn', 1, 5, 1)] },
  }

  it('is read back, also from the longer output of the command', () => {
    expect(readDocument(JSON.stringify({ ...document, summary: [], findings: ['x'] }))).toEqual(document)
  })

  it.each([
    ['no JSON', '{', 'not JSON'],
    ['something else', '{"kind":"x"}', 'no results of a laboratory'],
    ['a newer version', JSON.stringify({ ...document, version: 99 }), 'version 99'],
    ['a damaged spec', JSON.stringify({ ...document, spec: { ...document.spec, seeds: 0 } }), 'spec.seeds'],
  ])('that is %s is refused in words', (_, text, words) => {
    expect(() => readDocument(text)).toThrow(words)
  })
})
