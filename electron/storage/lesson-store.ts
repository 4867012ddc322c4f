import { lessonsState, noLessons } from '../../shared/contract/lessons.ts'
import type { LessonsState } from '../../shared/contract/lessons.ts'
import type { Database } from './database.ts'

const NAME = 'lessons:state'

/** The learner's progress and the lesson sets that were opened: one document in the settings table, replaced whole. */
export function lessonStore(database: Database) {
  return {
    /** Nothing yet, or a document that this version does not know: no progress. */
    read(): LessonsState {
      const row = database.get<{ value: string }>('SELECT value FROM settings WHERE name = ?', NAME)
      const parsed = row ? lessonsState.safeParse(JSON.parse(row.value)) : null
      return parsed?.success ? parsed.data : noLessons
    },
    write(state: LessonsState): void {
      database.run(
        'INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
        NAME,
        JSON.stringify(state),
      )
    },
  }
}
export type LessonStore = ReturnType<typeof lessonStore>
