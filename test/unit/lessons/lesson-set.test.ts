import { describe, expect, it } from 'vitest'
import { lessons } from '../../../shared/lessons/all.ts'
import { newDraft, newOwnTask, setOf } from '../../../shared/lessons/draft.ts'
import { courseOf, idFromTitle, lessonFileText, readLessonFile } from '../../../shared/lessons/lesson-set.ts'
import { linesOf } from '../../../shared/lessons/json-lines.ts'

const none = () => ({ numbers: {}, texts: {} })
const small = {
  ...{ format: 'unroll-lesson', version: 1, id: 'week-3', title: 'Week 3' },
  lessons: [{ lesson: 'limits' }],
}
const problemsOf = (content: unknown) => {
  const read = readLessonFile(JSON.stringify(content, null, 2))
  return read.ok ? [] : read.problems
}
const withLesson = (lesson: object) => ({ ...small, lessons: [lesson] })

describe('a lesson file', () => {
  it('comes back as it was saved', () => {
    const draft = newDraft()
    draft.title = 'Week 3: memory'
    draft.introduction = 'Read <b>this</b> first.'
    const [first] = draft.lessons.splice(6, 1)
    draft.lessons.unshift(first)
    first.useNumbers = true
    first.tasks[0].values = [200]
    first.own = [{ ...newOwnTask(lessons[6]), ask: 'Forget fast.', quantity: 'half-life', is: 'at most', value: 2 }]
    draft.lessons[1].included = false
    const set = setOf(draft, (id) => (id === 'limits' ? { numbers: { f: 0.9 }, texts: {} } : none()))
    const read = readLessonFile(`\ufeff${lessonFileText(set)}`)
    expect(read).toEqual({ ok: true, set })
    expect(set.id).toBe('week-3-memory')

    const [limits, next] = courseOf(set)
    expect([limits.lesson.id, next.lesson.id]).toEqual(['limits', 'one-hot'])
    expect(limits.lesson.numbers.find(({ key }) => key === 'f')?.start).toBe(0.9)
    expect(limits.lesson.tasks.map(({ id }) => id)).toEqual(['half', 'reach', 'own-3'])
    expect(limits.lesson.tasks[0]).toMatchObject({ thresholdsChanged: true, conditions: [{ value: 200 }] })
    expect(limits.lesson.tasks[1]).toBe(lessons[6].tasks[1])
  })

  it('of all lessons as they are says no more than their names', () => {
    const { lessons: entries } = setOf({ ...newDraft(), title: 'All' }, none)
    expect(entries).toEqual(lessons.map(({ id }) => ({ lesson: id })))
  })

  it('makes an id of any title', () => {
    expect(idFromTitle('Éléments, 2')).toBe('e-le-ments-2')
    expect(idFromTitle('記憶')).toBe('lessons')
  })
})

describe('a broken lesson file names line and field', () => {
  it.each([
    { what: 'no JSON', text: '{\n  "format": \n}', line: 3, field: '', says: /not JSON/ },
    { what: 'cut off', text: '{\n  "format": "unroll-lesson",\n', line: 3, field: '', says: /not JSON/ },
    { what: 'empty', text: '', line: 1, field: '', says: /not JSON/ },
  ])('$what', ({ text, line, field, says }) => {
    const read = readLessonFile(text)
    expect(read).toMatchObject({ ok: false, problems: [{ line, field }] })
    if (!read.ok) expect(read.problems[0].message).toMatch(says)
  })

  it.each([
    { what: 'another format', content: { ...small, format: 'x' }, line: 2, field: 'format', says: /unroll-lesson/ },
    { what: 'a newer version', content: { ...small, version: 2 }, line: 3, field: 'version', says: /must be 1/ },
    { what: 'a surplus field', content: { ...small, evil: 1 }, line: 1, field: '', says: /evil/ },
    { what: 'an id with slashes', content: { ...small, id: '../x' }, line: 4, field: 'id', says: /small letters/ },
    { what: 'no lessons', content: { ...small, lessons: [] }, line: 6, field: 'lessons', says: /./ },
    {
      what: 'an unknown lesson',
      content: withLesson({ lesson: 'toString' }),
      line: 8,
      field: 'lessons.0.lesson',
      says: /no lesson/,
    },
    {
      ...{ what: 'a lesson twice', content: { ...small, lessons: [{ lesson: 'limits' }, { lesson: 'limits' }] } },
      ...{ line: 11, field: 'lessons.1.lesson', says: /twice/ },
    },
    {
      ...{ what: 'an unknown number', content: withLesson({ lesson: 'limits', start: { numbers: { g: 1 } } }) },
      ...{ line: 11, field: 'lessons.0.start.numbers.g', says: /no number/ },
    },
    {
      ...{ what: 'a number out of range', content: withLesson({ lesson: 'limits', start: { numbers: { f: 7 } } }) },
      ...{ line: 11, field: 'lessons.0.start.numbers.f', says: /between 0 and 1, not 7/ },
    },
    {
      ...{ what: 'an unknown task', content: withLesson({ lesson: 'limits', tasks: [{ task: 'x' }] }) },
      ...{ line: 11, field: 'lessons.0.tasks.0.task', says: /no task/ },
    },
    {
      ...{
        what: 'an unknown quantity',
        line: 14,
        field: 'lessons.0.tasks.0.conditions.0.quantity',
        says: /measures no/,
      },
      content: withLesson({
        lesson: 'limits',
        tasks: [{ ask: 'Do', conditions: [{ quantity: '__proto__', is: 'below', value: 1 }] }],
      }),
    },
    {
      ...{
        what: 'a task that is solved already',
        line: 10,
        field: 'lessons.0.tasks.0',
        says: /before the reader begins/,
      },
      content: withLesson({
        lesson: 'limits',
        tasks: [{ ask: 'Do', conditions: [{ quantity: 'half-life', is: 'above', value: 1 }] }],
      }),
    },
    {
      ...{
        what: 'start values that solve a task',
        content: withLesson({ lesson: 'limits', start: { numbers: { f: 0.999 } } }),
      },
      ...{ line: 9, field: 'lessons.0.start', says: /before the reader begins/ },
    },
    { what: 'an endless title', content: { ...small, title: 'x'.repeat(200) }, line: 5, field: 'title', says: /./ },
  ])('$what', ({ content, line, field, says }) => {
    const [problem] = problemsOf(content)
    expect(problem).toMatchObject({ line, field })
    expect(problem.message).toMatch(says)
  })

  it('keeps hostile words as words', () => {
    const title = '<img src=x onerror=alert(1)>'
    const read = readLessonFile(JSON.stringify({ ...small, title }))
    expect(read.ok && read.set.title).toBe(title)
  })
})

it('lines are found behind escapes, nesting and empty things', () => {
  const text = '{\n"a\\"{": [\n[],\n{},\n"]}",\n-1.5e3,\n{"b":\ntrue}]\n}'
  const lineOf = linesOf(text)
  expect(lineOf(['a"{', 0])).toBe(3)
  expect(lineOf(['a"{', 3])).toBe(6)
  expect(lineOf(['a"{', 4, 'b'])).toBe(7)
  expect(lineOf(['a"{', 4, 'missing'])).toBe(7)
  expect(lineOf([])).toBe(1)
})
