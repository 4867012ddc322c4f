import { lessonNamePatterns, lessonNames, lessonTexts } from '../messages/de/lesson-texts.ts'
import type { Lesson, Task } from './lesson.ts'

/** The lesson with its words in German. A teacher's own words stay as they are. */
export function inGerman(lesson: Lesson): Lesson {
  const texts = lessonTexts[lesson.id]
  const named = <T extends { label: string }>(one: T): T => ({ ...one, label: nameOf(one.label) })
  return {
    ...lesson,
    ...(texts && { title: texts.title, question: texts.question }),
    numbers: lesson.numbers.map(named),
    texts: lesson.texts.map(named),
    quantities: lesson.quantities.map((one) => ({
      ...named(one),
      ...(one.unit && { unit: nameOf(one.unit) }),
      ...(one.answers && { answers: { yes: nameOf(one.answers.yes), no: nameOf(one.answers.no) } }),
    })),
    tasks: lesson.tasks.map((task): Task => ({ ...task, ...texts?.tasks[task.id] })),
  }
}

function nameOf(english: string): string {
  const known = lessonNames[english]
  if (known !== undefined) return known
  const [pattern, words] = lessonNamePatterns.find(([one]) => one.test(english)) ?? []
  return pattern && words !== undefined ? english.replace(pattern, words) : english
}
