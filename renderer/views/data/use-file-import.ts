import { useRouter } from 'vue-router'
import { messageOf } from '../../api.ts'
import { useImportsStore } from '../../stores/imports.ts'

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

  /** Lets the user choose a file, as the button and the menu do. */
  function chooseFile() {
    const input = document.createElement('input')
    input.type = 'file'
    input.accept = '.csv,.tsv,.txt,.tab,text/csv,text/tab-separated-values,text/plain'
    input.onchange = () => {
      const file = input.files?.[0]
      if (file) void importFile(file)
    }
    input.click()
  }

  return { importFile, chooseFile }
}
