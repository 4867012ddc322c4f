import { useLessonsStore } from '../../stores/lessons.ts'
import { LARGEST_LESSON_FILE, readLessonFile } from '../../../shared/lessons/lesson-set.ts'
import { say } from '../../messages.ts'

/** Takes a lesson file into use, or says in the store what is wrong with it. */
export async function openLessonFile(file: File): Promise<void> {
  const store = useLessonsStore()
  await store.load()
  if (file.size > LARGEST_LESSON_FILE) {
    const message = say.lessons.tooLarge(Math.ceil(file.size / 1024), LARGEST_LESSON_FILE / 1024)
    store.refused = { name: file.name, problems: [{ line: 1, field: '', message }] }
    return
  }
  const read = readLessonFile(await file.text())
  store.refused = read.ok ? null : { name: file.name, problems: read.problems }
  if (read.ok) store.openSet(read.set)
}
