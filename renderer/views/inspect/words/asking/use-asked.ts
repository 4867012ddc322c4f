import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { Ref, ShallowRef } from 'vue'
import { messageOf } from '../../../../api.ts'
import { isAbort } from './open-asking.ts'
import type { Asking } from './open-asking.ts'
import type { Catalogue } from './protocol.ts'

/** After so long answers are shown as they come; before that all at once, so that nothing flickers. */
const PATIENCE_MS = 300

/** Questions that belong together, and what they are about: answers are shown with it, never with something newer. */
export interface Batch<Context, Ask> {
  about: Context
  questions: readonly { key: string; ask: Ask }[]
}

export interface Answered<Context, Answer> {
  about: Context
  answers: ReadonlyMap<string, Answer>
}

export interface AskedFor<Context, Answer> {
  /** The newest batch that has been answered; null before the first, and when nothing is asked. */
  shown: Readonly<ShallowRef<Answered<Context, Answer> | null>>
  /** Share of the newest batch that is answered; null when nothing is under way. */
  progress: Readonly<Ref<number | null>>
  /** What went wrong, by key. */
  problems: Readonly<ShallowRef<ReadonlyMap<string, string>>>
  /** Gives up what is under way. */
  cancel(): void
}

/** Whether two batches ask the same, their objects compared one level deep. */
export function asksTheSame<Ask>(a: Batch<unknown, Ask> | null, b: Batch<unknown, Ask> | null): boolean {
  if (!a || !b) return a === b
  return (
    a.questions.length === b.questions.length &&
    a.questions.every(({ key, ask }, at) => key === b.questions[at].key && alike(ask, b.questions[at].ask))
  )
}

function alike(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  const [left, right] = [Object.entries(a), new Map<string, unknown>(Object.entries(b))]
  return (
    left.length === right.size && left.every(([name, value]) => right.has(name) && Object.is(value, right.get(name)))
  )
}

/** Asks whenever the batch asks something new; a batch that is overtaken is cancelled. */
export function useAsked<Q extends Catalogue<Q>, Kind extends keyof Q & string, Context>(
  asking: Asking<Q>,
  kind: Kind,
  batch: () => Batch<Context, Q[Kind]['ask']> | null,
): AskedFor<Context, Q[Kind]['answer']> {
  type Answer = Q[Kind]['answer']
  const shown: ShallowRef<Answered<Context, Answer> | null> = shallowRef(null)
  const progress = ref<number | null>(null)
  const problems = shallowRef<ReadonlyMap<string, string>>(new Map())
  let current: AbortController | null = null

  async function run({ about, questions }: Batch<Context, Q[Kind]['ask']>, control: AbortController) {
    const { signal } = control
    const began = performance.now()
    const [answers, failed] = [new Map<string, Answer>(), new Map<string, string>()]
    const publish = () => {
      if (!signal.aborted) shown.value = { about, answers: new Map(answers) }
    }
    let done = 0
    const within = new Map<string, number>()
    const tell = () => {
      const part = [...within.values()].reduce((sum, share) => sum + share, 0)
      if (!signal.aborted) progress.value = (done + part) / questions.length
    }
    progress.value = 0
    await Promise.all(
      questions.map(async ({ key, ask }) => {
        const onProgress = (share: number) => {
          within.set(key, share)
          tell()
        }
        try {
          answers.set(key, await asking.ask(kind, ask, { signal, onProgress }))
        } catch (error) {
          if (isAbort(error)) return
          failed.set(key, messageOf(error))
        }
        done++
        within.delete(key)
        tell()
        if (performance.now() - began > PATIENCE_MS) publish()
      }),
    )
    if (signal.aborted) return
    publish()
    problems.value = failed
    progress.value = null
  }

  function cancel() {
    current?.abort()
    current = null
    progress.value = null
  }

  watch(
    batch,
    (wanted, before) => {
      if (wanted && asksTheSame(wanted, before ?? null)) return
      cancel()
      if (!wanted?.questions.length) {
        ;[shown.value, problems.value] = [null, new Map()]
        return
      }
      void run(wanted, (current = new AbortController()))
    },
    { immediate: true },
  )
  onScopeDispose(cancel)
  return { shown, progress, problems, cancel }
}
