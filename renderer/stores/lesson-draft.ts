import { reactive } from 'vue'
import { defineStore } from 'pinia'
import { newDraft } from '../../shared/lessons/draft.ts'

/** The lesson set that a teacher is making: it stays while the numbers of a lesson are set on its own page. */
export const useLessonDraftStore = defineStore('lesson-draft', () => {
  const draft = reactive(newDraft())
  const clear = () => Object.assign(draft, newDraft())
  return { draft, clear }
})
