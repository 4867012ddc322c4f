import { useRouter } from 'vue-router'
import { api, apiBase, errorOf, requestBytes, unreachable } from '../../api.ts'
import { useExperimentsStore } from '../../stores/experiments.ts'
import { useNoticesStore } from '../../stores/notices.ts'
import { experimentFileName } from '../../../shared/contract/experiment-file.ts'
import type { Experiment } from '../../../shared/contract/experiment.ts'
import { saveBlob } from '../compare/save-file.ts'
import { say } from '../../messages.ts'

/** Experiments as files: saved with their data, runs and weights, and opened again, here or on another machine. */
export function useExperimentFile() {
  const router = useRouter()
  const [experiments, notices] = [useExperimentsStore(), useNoticesStore()]

  async function save(id: string) {
    try {
      const bytes = await requestBytes(api.experiments[':id'].file.$get({ param: { id } }))
      const name = experimentFileName(experiments.byId.get(id)?.name ?? '')
      saveBlob(name, new Blob([bytes], { type: 'application/octet-stream' }))
      notices.notify({ text: say.data.holdsTheExperimentWithItsData(name) })
    } catch (error) {
      notices.complain(error)
    }
  }

  /** Takes a saved experiment in and shows it; what is wrong with it is said, and nothing else changes. */
  async function open(file: File) {
    try {
      const { id } = await send(file)
      await experiments.load()
      await router.push({ name: 'compare', params: { experiment: id } })
    } catch (error) {
      notices.complain(error)
    }
  }

  return { save, open }
}

async function send(file: File): Promise<Experiment> {
  const response = await fetch(`${apiBase}/experiments/file?fileName=${encodeURIComponent(file.name)}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/octet-stream' },
    body: file,
  }).catch(() => {
    throw unreachable()
  })
  if (!response.ok) throw errorOf(response.status, await response.json().catch(() => null))
  return (await response.json()) as Experiment
}
