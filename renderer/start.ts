import { router } from './router.ts'
import { connectStores } from './stores/connect.ts'
import { useExperimentInView } from './stores/experiment-in-view.ts'
import { useDatasetsStore } from './stores/datasets.ts'
import { useExperimentsStore } from './stores/experiments.ts'
import { useSettingsStore } from './stores/settings.ts'

/**
 * Reads what the first screen needs and decides which one that is: the address asked for, else the experiment that was
 * open last, else any experiment (on a first start the sample comparison), else the data.
 * Gives back what went wrong, if anything: the page is shown all the same.
 */
export async function start(): Promise<unknown> {
  const settings = useSettingsStore()
  const experiments = useExperimentsStore()
  const datasets = useDatasetsStore()
  const problem = await settings.load().then(
    () => null,
    (error: unknown) => error,
  )
  await Promise.all([experiments.load(), datasets.load()])
  connectStores()
  if (location.hash.length <= 2) {
    const { value: experiment } = useExperimentInView()
    await router.replace(experiment ? `/train/${experiment}` : '/data')
  }
  return problem
}
