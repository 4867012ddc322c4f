import { useRouter } from 'vue-router'
import { messageOf } from '../../api.ts'
import { packTexts } from './pack-texts.ts'
import { useImportsStore } from '../../stores/imports.ts'
import { isExperimentFile } from '../../../shared/contract/experiment-file.ts'
import { useExperimentFile } from '../experiments/use-experiment-file.ts'

const inputId = 'import-file'

/**
 * Takes files in: a saved experiment as it is; anything else is sent as one data set, then its preview is shown. Refusals are
 * shown on the data screen, where the files were opened.
 */
export function useFileImport() {
  const router = useRouter()
  const imports = useImportsStore()

  const { open } = useExperimentFile()

  async function importFiles(chosen: readonly File[]) {
    if (chosen.length === 0) return
    if (isExperimentFile(chosen[0].name)) return open(chosen[0])
    imports.sendError = null
    if (router.currentRoute.value.meta.screen !== 'data') await router.push({ name: 'data' })
    try {
      const preview = await imports.send(await packTexts(chosen))
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

  return { importFiles, chooseFile, inputId }
}
