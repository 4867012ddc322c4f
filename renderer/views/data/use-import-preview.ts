import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { messageOf } from '../../api.ts'
import { givenIn, withFix } from './import-fixes.ts'
import { useEventsStore } from '../../stores/events.ts'
import { useImportsStore } from '../../stores/imports.ts'
import type { ImportOptions, ImportPreview, PreviewRequest } from '../../../shared/contract/dataset.ts'

const PAUSE = 250

/**
 * One import from its preview to its end. `fix` changes options: the form shows the change at once and the file is looked
 * at again a moment later; an answer that a newer change has overtaken is dropped.
 */
export function useImportPreview(id: () => string) {
  const imports = useImportsStore()
  const preview = shallowRef<ImportPreview | null>(null)
  const given = shallowRef<PreviewRequest>({})
  /** The file is being looked at again. */
  const looking = ref(false)
  const error = ref<string | null>(null)
  const committing = ref(false)
  const state = computed(() => imports.states.get(id()) ?? null)
  const options = computed<ImportOptions | null>(() =>
    preview.value ? { ...preview.value.options, ...given.value } : null,
  )
  let question = 0
  let pause: ReturnType<typeof setTimeout> | undefined

  async function open() {
    const mine = ++question
    preview.value = null
    error.value = null
    try {
      await imports.readState(id())
      const last = await imports.lastPreview(id())
      if (mine !== question) return
      preview.value = last
      given.value = givenIn(last)
    } catch (failure) {
      if (mine === question) error.value = messageOf(failure)
    }
  }

  function fix(change: PreviewRequest) {
    given.value = withFix(given.value, change)
    clearTimeout(pause)
    question++
    looking.value = true
    pause = setTimeout(() => void look(), PAUSE)
  }

  async function look() {
    const mine = ++question
    try {
      const answer = await imports.preview(id(), valid(given.value))
      if (mine !== question) return
      preview.value = answer
      error.value = null
    } catch (failure) {
      if (mine === question) error.value = messageOf(failure)
    } finally {
      if (mine === question) looking.value = false
    }
  }

  async function commit() {
    if (!options.value) return
    committing.value = true
    error.value = null
    try {
      await imports.commit(id(), options.value)
    } catch (failure) {
      error.value = messageOf(failure)
    } finally {
      committing.value = false
    }
  }

  const stop = useEventsStore().onReturn(() => void imports.readState(id()).catch(() => {}))
  watch(id, () => void open(), { immediate: true })
  onScopeDispose(() => {
    stop()
    clearTimeout(pause)
    question++
  })

  return { preview, options, looking, error, state, committing, fix, commit, open }
}

/** A name or class that is being retyped may be empty for a moment: then the detected one is asked for. */
function valid(request: PreviewRequest): PreviewRequest {
  const { name, labels, ...rest } = request
  return {
    ...rest,
    ...(name?.trim() ? { name } : {}),
    ...(labels && labels.classes.length > 0 && labels.classes.every((one) => one.trim()) ? { labels } : {}),
  }
}
