import { computed, inject, provide } from 'vue'
import type { ComputedRef, InjectionKey } from 'vue'
import { useLessonsStore } from '../../stores/lessons.ts'
import { changedKeys } from '../../../shared/lessons/check.ts'
import { LONGEST_TEXT } from '../../../shared/lessons/lesson.ts'
import type { Lesson, LessonNumber, Values } from '../../../shared/lessons/lesson.ts'

/** The lesson on the page, with its numbers as they stand. */
export interface LessonInView {
  lesson: ComputedRef<Lesson>
  values: ComputedRef<Values>
  measured: ComputedRef<Record<string, number>>
  /** Keys that differ from the start. */
  changed: ComputedRef<ReadonlySet<string>>
  numberOf(key: string): LessonNumber
  set(numbers: Record<string, number>): void
  setText(key: string, text: string): void
  /** Back to the start: keys that begin with one of these, or all. */
  reset(beginnings?: readonly string[]): void
}

const key: InjectionKey<LessonInView> = Symbol('lesson')

export function provideLesson(lesson: ComputedRef<Lesson>): LessonInView {
  const store = useLessonsStore()
  const values = computed(() => store.valuesOf(lesson.value))
  const view: LessonInView = {
    ...{ lesson, values },
    measured: computed(() => lesson.value.measure(values.value)),
    changed: computed(() => new Set(changedKeys(lesson.value, values.value))),
    numberOf(name) {
      const found = lesson.value.numbers.find((one) => one.key === name)
      if (!found) throw new RangeError(`lesson ${lesson.value.id} has no number ${name}`)
      return found
    },
    set: (numbers) => store.change(lesson.value.id, { numbers }),
    setText: (name, text) => store.change(lesson.value.id, { texts: { [name]: text.slice(0, LONGEST_TEXT) } }),
    reset(beginnings) {
      const all = [...lesson.value.numbers, ...lesson.value.texts].map((one) => one.key)
      const keys = beginnings && all.filter((name) => beginnings.some((one) => name.startsWith(one)))
      store.reset(lesson.value.id, keys)
    },
  }
  provide(key, view)
  return view
}

/** For everything inside a lesson's page. */
export function useLesson(): LessonInView {
  const view = inject(key)
  if (!view) throw new Error('useLesson: there is no lesson around this component')
  return view
}
