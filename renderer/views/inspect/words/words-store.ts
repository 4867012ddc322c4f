import { computed, ref, shallowRef, watch } from 'vue'
import { defineStore } from 'pinia'
import { useInspectedStore } from '../../../stores/inspected.ts'
import type { SalienceMethod } from './asking/model-questions.ts'
import { say } from '../../../messages.ts'

/** One try of another wording, and how it came about. */
export interface Try {
  text: string
  how: string
}

/** What was chosen on the Words screen: it is still there when one comes back to it. */
export const useWordsStore = defineStore('inspect-words', () => {
  const inspected = useInspectedStore()
  /** Runs that are not shown. */
  const hidden = shallowRef<ReadonlySet<string>>(new Set())
  const chosenClass = ref<number | null>(null)
  /** With two classes the second is the one spoken of, e.g. 'positive'. */
  const classIndex = computed({
    get: () => chosenClass.value ?? Math.min(1, (inspected.experiment?.classes.length ?? 2) - 1),
    set: (at) => (chosenClass.value = at),
  })
  const measure = ref<'gates' | 'gradient'>('gates')
  const method = ref<SalienceMethod | 'all'>('integrated')
  /** Wordings tried, the newest last; the sentence itself is not among them. */
  const tries = shallowRef<readonly Try[]>([])
  const shuffles = ref(0)

  function toggle(run: string) {
    const next = new Set(hidden.value)
    if (!next.delete(run)) next.add(run)
    hidden.value = next
  }
  /** Adds a wording; one that is there already in the newest place is not added twice. */
  function attempt(one: Try) {
    const newest = tries.value.at(-1)?.text ?? inspected.text
    if (one.text !== newest) tries.value = [...tries.value, one]
  }
  const undo = () => (tries.value = tries.value.slice(0, -1))
  /** Goes on from an earlier try: later ones stay, it becomes the newest. */
  const goBack = (to: Try) => attempt({ ...to, how: say.wordsPage.backTo(to.how.replace(/^back to: /, '')) })
  function keep(text: string) {
    tries.value = []
    inspected.say(text)
  }
  watch(
    () => [inspected.experiment?.id, inspected.text],
    ([experiment], [before]) => {
      tries.value = []
      if (experiment !== before) [chosenClass.value, hidden.value] = [null, new Set()]
    },
    { flush: 'sync' },
  )
  return { hidden, classIndex, measure, method, tries, shuffles, toggle, attempt, undo, goBack, keep }
})
