import { defaultSettings, settings } from '../../shared/contract/settings.ts'
import type { Settings } from '../../shared/contract/settings.ts'
import type { Database } from './database.ts'

/** Settings, and small facts of the program about the folder (names with a colon). */
export function settingsStore(database: Database) {
  const value = (name: string): string | undefined =>
    database.get<{ value: string }>('SELECT value FROM settings WHERE name = ?', name)?.value
  const put = (name: string, json: string) =>
    void database.run(
      'INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
      name,
      json,
    )

  function read(): Settings {
    const names = Object.keys(defaultSettings) as (keyof Settings)[]
    const saved = names.flatMap((name) => {
      const json = value(name)
      if (json === undefined) return []
      // A value that this version no longer knows falls back to its default.
      const parsed = settings.shape[name].safeParse(JSON.parse(json))
      return parsed.success ? [[name, parsed.data]] : []
    })
    return { ...defaultSettings, ...Object.fromEntries(saved) }
  }

  function update(changes: Partial<Settings>): Settings {
    database.transaction(() => {
      for (const [name, changed] of Object.entries(changes))
        if (changed !== undefined) put(name, JSON.stringify(changed))
    })
    return read()
  }

  return {
    read,
    update,
    hasFact: (name: string) => value(`fact:${name}`) !== undefined,
    /** Takes a piece of work for this process; false while another living process is at it. */
    claim: (name: string, owner: { id: string; isAlive(id: string): boolean }): boolean =>
      database.transaction(() => {
        const holder = value(`claim:${name}`)
        if (holder !== undefined && holder !== owner.id && owner.isAlive(holder)) return false
        put(`claim:${name}`, owner.id)
        return true
      }),
    setFact: (name: string) => put(`fact:${name}`, JSON.stringify(new Date().toISOString())),
  }
}
export type SettingsStore = ReturnType<typeof settingsStore>
