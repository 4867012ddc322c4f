import { describe, expect, it } from 'vitest'
import { lessons } from '../../../shared/lessons/all.ts'
import { inGerman } from '../../../shared/lessons/in-german.ts'

/** 'z', 'x': a letter of a formula, alike in every language. */
const isLetter = (text: string) => /^\w$/.test(text)
const textsOf = ({ title, question, numbers, texts, quantities, tasks }: (typeof lessons)[number]) => [
  ...[title, question],
  ...[...numbers, ...texts, ...quantities].map(({ label }) => label),
  ...quantities.flatMap(({ unit, answers }) => [...(unit ? [unit] : []), ...Object.values(answers ?? {})]),
  ...tasks.flatMap(({ ask, hint }) => [ask, hint]),
]

describe.each(lessons.map((lesson) => [lesson.id, lesson] as const))('%s in German', (_, lesson) => {
  it('has a translation of every text, and the same keys, numbers and conditions', () => {
    const german = inGerman(lesson)
    const [before, after] = [textsOf(lesson), textsOf(german)]
    expect(after.filter((text, at) => text === before[at] && !isLetter(text))).toEqual([])
    const plain = ({ id, numbers, quantities, tasks }: typeof lesson) => ({
      ...{ id, keys: [...numbers, ...quantities].map(({ key }) => key) },
      tasks: tasks.map(({ id, conditions, keeps }) => ({ id, conditions, keeps })),
    })
    expect(plain(german)).toEqual(plain(lesson))
  })
})

it('leaves a teacher’s own task as it was written', () => {
  const own = { id: 'own-1', ask: 'Halve it.', hint: '', conditions: [] }
  expect(inGerman({ ...lessons[0], tasks: [own] }).tasks).toEqual([own])
})
