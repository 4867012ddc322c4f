import { lessonSet } from '../contract/lessons.ts'
import type { LessonSet, SetLesson, SetTask } from '../contract/lessons.ts'
import { lessonOf, lessons } from './all.ts'
import { checkTask, quantitiesOf } from './check.ts'
import { lineOfSyntaxError, linesOf } from './json-lines.ts'
import type { Path } from './json-lines.ts'
import { fits, startValues, startingFrom } from './lesson.ts'
import type { Lesson, Task } from './lesson.ts'

/** Larger files are not read at all. */
export const LARGEST_LESSON_FILE = 512 * 1024

/** One thing that is wrong in a lesson file. */
export interface Problem {
  /** From 1. */
  line: number
  /** 'lessons.0.start', or '' for the whole file. */
  field: string
  message: string
}

export type LessonFile = { ok: true; set: LessonSet } | { ok: false; problems: Problem[] }

/** A lesson of a course, as the learner meets it. */
export interface CourseLesson {
  lesson: Lesson
  /** The teacher's own words; null in Unroll's course. */
  introduction: string | null
}

/** Reads a lesson file. What is wrong is named with its line and field; what is not understood is never guessed. */
export function readLessonFile(text: string): LessonFile {
  const plain = text.replace(/^\ufeff/, '')
  let content: unknown
  try {
    content = JSON.parse(plain)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { ok: false, problems: [{ line: lineOfSyntaxError(plain, message), field: '', message: notJson(message) }] }
  }
  const lineOf = linesOf(plain)
  const problem = (path: Path, message: string): Problem => ({
    ...{ line: lineOf(path), field: path.map(String).join('.'), message },
  })
  const parsed = lessonSet.safeParse(content)
  if (!parsed.success)
    return { ok: false, problems: parsed.error.issues.slice(0, 20).map((one) => problem(one.path, one.message)) }
  const problems = meaningless(parsed.data).map(({ path, message }) => problem(path, message))
  return problems.length > 0 ? { ok: false, problems } : { ok: true, set: parsed.data }
}

const notJson = (message: string) => `This is not JSON: ${message.replace(/ in JSON at position.*$/, '')}`

/** What fits the schema and still means nothing: unknown lessons and quantities, numbers out of range, tasks already solved. */
export function meaningless(set: LessonSet): { path: Path; message: string }[] {
  const seen = new Set<string>()
  return set.lessons.flatMap((entry, at) => {
    const here = (path: Path, message: string) => ({ path: ['lessons', at, ...path], message })
    const lesson = lessonOf(entry.lesson)
    if (!lesson)
      return [
        here(['lesson'], `there is no lesson “${entry.lesson}”; there are ${lessons.map(({ id }) => id).join(', ')}`),
      ]
    if (seen.has(entry.lesson)) return [here(['lesson'], `“${entry.lesson}” stands in the set twice`)]
    seen.add(entry.lesson)
    const wrong = [...wrongStart(lesson, entry), ...wrongTasks(lesson, entry)].map(({ path, message }) =>
      here(path, message),
    )
    return wrong.length > 0 ? wrong : solvedAtStart(lesson, entry).map(({ path, message }) => here(path, message))
  })
}

function wrongStart(lesson: Lesson, { start }: SetLesson): { path: Path; message: string }[] {
  const ofNumbers = Object.entries(start?.numbers ?? {}).flatMap(([key, value]) => {
    const number = lesson.numbers.find((one) => one.key === key)
    const path = ['start', 'numbers', key]
    if (!number) return [{ path, message: `the lesson “${lesson.id}” has no number “${key}”` }]
    if (fits(number, value)) return []
    const kind = number.whole ? 'a whole number' : 'a number'
    return [{ path, message: `“${key}” must be ${kind} between ${number.min} and ${number.max}, not ${value}` }]
  })
  const ofTexts = Object.keys(start?.texts ?? {})
    .filter((key) => !lesson.texts.some((one) => one.key === key))
    .map((key) => ({ path: ['start', 'texts', key], message: `the lesson “${lesson.id}” has no text “${key}”` }))
  return [...ofNumbers, ...ofTexts]
}

function wrongTasks(lesson: Lesson, { tasks = [] }: SetLesson): { path: Path; message: string }[] {
  return tasks.flatMap((task, at) => {
    if ('task' in task) {
      const known = lesson.tasks.find(({ id }) => id === task.task)
      if (!known)
        return [{ path: ['tasks', at, 'task'], message: `the lesson “${lesson.id}” has no task “${task.task}”` }]
      const surplus = (task.values?.length ?? 0) - known.conditions.length
      return surplus > 0
        ? [{ path: ['tasks', at, 'values'], message: `“${task.task}” has ${known.conditions.length} thresholds` }]
        : []
    }
    return task.conditions.flatMap(({ quantity, is, within }, n) => {
      const path = ['tasks', at, 'conditions', n]
      const known = quantitiesOf(lesson).some(({ key }) => key === quantity)
      if (!known)
        return [{ path: [...path, 'quantity'], message: `the lesson “${lesson.id}” measures no “${quantity}”` }]
      return is === 'near' && within === undefined
        ? [{ path, message: '“near” needs a number “within”: how far away is near' }]
        : []
    })
  })
}

function solvedAtStart(lesson: Lesson, entry: SetLesson): { path: Path; message: string }[] {
  const changed = lessonFrom(lesson, entry)
  const values = startValues(changed)
  const measured = changed.measure(values)
  return changed.tasks.flatMap((task, at) =>
    checkTask(changed, task, values, measured).solved
      ? [
          {
            path: entry.tasks ? ['tasks', at] : ['start'],
            message: `“${task.ask.slice(0, 60)}” is solved before the reader begins`,
          },
        ]
      : [],
  )
}

/** The task as the reader meets it. */
function taskFrom(lesson: Lesson, task: SetTask, at: number): Task {
  if (!('task' in task))
    return { id: `own-${at + 1}`, ask: task.ask, hint: task.hint ?? '', conditions: task.conditions }
  const known = lesson.tasks.find(({ id }) => id === task.task)!
  if (!task.values) return known
  const conditions = known.conditions.map((one, n) => ({ ...one, value: task.values?.[n] ?? one.value }))
  const different = conditions.some(({ value }, n) => value !== known.conditions[n].value)
  return different ? { ...known, conditions, ask: known.ask, thresholdsChanged: true } : known
}

const lessonFrom = (lesson: Lesson, { start, tasks }: SetLesson): Lesson =>
  startingFrom(
    lesson,
    start ?? {},
    tasks?.map((task, at) => taskFrom(lesson, task, at)),
  )

/** The lessons of a set in its order; without a set, Unroll's own course. Lessons that this version lacks are left out. */
export function courseOf(set: LessonSet | null): CourseLesson[] {
  if (!set) return lessons.map((lesson) => ({ lesson, introduction: null }))
  return set.lessons.flatMap((entry) => {
    const lesson = lessonOf(entry.lesson)
    return lesson ? [{ lesson: lessonFrom(lesson, entry), introduction: entry.introduction || null }] : []
  })
}

/** The text of a lesson file. */
export const lessonFileText = (set: LessonSet): string => `${JSON.stringify(set, null, 2)}\n`

/** 'Week 3: gates' → 'week-3-gates'. */
export const idFromTitle = (title: string): string =>
  title
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60) || 'lessons'
