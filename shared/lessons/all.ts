import { forward } from './forward.ts'
import { gates } from './gates.ts'
import type { Lesson } from './lesson.ts'
import { limits } from './limits.ts'
import { lineOfModels } from './line-of-models.ts'
import { oneHot } from './one-hot.ts'
import { order } from './order.ts'
import { backPropagation } from './through-time.ts'
import { vanishingLesson } from './vanishing.ts'

/** In the order of the course. */
export const lessons: readonly Lesson[] = [
  ...[order, oneHot, forward, backPropagation],
  ...[vanishingLesson, gates, limits, lineOfModels],
]

export const lessonOf = (id: string): Lesson | undefined => lessons.find((lesson) => lesson.id === id)
