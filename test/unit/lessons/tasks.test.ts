import { describe, expect, it } from 'vitest'
import { lessons } from '../../../shared/lessons/all.ts'
import { changedKeys, checkTask, quantitiesOf, wanted } from '../../../shared/lessons/check.ts'
import { startValues, withChanges } from '../../../shared/lessons/lesson.ts'
import type { Values } from '../../../shared/lessons/lesson.ts'
import { stepped, throughTime } from '../../../shared/lessons/through-time.ts'

const lessonCalled = (id: string) => lessons.find((one) => one.id === id)!
const taskOf = (lesson: string, id: string) => lessonCalled(lesson).tasks.find((one) => one.id === id)!
const all = lessons.flatMap((lesson) => lesson.tasks.map((task) => ({ lesson, task, name: `${lesson.id}/${task.id}` })))

describe('every lesson', () => {
  it.each(lessons.map((lesson) => ({ id: lesson.id, lesson })))(
    '$id measures what it lists, and has a task',
    ({ lesson }) => {
      const start = startValues(lesson)
      expect(Object.keys(lesson.measure(start)).sort()).toEqual(lesson.quantities.map(({ key }) => key).sort())
      for (const value of Object.values(lesson.measure(start))) expect(value).not.toBeNaN()
      expect(lesson.tasks.length).toBeGreaterThan(0)
      const keys = quantitiesOf(lesson).map(({ key }) => key)
      expect(new Set(keys).size).toBe(keys.length)
      for (const { min, max, start: value } of lesson.numbers) expect(value >= min && value <= max).toBe(true)
    },
  )
})

describe('no task is solved before the reader begins', () => {
  it.each(all)('$name', ({ lesson, task }) => {
    const { solved, findings, changed } = checkTask(lesson, task, startValues(lesson))
    expect([solved, changed]).toEqual([false, []])
    expect(findings.every(({ words }) => words.endsWith('.'))).toBe(true)
    for (const { quantity } of task.conditions) expect(quantitiesOf(lesson).map(({ key }) => key)).toContain(quantity)
  })
})

/** What a reader would do; found by hand. */
const solutions: Record<string, Partial<Values>> = {
  'order/small': { texts: { 'sentence 1': 'I like', 'sentence 2': 'I love', 'sentence 3': 'I run' } },
  'order/pair': { texts: { 'pair 1': 'good not bad', 'pair 2': 'bad not good' } },
  'one-hot/grow': { texts: { 'sentence 2': 'The plot was bad indeed' } },
  'one-hot/opposites': { numbers: { 'W[4,1]': -0.9, 'W[4,2]': -0.2 } },
  'rnn-forward/flip': { numbers: { 'W_h[2,1]': 2 } },
  'rnn-forward/forget': { numbers: { 'W_h[1,1]': 0.01, 'W_h[2,2]': 0.01 } },
  'back-propagation/short-sighted': {
    numbers: Object.fromEntries([1, 2, 3].flatMap((i) => [1, 2, 3].map((j) => [`W_h[${i},${j}]`, i === j ? 0.05 : 0]))),
  },
  'vanishing/vanish': { numbers: { scale: 0.6 } },
  'vanishing/level': { numbers: { words: 60, scale: 1, drive: 0.01 } },
  'lstm-gates/quarter': { numbers: { forget: 0.25 } },
  'lstm-gates/hold': { numbers: { 'W_lstm[3,2]': 6, 'W_lstm[3,1]': -6 } },
  'lstm-gates/budget': { numbers: { inputs: 8, units: 7 } },
  'limits/half': { numbers: { f: 0.99309 } },
  'limits/reach': { numbers: { f: 0.998 } },
  'line-of-models/fair': { numbers: { 'units of gru': 19, 'units of rnn': 36 } },
}

