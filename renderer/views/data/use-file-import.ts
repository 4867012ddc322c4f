import { useRouter } from 'vue-router'
import { messageOf } from '../../api.ts'
import { useImportsStore } from '../../stores/imports.ts'

const inputId = 'import-file'

/** Takes a file in: sends it, then shows its preview. Refusals are shown on the data screen, where the file was opened. */
export function useFileImport() {
  const router = useRouter()
  const imports = useImportsStore()

  async function importFile(file: File) {
    imports.sendError = null
    if (router.currentRoute.value.meta.screen !== 'data') await router.push({ name: 'data' })
    try {
      const preview = await imports.send(file)
      if (preview) await router.push({ name: 'import', params: { id: preview.id } })
    } catch (error) {
      imports.sendError = messageOf(error)
      if (router.currentRoute.value.name !== 'data') await router.push({ name: 'data' })
    }
  }

  /** Lets the user choose a file, as every import button does. The input stands in drop-overlay.vue. */
  function chooseFile() {
    document.getElementById(inputId)?.click()
  }

  return { importFile, chooseFile, inputId }
}
