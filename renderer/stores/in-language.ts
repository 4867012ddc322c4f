import { inGerman } from '../../shared/lessons/in-german.ts'
import type { Lesson } from '../../shared/lessons/lesson.ts'
import { language } from '../messages.ts'

/** A lesson in the language of the page. */
export const inLanguage = (lesson: Lesson): Lesson => (language() === 'de' ? inGerman(lesson) : lesson)
