import { z } from 'zod'

/** What Unroll keeps of a learner's lessons, and the file in which a teacher hands lessons to a class. */

export const LESSON_FILE_FORMAT = 'unroll-lesson'

/** By its name: the host and the page must not read it to know. */
export const isLessonFile = (fileName: string): boolean => /\.unroll-lesson$/i.test(fileName)
export const ANSWERS_FORMAT = 'unroll-answers'
export const LESSON_VERSION = 1

const key = z.string().min(1).max(60)
const numbers = z.record(key, z.number())
const texts = z.record(key, z.string().max(200))
/** A sentence or two of the teacher's own. It is shown as text, whatever it contains. */
const prose = (longest: number) => z.string().trim().max(longest)

export const condition = z.strictObject({
  quantity: key,
  is: z.enum(['below', 'above', 'at most', 'at least', 'near']),
  value: z.number(),
  within: z.number().min(0).optional(),
})

/** A task of Unroll's own (by its id, its thresholds perhaps changed), or one of the teacher's. */
export const setTask = z.union([
  z.strictObject({
    task: key,
    /** Thresholds in the order of the task's conditions; null leaves one as it is. */
    values: z.array(z.number().nullable()).max(20).optional(),
  }),
  z.strictObject({
    ask: prose(500).min(1),
    hint: prose(500).optional(),
    conditions: z.array(condition).min(1).max(10),
  }),
])
export type SetTask = z.infer<typeof setTask>

export const setLesson = z.strictObject({
  lesson: key,
  introduction: prose(2000).optional(),
  start: z.strictObject({ numbers: numbers.optional(), texts: texts.optional() }).optional(),
  /** Instead of the lesson's own tasks. */
  tasks: z.array(setTask).max(12).optional(),
})
export type SetLesson = z.infer<typeof setLesson>

export const lessonSet = z.strictObject({
  format: z.literal(LESSON_FILE_FORMAT, `must be "${LESSON_FILE_FORMAT}"`),
  version: z.literal(LESSON_VERSION, `must be ${LESSON_VERSION}`),
  /** Progress is kept under it: a changed set with the same id goes on where the learner stood. */
  id: z.string().regex(/^[a-z0-9-]{1,60}$/, 'must be 1 to 60 small letters, digits and hyphens'),
  title: prose(120).min(1),
  introduction: prose(4000).optional(),
  lessons: z.array(setLesson).min(1).max(20),
})
export type LessonSet = z.infer<typeof lessonSet>

/** What a learner changed and solved in one lesson. */
export const lessonProgress = z.strictObject({
  numbers,
  texts,
  /** Ids of solved tasks; a teacher's own task has 'own-1', 'own-2' … by its place. */
  solved: z.array(z.string().max(60)).max(40),
})
export type LessonProgress = z.infer<typeof lessonProgress>

/** Everything at once: it is small, and written whole. */
export const lessonsState = z.strictObject({
  /** Id of the lesson set in use; null: Unroll's own course. */
  open: z.string().max(60).nullable(),
  sets: z.array(lessonSet).max(30),
  /** By `progressKey`. */
  progress: z.record(z.string().max(200), lessonProgress),
})
export type LessonsState = z.infer<typeof lessonsState>
export const noLessons: LessonsState = { open: null, sets: [], progress: {} }

/** The same lesson in two sets has two progresses. */
export const progressKey = (set: string | null, lesson: string) => `${set ?? 'course'}/${lesson}`

/** What a learner hands in. */
export interface AnswersFile {
  format: typeof ANSWERS_FORMAT
  version: typeof LESSON_VERSION
  name: string
  set: string | null
  title: string
  savedAt: string
  lessons: (LessonProgress & { lesson: string; tasks: number })[]
}
