import { describe, expect, it } from 'vitest'
import type { EpochRecord, GradientDecay } from '../../../shared/contract/experiment.ts'
import { diagnose } from '../../../shared/engine/gradients/diagnosis.ts'
import type { DiagnosisInput } from '../../../shared/engine/gradients/diagnosis.ts'
import { inPercent, inWords } from '../../../shared/engine/gradients/numbers-in-words.ts'

const decay = (perWord: number, firstToLast: number): GradientDecay => ({
  ...{ of: 'h', perWord, firstToLast, byTimestep: [], byDistance: [] },
  halfLife: perWord < 1 ? Math.log(0.5) / Math.log(perWord) : null,
})
const quiet: DiagnosisInput = {
  ...{ cell: 'rnn', decay: null, epochs: [], status: 'running', divergence: null, chance: Math.LN2 },
}
const epoch = (n: number, trainLoss: number, validationLoss: number, accuracies = [0.9, 0.7]): EpochRecord => ({
  ...{ epoch: n, step: n * 10, trainLoss, validationLoss, seconds: 1 },
  ...{ trainAccuracy: accuracies[0], validationAccuracy: accuracies[1] },
})
const said = (input: Partial<DiagnosisInput>) => diagnose({ ...quiet, ...input })

describe('the diagnosis', () => {
  it('says that a gradient vanishes, with its numbers', () => {
    const [finding] = said({ decay: decay(0.58, 2e-6) })
    expect(finding.level).toBe('warning')
    expect(finding.text).toContain(
      'In the median sentence the gradient at the first word is 2·10⁻⁶ of that at the last: it vanishes; on average each word back keeps 58 % of it; ' +
        'at that pace half is gone after 1.3 words',
    )
    expect(finding.text).toContain('LSTM')
  })

  it('names the threshold of every verdict and where it comes from', () => {
    const verdicts = [
      ...[2e-6, 0.03, 0.8].flatMap((share) => said({ decay: decay(share === 0.8 ? 0.99 : 0.6, share) })),
      ...said({ decay: decay(2.5, 4e6) }),
      ...[0, 0.2, 0.97].flatMap((clippedShare) => said({ clippedShare })),
      ...said({ latest: { norm: 1e-12, clipped: 1e-12, parameterNorms: {} } }),
      ...said({ epochs: [epoch(1, 0.6, 0.6), epoch(2, 0.4, 0.5), epoch(3, 0.1, 0.9)] }),
      ...said({ epochs: [epoch(1, 0.7, 0.7), epoch(2, 0.69, 0.69)] }),
      ...said({ epochs: [epoch(1, 0.6, 0.6)] }),
    ]
    expect(verdicts).toHaveLength(11)
    for (const { title, rule } of verdicts) {
      expect(rule, title).toMatch(/\d/)
      expect(rule, title).toMatch(/CS231n|Pascanu|Prechelt|flood-forecasting|IEEE 754/)
    }
    // The decay of the gradient is judged by the thousandth of CS231n, in words as in the verdict.
    expect(said({ decay: decay(0.58, 2e-6) })[0].rule).toContain('10⁻³')
  })

  it('does not send someone who has an LSTM to an LSTM', () => {
    expect(said({ cell: 'lstm', decay: decay(0.58, 2e-6) })[0].text).not.toContain('An LSTM')
  })

  it.each([
    { perWord: 2.5, firstToLast: 4e6, level: 'warning', title: 'The gradient explodes' },
    { perWord: 0.99, firstToLast: 0.8, level: 'good', title: 'The gradient reaches the first word' },
    { perWord: 0.85, firstToLast: 0.03, level: 'note', title: 'The gradient fades' },
    { perWord: 1.2, firstToLast: 30, level: 'note', title: 'The gradient grows' },
  ])('calls a factor of $perWord per word: $title', ({ perWord, firstToLast, level, title }) => {
    expect(said({ decay: decay(perWord, firstToLast) })).toMatchObject([{ level, title }])
  })

  it('says of a feed-forward net that there is no chain', () => {
    const [finding] = said({ cell: 'ann-mean', decay: { ...decay(1, 1), of: 'x' } })
    expect(finding).toMatchObject({ level: 'good', title: 'No chain to fade along' })
  })

  it.each([
    { clippedShare: 0.97, level: 'warning', part: '97 %' },
    { clippedShare: 0.2, level: 'good', part: '20 %' },
    { clippedShare: 0, level: 'note', part: 'No gradient came up to the limit' },
  ])('judges clipping in $clippedShare of the steps', ({ clippedShare, level, part }) => {
    const latest = { norm: 12, clipped: 5, parameterNorms: { 'rnn1.U': 12 } }
    const [finding] = said({ clippedShare, latest })
    expect(finding.level).toBe(level)
    expect(finding.text).toContain(part)
    expect(finding.text).toContain('12 before, 5 after')
  })

  it('sees over-fitting, chance and progress in the losses', () => {
    const learnt = said({ epochs: [epoch(1, 0.6, 0.6), epoch(2, 0.4, 0.5), epoch(3, 0.1, 0.9, [0.99, 0.71])] })
    expect(learnt).toMatchObject([{ level: 'warning', title: 'It learns by heart' }])
    expect(learnt[0].text).toMatch(/epoch 2 \(0.5\).* 0.9.*99 %.*71 %/)
    expect(said({ epochs: [epoch(1, 0.7, 0.7), epoch(2, 0.69, 0.69)] })).toMatchObject([
      { title: 'The loss is at chance' },
    ])
    expect(said({ epochs: [epoch(1, 0.7, 0.7)] })).toMatchObject([{ level: 'good' }])
    expect(said({ epochs: [epoch(1, 0.6, 0.6), epoch(2, 0.4, 0.5)] })).toMatchObject([
      { title: 'Still getting better' },
    ])
  })

  it('sees a dead model and a dead part', () => {
    const dead = (norm: number, part: number) =>
      said({ latest: { norm, clipped: norm, parameterNorms: { 'output.W': norm, 'rnn1.U': part } } })
    expect(dead(1e-12, 0)).toMatchObject([{ title: 'Nothing is learned any more' }])
    expect(dead(0.1, 0)[0].text).toContain('rnn1.U (0)')
    expect(dead(0.1, 0.01)).toEqual([])
  })

  it('puts a divergence first, in the words it was stopped with', () => {
    const divergence = { step: 12, epoch: 2, what: 'loss', message: 'In step 12 …' }
    const findings = said({ status: 'diverged', divergence, decay: decay(0.99, 1), epochs: [epoch(1, 0.69, 0.69)] })
    expect(findings[0]).toEqual({ level: 'warning', title: 'Training diverged in step 12', text: 'In step 12 …' })
    expect(findings).toHaveLength(2)
  })

  it('has nothing to say of a run that has not begun', () => {
    expect(said({})).toEqual([])
  })
})

describe('numbers in words', () => {
  it.each([
    [0, '0'],
    [0.58, '0.58'],
    [12.34, '12'],
    [2e-6, '2·10⁻⁶'],
    [3.44e5, '3.4·10⁵'],
    [1e-12, '10⁻¹²'],
    [-2e-6, '-2·10⁻⁶'],
  ])('%d is %s', (x, text) => expect(inWords(x)).toBe(text))
  it.each([
    [0.58, '58 %'],
    [0.004, '0.4 %'],
    [0.999, '100 %'],
    [0, '0 %'],
    [4.2e-24, '4.2·10⁻²² %'],
  ])('%d is %s', (x, text) => expect(inPercent(x)).toBe(text))
})
