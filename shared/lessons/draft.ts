import { LESSON_FILE_FORMAT, LESSON_VERSION } from '../contract/lessons.ts'
import type { LessonSet, SetLesson, SetTask } from '../contract/lessons.ts'
import { lessonOf, lessons } from './all.ts'
import { quantitiesOf } from './check.ts'
import type { Lesson, Relation } from './lesson.ts'
import { idFromTitle } from './lesson-set.ts'

/** A lesson set while a teacher makes it. */
export interface Draft {
  title: string
  introduction: string
  /** All lessons, in the order of the set. */
  lessons: DraftLesson[]
}

export interface DraftLesson {
  lesson: string
  included: boolean
  introduction: string
  /** Start from what the teacher's own page shows now. */
  useNumbers: boolean
  tasks: { id: string; included: boolean; values: number[] }[]
  own: OwnTask[]
}

export interface OwnTask {
  ask: string
  hint: string
  quantity: string
  is: Relation
  value: number
  within: number
}

export const newDraft = (): Draft => ({
  title: '',
  introduction: '',
  lessons: lessons.map((lesson) => ({
    ...{ lesson: lesson.id, included: true, introduction: '', useNumbers: false, own: [] },
    tasks: lesson.tasks.map(({ id, conditions }) => ({
      id,
      included: true,
      values: conditions.map(({ value }) => value),
    })),
  })),
})

export const newOwnTask = (lesson: Lesson): OwnTask => ({
  ...{ ask: '', hint: '', quantity: quantitiesOf(lesson)[0].key, is: 'at most', value: 0, within: 0.1 },
})

type Changes = { numbers: Readonly<Record<string, number>>; texts: Readonly<Record<string, string>> }

/** The set as it would be saved. `changesOf` gives what the teacher changed on a lesson's page. */
export function setOf(draft: Draft, changesOf: (lesson: string) => Changes): LessonSet {
  return {
    ...{ format: LESSON_FILE_FORMAT, version: LESSON_VERSION },
    ...{ id: idFromTitle(draft.title), title: draft.title.trim() },
    ...(draft.introduction.trim() && { introduction: draft.introduction.trim() }),
    lessons: draft.lessons
      .filter(({ included }) => included)
      .map((entry) => lessonEntry(entry, changesOf(entry.lesson))),
  }
}

function lessonEntry(entry: DraftLesson, { numbers, texts }: Changes): SetLesson {
  const start = {
    ...(Object.keys(numbers).length > 0 && { numbers: { ...numbers } }),
    ...(Object.keys(texts).length > 0 && { texts: { ...texts } }),
  }
  const tasks = tasksOf(entry)
  return {
    lesson: entry.lesson,
    ...(entry.introduction.trim() && { introduction: entry.introduction.trim() }),
    ...(entry.useNumbers && Object.keys(start).length > 0 && { start }),
    ...(tasks && { tasks }),
  }
}

/** null: the lesson's own tasks as they are. */
function tasksOf({ lesson, tasks, own }: DraftLesson): SetTask[] | null {
  const known = lessonOf(lesson)!.tasks
  const kept = tasks
    .filter(({ included }) => included)
    .map(({ id, values }): SetTask => {
      const limits = known.find((task) => task.id === id)!.conditions.map(({ value }) => value)
      const changed = values.map((value, n) => (value === limits[n] ? null : value))
      return changed.every((value) => value === null) ? { task: id } : { task: id, values: changed }
    })
  const added = own.map(({ ask, hint, quantity, is, value, within }): SetTask => ({
    ask: ask.trim(),
    ...(hint.trim() && { hint: hint.trim() }),
    conditions: [{ quantity, is, value, ...(is === 'near' && { within }) }],
  }))
  const asBefore = kept.length === known.length && kept.every((task) => !('values' in task))
  return asBefore && added.length === 0 ? null : [...kept, ...added]
}
