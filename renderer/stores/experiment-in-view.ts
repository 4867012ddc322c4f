import { computed } from 'vue'
import { useExperimentsStore } from './experiments.ts'
import { useSettingsStore } from './settings.ts'

/**
 * The experiment that the screens Vocabulary, Train and Compare are about: the open one, else the one that was open last,
 * else the first there is; undefined when there is none.
 */
export function useExperimentInView() {
  const experiments = useExperimentsStore()
  const settings = useSettingsStore()
  return computed(() => {
    const wanted = [experiments.currentId, settings.settings.lastExperiment]
    return wanted.find((id) => id !== null && experiments.byId.has(id)) ?? experiments.list[0]?.id
  })
}
