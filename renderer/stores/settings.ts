import { computed, ref } from 'vue'
import { defineStore } from 'pinia'
import { api, request } from '../api.ts'
import { defaultSettings } from '../../shared/contract/settings.ts'
import type { About, Settings } from '../../shared/contract/settings.ts'

/** The user's settings, and what Unroll says of itself. */
export const useSettingsStore = defineStore('settings', () => {
  const settings = ref<Settings>({ ...defaultSettings })
  const about = ref<About | null>(null)
  const systemIsDark = ref(false)
  const theme = computed(() =>
    settings.value.theme === 'system' ? (systemIsDark.value ? 'dark' : 'light') : settings.value.theme,
  )

  async function load() {
    const [read, self] = await Promise.all([request(api.settings.$get()), request(api.about.$get())])
    settings.value = read
    about.value = self
  }

  /** Shows the change at once, keeps it on disk, and goes back when it could not be kept. */
  async function update(changes: Partial<Settings>) {
    const before = settings.value
    settings.value = { ...before, ...changes }
    try {
      settings.value = await request(api.settings.$patch({ json: changes }))
    } catch (error) {
      settings.value = before
      throw error
    }
  }

  return { settings, about, systemIsDark, theme, load, update }
})
