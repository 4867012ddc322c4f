import { useRouter } from 'vue-router'
import { messageOf } from '../../api.ts'
import { useImportsStore } from '../../stores/imports.ts'
import { isExperimentFile } from '../../../shared/contract/experiment-file.ts'
import { useExperimentFile } from '../experiments/use-experiment-file.ts'

const inputId = 'import-file'

/** Takes a file in: a saved experiment as it is; anything else is sent, then its preview is shown. Refusals are shown on the data screen, where the file was opened. */
export function useFileImport() {
  const router = useRouter()
  const imports = useImportsStore()

  const { open } = useExperimentFile()

  async function importFile(file: File) {
    if (isExperimentFile(file.name)) return open(file)
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
