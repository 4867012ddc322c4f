import { onScopeDispose, ref, shallowRef } from 'vue'
import { messageOf } from '../../../api.ts'
import { startWork } from './long-work.ts'
import type { LongWork, Results, Running } from './long-work.ts'

/** One piece of long work at a time, with its progress; it ends with the component. */
export function useLongWork<Kind extends LongWork['kind']>() {
  const result = shallowRef<{ about: string; value: Results[Kind] } | null>(null)
  const progress = ref<{ done: number; total: number } | null>(null)
  const problem = ref<string | null>(null)
  const running = ref(false)
  let work: Running<Results[Kind]> | null = null

  function cancel() {
    work?.cancel()
    work = null
    running.value = false
    progress.value = null
  }
  /** `about` names what the result will be about, so that a result of something else can be told. */
  function start(about: string, what: Extract<LongWork, { kind: Kind }>) {
    cancel()
    ;[running.value, problem.value] = [true, null]
    const mine = (work = startWork<Kind>(what, (done, total) => {
      if (mine === work) progress.value = { done, total }
    }))
    mine.result.then(
      (value) => {
        if (mine !== work) return
        result.value = { about, value }
        cancel()
      },
      (error: unknown) => {
        if (mine !== work) return
        problem.value = messageOf(error)
        cancel()
      },
    )
  }
  onScopeDispose(cancel)
  return { result, progress, problem, running, start, cancel }
}
