import { computed, ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import { api, messageOf, request } from '../api.ts'
import { ANSWERS_FORMAT, LESSON_VERSION, noLessons, progressKey } from '../../shared/contract/lessons.ts'
import type { AnswersFile, LessonProgress, LessonSet, LessonsState } from '../../shared/contract/lessons.ts'
import { courseOf } from '../../shared/lessons/lesson-set.ts'
import type { Problem } from '../../shared/lessons/lesson-set.ts'
import { startValues, withChanges } from '../../shared/lessons/lesson.ts'
import type { Lesson, Values } from '../../shared/lessons/lesson.ts'
import { say } from '../messages.ts'
import { inLanguage } from './in-language.ts'

const nothing: LessonProgress = { numbers: {}, texts: {}, solved: [] }
/** Typing changes a number many times a second; the disk hears of it this much later. */
const SAVE_AFTER = 250

/** The course in use, and what the learner changed and solved in it. Kept in the data folder. */
export const useLessonsStore = defineStore('lessons', () => {
  const state = shallowRef<LessonsState>(noLessons)
  const loaded = ref(false)
  /** Why progress is not being kept; null when all is well. */
  const trouble = ref<string | null>(null)
  /** The lesson file that could not be opened last, and why. */
  const refused = shallowRef<{ name: string; problems: Problem[] } | null>(null)
  let loading: Promise<void> | null = null
  let timer: ReturnType<typeof setTimeout> | null = null
  let writing: Promise<void> = Promise.resolve()

  const set = computed<LessonSet | null>(() => state.value.sets.find(({ id }) => id === state.value.open) ?? null)
  const course = computed(() =>
    courseOf(set.value).map(({ lesson, introduction }) => ({ lesson: inLanguage(lesson), introduction })),
  )
  const sets = computed(() => state.value.sets)

  function load(): Promise<void> {
    loading ??= request(api.lessons.$get()).then(
      (read) => {
        state.value = read
        loaded.value = true
        trouble.value = null
      },
      (error: unknown) => {
        loading = null
        trouble.value = messageOf(error)
      },
    )
    return loading
  }

  function put(next: LessonsState) {
    state.value = next
    if (timer !== null) clearTimeout(timer)
    timer = setTimeout(() => void flush(), SAVE_AFTER)
  }

  /** Writes what waits, one after the other: the last word wins. Safe to call at any time. */
  function flush(): Promise<void> {
    if (timer === null) return writing
    clearTimeout(timer)
    timer = null
    // What could not be read must not be overwritten with the little that was done since.
    if (!loaded.value) return writing
    writing = writing.then(async () => {
      try {
        await request(api.lessons.$put({ json: state.value }))
        trouble.value = null
      } catch (error) {
        trouble.value = messageOf(error)
      }
    })
    return writing
  }

  const progressOf = (lesson: string): LessonProgress =>
    state.value.progress[progressKey(state.value.open, lesson)] ?? nothing

  function keep(lesson: string, progress: LessonProgress) {
    const key = progressKey(state.value.open, lesson)
    put({ ...state.value, progress: { ...state.value.progress, [key]: progress } })
  }

  const valuesOf = (lesson: Lesson): Values => withChanges(lesson, startValues(lesson), progressOf(lesson.id))

  function change(lesson: string, changes: Partial<Values>) {
    const now = progressOf(lesson)
    keep(lesson, {
      ...now,
      numbers: { ...now.numbers, ...changes.numbers },
      texts: { ...now.texts, ...changes.texts },
    })
  }

  /** Back to the start: those keys, or all of a lesson. What is solved stays solved. */
  function reset(lesson: string, keys?: readonly string[]) {
    const now = progressOf(lesson)
    const rest = <T>(record: Record<string, T>) =>
      Object.fromEntries(Object.entries(record).filter(([key]) => keys !== undefined && !keys.includes(key)))
    keep(lesson, { ...now, numbers: rest(now.numbers), texts: rest(now.texts) })
  }

  function solve(lesson: string, task: string) {
    const now = progressOf(lesson)
    if (!now.solved.includes(task)) keep(lesson, { ...now, solved: [...now.solved, task] })
  }

  const solvedIn = ({ id, tasks }: Lesson): number =>
    tasks.filter((task) => progressOf(id).solved.includes(task.id)).length

  /** Takes a set into use; one of the same id is replaced. */
  function openSet(opened: LessonSet) {
    const others = state.value.sets.filter(({ id }) => id !== opened.id)
    put({ ...state.value, open: opened.id, sets: [opened, ...others].slice(0, 30) })
  }
  function choose(id: string | null) {
    put({ ...state.value, open: id })
  }
  /** Takes a set out of the list. Its progress stays, for when it is opened again. */
  function closeSet(id: string) {
    const open = state.value.open === id ? null : state.value.open
    put({ ...state.value, open, sets: state.value.sets.filter((one) => one.id !== id) })
  }

  /** What the learner hands to the teacher. */
  function answers(name: string): AnswersFile {
    return {
      ...{ format: ANSWERS_FORMAT, version: LESSON_VERSION, name, set: state.value.open },
      title: set.value?.title ?? say.stores.unrollsOwnCourse,
      savedAt: new Date().toISOString(),
      lessons: course.value.map(({ lesson }) => ({
        ...{ lesson: lesson.id, tasks: lesson.tasks.length },
        ...progressOf(lesson.id),
      })),
    }
  }

  return {
    ...{ loaded, trouble, refused, set, sets, course, load, flush, progressOf, valuesOf },
    ...{ change, reset, solve, solvedIn, openSet, choose, closeSet, answers },
  }
})
