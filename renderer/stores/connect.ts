import { router } from '../router.ts'
import { useDatasetsStore } from './datasets.ts'
import { useEventsStore } from './events.ts'
import { useExperimentsStore } from './experiments.ts'
import { useImportsStore } from './imports.ts'
import { useSettingsStore } from './settings.ts'

/** Ties the stores to the events of the main process and to the address. Called once, at the start. */
export function connectStores() {
  const events = useEventsStore()
  const datasets = useDatasetsStore()
  const experiments = useExperimentsStore()
  const imports = useImportsStore()
  const settings = useSettingsStore()

  const loadExperimentsSoon = soon(experiments.load)
  events.on('datasets', () => void datasets.load())
  events.on('experiments', () => void experiments.load())
  events.on('experiment', ({ id }) => {
    void loadExperimentsSoon()
    void experiments.refresh(id)
  })
  events.on('run', () => void loadExperimentsSoon())
  events.on('settings', () => void settings.load())
  events.on('import', ({ state }) => imports.hear(state))
  // Not before the first screen is there: its navigation would push this one aside.
  events.on('open-import', async ({ id }) => {
    await router.isReady()
    await router.push({ name: 'import', params: { id } })
  })
  events.on('open-experiment', async ({ id }) => {
    await router.isReady()
    await router.push({ name: 'compare', params: { experiment: id } })
  })
  events.on('open-lessons', async ({ fileName, text }) => {
    await router.isReady()
    const { openLessonFile } = await import('../views/lessons/open-lesson-file.ts')
    await openLessonFile(new File([text], fileName))
    await router.push({ name: 'lessons', params: { lesson: '' } })
  })
  events.onReturn(() => {
    void settings.load()
    void datasets.load()
    void experiments.load()
    void experiments.refresh()
  })
  events.connect()

  // Which experiment is open follows from the address; screens without one keep the last.
  router.afterEach(({ params }) => {
    const id = params.experiment
    if (typeof id !== 'string' || id === '' || id === experiments.currentId) return
    void experiments.open(id)
    if (settings.settings.lastExperiment !== id) void settings.update({ lastExperiment: id }).catch(() => {})
  })
}

/** Runs at most four times a second, and once more after the last call: runs change with every recorded step. */
function soon(load: () => Promise<void>, milliseconds = 250) {
  let timer: ReturnType<typeof setTimeout> | undefined
  return () => {
    timer ??= setTimeout(() => {
      timer = undefined
      void load()
    }, milliseconds)
  }
}