describe('every task can be solved', () => {
  it.each(all.filter(({ name }) => name !== 'back-propagation/learn'))('$name', ({ lesson, task, name }) => {
    const values = withChanges(lesson, startValues(lesson), solutions[name])
    const { solved, findings, changed } = checkTask(lesson, task, values)
    expect({ solved, changed, words: findings.map(({ words }) => words) }).toMatchObject({ solved: true, changed: [] })
  })

  it('back-propagation/learn, by taking steps', () => {
    const lesson = lessonCalled('back-propagation')
    let values = startValues(lesson)
    const losses: number[] = []
    for (let step = 0; step < 20; step++) {
      const { loss, lossAfterStep, gradients } = throughTime(values)
      losses.push(loss)
      values = { ...values, numbers: { ...values.numbers, ...stepped(values, gradients) } }
      expect(throughTime(values).loss).toBeCloseTo(lossAfterStep, 12)
    }
    expect(losses.every((loss, at) => at === 0 || loss < losses[at - 1])).toBe(true)
    expect(checkTask(lesson, taskOf('back-propagation', 'learn'), values).solved).toBe(true)
  })
})

describe('a task that asks to keep numbers', () => {
  const lesson = lessonCalled('rnn-forward')
  const task = taskOf('rnn-forward', 'flip')
  it('is not solved by changing them, and names them', () => {
    const start = startValues(lesson)
    const values = { ...start, numbers: { ...start.numbers, 'x[3,1]': -5 } }
    const { solved, findings, changed } = checkTask(lesson, task, values)
    expect(findings[0].holds).toBe(true)
    expect([solved, changed]).toEqual([false, ['x[3,1]']])
  })
  it('does not mix up names that begin alike', () => {
    const gates = lessonCalled('lstm-gates')
    const start = startValues(gates)
    const values = { ...start, numbers: { ...start.numbers, c_before: 3, forget: 0.25 } }
    expect(checkTask(gates, taskOf('lstm-gates', 'quarter'), values).solved).toBe(true) // keeps 'c', not 'c_before'
  })
})

describe('feedback', () => {
  const lesson = lessonCalled('limits')
  const values = startValues(lesson)
  const words = (is: 'near' | 'at most' | 'below', value: number, within?: number) =>
    checkTask(lesson, { conditions: [{ quantity: 'half-life', is, value, within }] }, values).findings[0].words
  it('says what is and what should be', () => {
    expect(words('near', 100, 1)).toBe('The half-life is 68.968 tokens; it must be between 99 and 101 tokens.')
    expect(words('at most', 50)).toBe('The half-life is 68.968 tokens; it must be at most 50 tokens.')
    expect(words('below', -3)).toContain('below −3')
  })
  it('says so where there is nothing to measure or no such quantity', () => {
    const later = { ...values, numbers: { ...values.numbers, cue: 950 } }
    const [finding] = checkTask(lesson, taskOf('limits', 'reach'), later).findings
    expect([finding.holds, finding.words]).toEqual([
      ...[false, 'The share that is left cannot be measured now; it must be at least 0.1.'],
    ])
    const unknown = checkTask(lesson, { conditions: [{ quantity: 'toString', is: 'above', value: 0 }] }, values)
    expect([unknown.solved, unknown.findings[0].words]).toEqual([false, 'There is no “toString” in this lesson.'])
  })
  it('writes limits as people do', () => {
    expect(wanted({ quantity: 'x', is: 'near', value: 8, within: 0 })).toBe('exactly 8')
    expect(wanted({ quantity: 'x', is: 'below', value: 1e-9 })).toBe('below 1.00 · 10^−9')
  })
})

describe('stored changes', () => {
  const lesson = lessonCalled('limits')
  it('that no longer fit are left out, one by one', () => {
    const values = withChanges(lesson, startValues(lesson), {
      numbers: { f: 2, cue: 7, at: 3.5, gone: 1, constructor: 1 },
      texts: { gone: 'x' },
    })
    expect(values.numbers).toEqual({ f: 0.99, cue: 7, at: 900 })
    expect(changedKeys(lesson, values)).toEqual(['cue'])
  })
})
