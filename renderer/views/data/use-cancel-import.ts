import { useRoute, useRouter } from 'vue-router'
import { useImportsStore } from '../../stores/imports.ts'
import { useNoticesStore } from '../../stores/notices.ts'

/** Cancels an import from wherever it is listed, and leaves its screen if that is the one that is shown. */
export function useCancelImport() {
  const [route, router] = [useRoute(), useRouter()]
  const [imports, notices] = [useImportsStore(), useNoticesStore()]

  return async function cancelImport(id: string) {
    await imports.cancel(id).catch(notices.complain)
    if (route.name === 'import' && route.params.id === id) await router.push({ name: 'data' })
  }
}
