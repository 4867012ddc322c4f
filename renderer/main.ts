import { createApp, watch } from 'vue'
import { createPinia } from 'pinia'
import App from './app.vue'
import { language, speak } from './messages.ts'
import { router } from './router.ts'
import { start } from './start.ts'
import { useNoticesStore } from './stores/notices.ts'
import { writeErrorsToLog } from './stores/error-log.ts'
import { useSettingsStore } from './stores/settings.ts'

const app = createApp(App)
app.use(createPinia())

const settings = useSettingsStore()
const dark = matchMedia('(prefers-color-scheme: dark)')
settings.systemIsDark = dark.matches
dark.addEventListener('change', ({ matches }) => (settings.systemIsDark = matches))

// A bug is said, not swallowed; the page stays usable.
app.config.errorHandler = (error) => {
  useNoticesStore().complain(error)
  reportError(error)
}
writeErrorsToLog()

// The first paint has the theme: nothing is mounted before the settings are read (or could not be).
const problem = await start()
watch(
  () => settings.theme,
  (theme) => (document.documentElement.dataset.theme = theme),
  { immediate: true },
)
watch(
  () => settings.settings.language,
  (wish) => {
    speak(wish, navigator.languages)
    document.documentElement.lang = language()
  },
  { immediate: true },
)
watch(
  () => settings.settings,
  ({ textSize, motion }) => {
    document.documentElement.style.fontSize = `${textSize}%`
    document.documentElement.dataset.motion = motion
  },
  { immediate: true },
)
app.use(router)
app.mount('#app')
if (problem) useNoticesStore().complain(problem)
